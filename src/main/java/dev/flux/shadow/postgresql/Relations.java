package dev.flux.shadow.postgresql;

import dev.flux.engine.LockMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tables, indexes and views by their object identifiers, as of a moment. */
record Relations(Map<Long, Relation> byOid) {
  private static final Set<String> TABLES = Set.of("r", "p");
  private static final Set<String> LOCKED = Set.of("r", "p", "v", "m", "f");

  private static final String QUERY =
      """
      SELECT c.oid, c.relkind, c.relfilenode, i.indrelid, n.nspname, c.relname
      FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'i') AND c.relpersistence <> 't'
        AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
      """;

  Relations {
    byOid = Map.copyOf(byOid);
  }

  /**
   * One of them.
   *
   * @param name as people read it, without {@code public}
   * @param table of an index; 0 otherwise
   */
  record Relation(String name, String sqlName, String kind, long file, long table) {
    boolean isTable() {
      return TABLES.contains(kind);
    }

    boolean isLocked() {
      return LOCKED.contains(kind);
    }
  }

  static Relations of(Connection connection) throws SQLException {
    Map<Long, Relation> relations = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUERY)) {
      while (row.next()) {
        String schema = row.getString("nspname");
        String name = row.getString("relname");
        relations.put(
            row.getLong("oid"),
            new Relation(
                schema.equals("public") ? name : schema + "." + name,
                Names.quoted(schema) + "." + Names.quoted(name),
                row.getString("relkind"),
                row.getLong("relfilenode"),
                row.getLong("indrelid")));
      }
    }
    return new Relations(relations);
  }

  /** Names of the views. */
  Set<String> views() {
    return byOid.values().stream()
        .filter(relation -> relation.kind().equals("v"))
        .map(Relation::name)
        .collect(Collectors.toSet());
  }

  /** Of the given ones, those whose rows another file holds now. */
  Set<String> rewritten(Relations after, Relations old) {
    Set<String> rewritten = new TreeSet<>();
    after.byOid.forEach(
        (oid, now) -> {
          Relation before = byOid.get(oid);
          Relation known = old.byOid.get(oid);
          if (before != null
              && known != null
              && before.file() != now.file()
              && Set.of("r", "m").contains(now.kind())) {
            rewritten.add(known.name());
          }
        });
    return rewritten;
  }

  /** Of the given ones, those that have an index in a file which was not there. */
  Set<String> built(Relations after, Relations old) {
    Set<Long> files = new java.util.HashSet<>();
    byOid.values().forEach(relation -> files.add(relation.file()));
    Set<String> built = new TreeSet<>();
    for (Relation now : after.byOid.values()) {
      Relation table = old.byOid.get(now.table());
      if (now.kind().equals("i") && table != null && !files.contains(now.file())) {
        built.add(table.name());
      }
    }
    return built;
  }

  /** The view of locks writes {@code AccessExclusiveLock}. */
  static LockMode mode(String written) {
    return LockMode.valueOf(
        written
            .replaceAll("Lock$", "")
            .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
            .toUpperCase(Locale.ROOT));
  }
}
