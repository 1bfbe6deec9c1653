package dev.flux.shadow.postgresql;

import dev.flux.shadow.Usage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an application may ask of a database, and what it is refused. */
final class Tables {
  /** Columns, relations and rules that are not there, or not any more (manual, Appendix A). */
  private static final Set<String> GONE =
      Set.of("42703", "42P01", "42809", "55000", "42883", "428C9");

  private static final String MISSING_VALUE = "23502";

  private static final String ALWAYS_GENERATED = "428C9";

  private static final String COLUMNS =
      """
      SELECT n.nspname, c.relname, a.attname,
        a.attidentity <> 'a' AND coalesce(to_jsonb(a) ->> 'attgenerated', '') = '' AS written
      FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      ORDER BY c.oid, a.attnum
      """;

  private static final String KEYED =
      """
      SELECT format('CLUSTER %s USING %I', i.indrelid::regclass, c.relname)
      FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
      WHERE i.indisprimary AND t.relkind = 'r' AND pg_catalog.pg_relation_size(t.oid) > 0
        AND t.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
        AND pg_catalog.pg_has_role(t.relowner, 'USAGE')
      """;

  private Tables() {}

  /** Puts the rows of each table into the order of its primary key. */
  static void sort(Connection connection) throws SQLException {
    List<String> statements = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery(KEYED)) {
        while (row.next()) {
          statements.add(row.getString(1));
        }
      }
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** Of the tables that hold rows; of all, where none does. */
  static Usage usage(Connection connection) throws SQLException {
    List<Usage.Table> all = tables(connection);
    List<Usage.Table> filled = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      for (Usage.Table table : all) {
        try (ResultSet row = statement.executeQuery("SELECT FROM " + table.name() + " LIMIT 1")) {
          if (row.next()) {
            filled.add(table);
          }
        }
      }
    }
    return new Usage(filled.isEmpty() ? all : filled);
  }

  private static List<Usage.Table> tables(Connection connection) throws SQLException {
    List<Usage.Table> tables = new ArrayList<>();
    String table = "";
    List<String> read = new ArrayList<>();
    List<String> written = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(COLUMNS)) {
      while (row.next()) {
        String name = Names.quoted(row.getString(1)) + "." + Names.quoted(row.getString(2));
        if (!name.equals(table)) {
          tables.add(new Usage.Table(table, read, written));
          table = name;
          read.clear();
          written.clear();
        }
        read.add(Names.quoted(row.getString(3)));
        if (row.getBoolean(4)) {
          written.add(Names.quoted(row.getString(3)));
        }
      }
    }
    tables.add(new Usage.Table(table, read, written));
    return tables.subList(1, tables.size());
  }

  /** What a refusal says, where it is about something that is not there. */
  static Optional<String> gone(SQLException e) {
    String state = Sql.state(e);
    return GONE.contains(state) || state.equals(MISSING_VALUE)
        ? Optional.of(Sql.message(e))
        : Optional.empty();
  }

  /** Writes to either of two columns, and says where the other does not show it. */
  static Optional<String> apart(Connection connection, String table, String one, String other)
      throws SQLException {
    String name = Names.quoted(table).replace(".", "\".\"");
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (List<String> pair : List.of(List.of(one, other), List.of(other, one))) {
        String written = Names.quoted(pair.get(0));
        String read = Names.quoted(pair.get(1));
        if (takes(
                statement,
                "UPDATE %1$s SET %2$s = (SELECT %2$s FROM %1$s WHERE %2$s IS NOT NULL LIMIT 1)"
                    .formatted(name, written))
            && differs(statement, name, written, read)) {
          return Optional.of(
              "what is written to %s does not show in %s".formatted(pair.get(0), pair.get(1)));
        }
        connection.rollback();
      }
      return Optional.empty();
    } finally {
      connection.rollback();
    }
  }

  /** Values that must differ, and those that nobody writes, cannot be tried so. */
  private static boolean takes(Statement statement, String sql) throws SQLException {
    try {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      if (!Sql.state(e).startsWith("23") && !Sql.state(e).equals(ALWAYS_GENERATED)) {
        throw e;
      }
      return false;
    }
  }

  private static boolean differs(Statement statement, String table, String one, String other)
      throws SQLException {
    String sql =
        "SELECT EXISTS (SELECT FROM %s WHERE %s::text IS DISTINCT FROM %s::text)"
            .formatted(table, one, other);
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getBoolean(1);
    }
  }
}
