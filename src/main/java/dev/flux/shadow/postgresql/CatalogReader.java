package dev.flux.shadow.postgresql;

import dev.flux.shadow.Picture;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads what a database holds. The session's names are the server's own, so that all others come
 * with their schemas.
 */
final class CatalogReader {
  /** Tables that hold more are counted, not compared. */
  private static final long MOST_BYTES = 4L << 20;

  private static final String OURS =
      " NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname NOT LIKE 'pg\\_%'";

  /**
   * One line for each object. Not-null constraints are properties of columns; what belongs to an
   * extension is its own (manual, 53 System Catalogs).
   */
  private static final String OBJECTS =
      """
      SELECT format('column %s.%I %s%s%s%s%s%s', c.oid::regclass, a.attname,
          format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' NOT NULL' END,
          CASE WHEN coalesce(to_jsonb(a) ->> 'attgenerated', '') = '' THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) END,
          CASE a.attidentity WHEN '' THEN '' ELSE ' identity ' || a.attidentity::text END,
          CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || (SELECT l.collname FROM pg_collation l WHERE l.oid = a.attcollation) END,
          CASE WHEN to_jsonb(a) ->> 'attgenerated' <> '' THEN ' GENERATED AS ' || pg_get_expr(d.adbin, d.adrelid) || (to_jsonb(a) ->> 'attgenerated') END)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid
          LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f') AND n.nspname {ours}
      UNION ALL SELECT format('table %s%s%s%s%s', c.oid::regclass,
          CASE WHEN c.relrowsecurity THEN ' row security' END,
          CASE WHEN c.relforcerowsecurity THEN ' forced' END,
          ' WITH ' || c.reloptions::text,
          ' PARTITION ' || pg_get_expr(c.relpartbound, c.oid) || ' OF ' || i.inhparent::regclass)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
        WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname {ours}
      UNION ALL SELECT format('constraint %s %I %s%s', coalesce(o.conrelid::regclass::text, o.contypid::regtype::text),
          o.conname, pg_get_constraintdef(o.oid), CASE WHEN NOT o.convalidated THEN ' (not validated)' END)
        FROM pg_constraint o JOIN pg_namespace n ON n.oid = o.connamespace
        WHERE (o.contype <> 'n' OR NOT o.convalidated) AND (o.conrelid <> 0 OR o.contypid <> 0) AND n.nspname {ours}
      UNION ALL SELECT format('index %s%s', pg_get_indexdef(i.indexrelid),
          CASE WHEN NOT i.indisvalid THEN ' (invalid)' END)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname {ours}
      UNION ALL SELECT format('trigger %s%s', pg_get_triggerdef(g.oid),
          CASE WHEN g.tgenabled <> 'O' THEN ' enabled ' || g.tgenabled::text END)
        FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT g.tgisinternal AND n.nspname {ours}
      UNION ALL SELECT format('view %s %s', c.oid::regclass, pg_get_viewdef(c.oid))
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('v', 'm') AND n.nspname {ours}
      UNION ALL SELECT format('type %s %s', t.oid::regtype, coalesce(
          (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
          format_type(t.typbasetype, t.typtypmod) || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END
            || coalesce(' DEFAULT ' || t.typdefault, '')))
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE t.typtype IN ('e', 'd') AND n.nspname {ours}
      UNION ALL SELECT format('sequence %s %s%s', c.oid::regclass, format_type(s.seqtypid, NULL),
          (SELECT format(' owned by %s.%I', p.refobjid::regclass, a.attname)
            FROM pg_depend p JOIN pg_attribute a ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid
            WHERE p.objid = c.oid AND p.classid = 'pg_class'::regclass AND p.deptype IN ('a', 'i')
              AND p.refclassid = 'pg_class'::regclass))
        FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname {ours}
      UNION ALL SELECT format('routine %s %s', p.oid::regprocedure, md5(p.prosrc))
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname {ours} AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = p.oid AND e.deptype = 'e')
      UNION ALL SELECT format('policy %s %I %s %s', o.polrelid::regclass, o.polname,
          pg_get_expr(o.polqual, o.polrelid), pg_get_expr(o.polwithcheck, o.polrelid))
        FROM pg_policy o JOIN pg_class c ON c.oid = o.polrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname {ours}
      UNION ALL SELECT format('comment on %s%s: %s', c.oid::regclass, '.' || quote_ident(a.attname), s.description)
        FROM pg_description s JOIN pg_class c ON s.classoid = 'pg_class'::regclass AND c.oid = s.objoid
          JOIN pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = s.objsubid AND s.objsubid > 0
        WHERE n.nspname {ours}
      """
          .replace("{ours}", OURS);

  private static final String COLUMNS =
      """
      SELECT c.oid::regclass::text, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND n.nspname {ours}
      ORDER BY c.oid, a.attnum
      """
          .replace("{ours}", OURS);

  private static final String TABLES =
      """
      SELECT c.oid::regclass::text, pg_relation_size(c.oid) FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname {ours}
      """
          .replace("{ours}", OURS);

  private CatalogReader() {}

  static Picture picture(Connection connection) throws SQLException {
    TreeSet<String> objects = new TreeSet<>();
    SortedMap<String, List<String>> columns = new TreeMap<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery(OBJECTS)) {
        while (row.next()) {
          objects.add(row.getString(1).replaceAll("\\s+", " "));
        }
      }
      try (ResultSet row = statement.executeQuery(COLUMNS)) {
        while (row.next()) {
          columns
              .computeIfAbsent(row.getString(1), table -> new ArrayList<>())
              .add(row.getString(2));
        }
      }
    }
    return new Picture(objects, columns);
  }

  static SortedMap<String, SortedMap<String, String>> rows(Connection connection)
      throws SQLException {
    SortedMap<String, SortedMap<String, String>> rows = new TreeMap<>();
    try (Statement statement = connection.createStatement()) {
      List<String> empty = new ArrayList<>();
      List<String> small = new ArrayList<>();
      List<String> large = new ArrayList<>();
      try (ResultSet row = statement.executeQuery(TABLES)) {
        while (row.next()) {
          long bytes = row.getLong(2);
          (bytes == 0 ? empty : bytes > MOST_BYTES ? large : small).add(row.getString(1));
        }
      }
      for (String table : empty) {
        rows.put(table, new TreeMap<>());
      }
      for (String table : small) {
        rows.put(table, digests(statement, digest(table)));
      }
      for (String table : large) {
        rows.put(table, digests(statement, "SELECT 'rows', count(*)::text FROM " + table));
      }
    }
    return rows;
  }

  /** An empty table has no columns here. */
  private static String digest(String table) {
    return """
    SELECT "its name", count(*) || ' ' || md5(string_agg("its value"::text, ',' ORDER BY "its value"::text))
    FROM %s AS "the row", jsonb_each(to_jsonb("the row")) AS pair ("its name", "its value")
    GROUP BY "its name"\
    """
        .formatted(table);
  }

  private static SortedMap<String, String> digests(Statement statement, String query)
      throws SQLException {
    SortedMap<String, String> digests = new TreeMap<>();
    try (ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        digests.put(row.getString(1), row.getString(2));
      }
    }
    return digests;
  }
}
