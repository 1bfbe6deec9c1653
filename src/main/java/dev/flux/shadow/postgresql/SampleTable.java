package dev.flux.shadow.postgresql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table that takes rows.
 *
 * @param name as people read it, without {@code public}
 */
record SampleTable(
    long oid, String name, String sqlName, List<Column> columns, List<Reference> references) {
  private static final Pattern TEXT =
      Pattern.compile("'((?:[^']|'')*+)'|(?<![\\w.])(-?\\d+(?:\\.\\d+)?)");

  private static final String COLUMNS =
      """
      SELECT c.oid, n.nspname, c.relname, a.attname, a.attnum,
        pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
        b.typname AS base, b.typcategory::text AS category, a.attnotnull OR t.typnotnull AS required,
        a.attidentity <> '' OR coalesce(to_jsonb(a) ->> 'attgenerated', '') <> ''
          OR coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%', false) AS filled,
        CASE WHEN t.typbasetype <> 0 THEN t.typtypmod ELSE a.atttypmod END AS modifier,
        EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisunique
          AND (a.attnum = ANY (i.indkey::int2[]) OR 0 = ANY (i.indkey::int2[]))) AS single,
        coalesce((SELECT string_agg(e.enumlabel, E'\\n' ORDER BY e.enumsortorder)
          FROM pg_catalog.pg_enum e WHERE e.enumtypid = b.oid), '') AS labels,
        coalesce((SELECT string_agg(pg_catalog.pg_get_constraintdef(o.oid), E'\\n')
          FROM pg_catalog.pg_constraint o WHERE o.contype = 'c'
            AND (o.contypid = t.oid OR (o.conrelid = c.oid AND a.attnum = ANY (o.conkey)))), '')
          || coalesce((SELECT string_agg(pg_catalog.pg_get_expr(p.relpartbound, p.oid), E'\\n')
            FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_class p ON p.oid = h.inhrelid
              JOIN pg_catalog.pg_partitioned_table k ON k.partrelid = h.inhparent
            WHERE h.inhparent = c.oid AND a.attnum = ANY (k.partattrs::int2[])), '') AS limits
      FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        JOIN pg_catalog.pg_type b ON b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
        LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      ORDER BY c.oid, a.attnum
      """;

  private static final String REFERENCES =
      """
      SELECT o.conrelid, o.confrelid,
        ARRAY(SELECT a.attname::text FROM unnest(o.conkey) WITH ORDINALITY AS k(n, i)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = k.n ORDER BY k.i),
        ARRAY(SELECT a.attname::text FROM unnest(o.confkey) WITH ORDINALITY AS k(n, i)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = o.confrelid AND a.attnum = k.n ORDER BY k.i)
      FROM pg_catalog.pg_constraint o WHERE o.contype = 'f' AND o.conparentid = 0
      """;

  SampleTable {
    columns = List.copyOf(columns);
    references = List.copyOf(references);
  }

  /**
   * One of its columns.
   *
   * @param type as SQL writes it
   * @param base name of the type that a domain stands for
   * @param category of the base type (manual, 53.64 pg_type)
   * @param length of texts, in characters; digits of numbers; -1 where there is no limit
   * @param scale of numbers
   * @param filledIn whether the server knows the value
   * @param unique whether it is part of a key
   * @param hints values that constraints, partitions or an enum name
   */
  record Column(
      String name,
      String type,
      String base,
      String category,
      int length,
      int scale,
      boolean notNull,
      boolean filledIn,
      boolean unique,
      boolean isEnum,
      List<String> hints) {
    Column {
      hints = List.copyOf(hints);
    }
  }

  /** A foreign key. */
  record Reference(long parent, List<String> columns, List<String> parentColumns) {
    Reference {
      columns = List.copyOf(columns);
      parentColumns = List.copyOf(parentColumns);
    }
  }

  /** Every table but partitions, by object identifier. */
  static Map<Long, SampleTable> all(Connection connection) throws SQLException {
    Map<Long, SampleTable> tables = new LinkedHashMap<>();
    Map<Long, List<Reference>> references = references(connection);
    Map<Long, List<Column>> columns = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(COLUMNS)) {
      while (row.next()) {
        long oid = row.getLong("oid");
        columns.computeIfAbsent(oid, table -> new ArrayList<>()).add(column(row));
        String schema = row.getString("nspname");
        String name = row.getString("relname");
        tables.put(
            oid,
            new SampleTable(
                oid,
                schema.equals("public") ? name : schema + "." + name,
                Names.quoted(schema) + "." + Names.quoted(name),
                columns.get(oid),
                references.getOrDefault(oid, List.of())));
      }
    }
    return tables;
  }

  private static Column column(ResultSet row) throws SQLException {
    int modifier = row.getInt("modifier");
    boolean numeric = row.getString("base").equals("numeric");
    List<String> labels =
        row.getString("labels").isEmpty()
            ? List.of()
            : Arrays.asList(row.getString("labels").split("\n", -1));
    return new Column(
        row.getString("attname"),
        row.getString("type"),
        row.getString("base"),
        row.getString("category"),
        modifier < 4 ? -1 : numeric ? (modifier - 4) >> 16 : modifier - 4,
        modifier < 4 || !numeric ? 0 : (modifier - 4) & 0x7ff,
        row.getBoolean("required"),
        row.getBoolean("filled"),
        row.getBoolean("single"),
        !labels.isEmpty(),
        labels.isEmpty() ? hints(row.getString("limits"), row.getString("category")) : labels);
  }

  /** Texts and numbers that constraints mention: some of them will do. */
  private static List<String> hints(String limits, String category) {
    Set<String> hints = new LinkedHashSet<>();
    Matcher matcher = TEXT.matcher(limits);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        hints.add(matcher.group(1).replace("''", "'"));
      } else if (category.equals("N")) {
        hints.add(matcher.group(2));
      }
    }
    if (category.equals("N") && !hints.isEmpty()) {
      hints.add("1");
    } else if (category.equals("S") && !limits.isEmpty()) {
      hints.addAll(List.of("a", "someone@mail.example", "https://mail.example/a", "1"));
    }
    return List.copyOf(hints);
  }

  private static Map<Long, List<Reference>> references(Connection connection) throws SQLException {
    Map<Long, List<Reference>> references = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(REFERENCES)) {
      while (row.next()) {
        references
            .computeIfAbsent(row.getLong(1), table -> new ArrayList<>())
            .add(new Reference(row.getLong(2), texts(row.getArray(3)), texts(row.getArray(4))));
      }
    }
    return references;
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
