package dev.flux.rollout;

import dev.flux.rollout.mysql.MysqlBatches;
import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows changed a thousand at a time, each batch its own commit. One {@code DO} block, so that a
 * tool which sends a file whole can run it; it must run outside a transaction (manual, 43.8
 * Transaction Management; PostgreSQL 11 and later).
 *
 * <p>It ends whatever is written meanwhile, since the last key is read once at the start, and may
 * be run again after it was stopped.
 */
final class Batches {
  private final Catalog catalog;
  private final ObjectName name;
  private final Definitions sql;
  private final Optional<Table> known;
  private final String table;

  Batches(Catalog catalog, ObjectName table) {
    this.catalog = catalog;
    this.name = table;
    this.sql = new Definitions(catalog);
    this.known = catalog.findTable(table);
    this.table = sql.name(catalog.resolve(table));
  }

  /**
   * The block.
   *
   * @param qualifier by which the statement calls the table
   * @param statement the statement without its semicolon, given the condition of one batch
   */
  String block(String qualifier, UnaryOperator<String> statement) {
    if (OnlineSql.speaks(catalog.dialect())) {
      return new MysqlBatches(catalog, name).block(qualifier, statement);
    }
    List<String> key = key();
    String body = key.isEmpty() ? byPage(qualifier, statement) : byKey(key, qualifier, statement);
    String tag = body.contains("$flux$") ? "$flux_batches$" : "$flux$";
    String allowed =
        key.isEmpty()
            ? Sql.allow(
                body.contains("DELETE FROM") ? "unbounded-delete" : "unbounded-update",
                "each batch takes 50 pages of the table")
            : "";
    String loop = Sql.allow("hidden-sql", "it changes rows in batches, each its own commit");
    return allowed + loop + "DO " + tag + "\n" + body + "\n" + tag + ";";
  }

  /** Columns that single out a row and are never NULL; none where no such key is known. */
  List<String> key() {
    return known
        .map(
            t ->
                t.primaryKey().isEmpty()
                    ? t.indexes().stream()
                        .filter(i -> i.unique() && i.plain() && neverNull(t, i))
                        .findFirst()
                        .map(Index::columns)
                        .orElse(List.of())
                    : t.primaryKey())
        .orElse(List.of());
  }

  private static boolean neverNull(Table table, Index index) {
    return !index.columns().isEmpty()
        && index.columns().stream()
            .allMatch(c -> table.findColumn(c).filter(Column::notNull).isPresent());
  }

  private String byKey(List<String> key, String qualifier, UnaryOperator<String> statement) {
    String columns = sql.list(key);
    String descending = each(key, i -> sql.name(key.get(i)) + " DESC");
    String qualified = row(key, i -> qualifier + "." + sql.name(key.get(i)));
    String plain = row(key, i -> sql.name(key.get(i)));
    String from = row(key, i -> "flux_from_" + (i + 1));
    String to = row(key, i -> "flux_to_" + (i + 1));
    String end = row(key, i -> "flux_end_" + (i + 1));
    String declared =
        IntStream.range(0, key.size())
            .mapToObj(
                i ->
                    List.of("from", "to", "end").stream()
                        .map(
                            name ->
                                "  flux_%s_%d %s.%s%%TYPE;"
                                    .formatted(name, i + 1, table, sql.name(key.get(i))))
                        .collect(Collectors.joining("\n")))
            .collect(Collectors.joining("\n"));
    return """
    DECLARE
    %s
    BEGIN
      SELECT %s INTO %s FROM %s ORDER BY %s LIMIT 1;
      SELECT %s INTO %s FROM %s ORDER BY %s LIMIT 1;
      WHILE FOUND LOOP
        SELECT %s INTO %s FROM (
          SELECT %s FROM %s WHERE %s >= %s AND %s <= %s ORDER BY %s LIMIT 1000
        ) AS flux_batch ORDER BY %s LIMIT 1;
        %s;
        COMMIT;
        PERFORM pg_sleep(0.05);
        SELECT %s INTO %s FROM %s WHERE %s > %s AND %s <= %s ORDER BY %s LIMIT 1;
      END LOOP;
    END\
    """
        .formatted(
            declared,
            columns,
            bare(end),
            table,
            descending,
            columns,
            bare(from),
            table,
            columns,
            columns,
            bare(to),
            columns,
            table,
            plain,
            from,
            plain,
            end,
            columns,
            descending,
            statement.apply("%s >= %s AND %s <= %s".formatted(qualified, from, qualified, to)),
            columns,
            bare(from),
            table,
            plain,
            to,
            plain,
            end,
            columns);
  }

  private String byPage(String qualifier, UnaryOperator<String> statement) {
    return """
    DECLARE
      flux_page bigint;
      flux_pages bigint;
      flux_rows bigint;
      flux_changed bigint;
    BEGIN
      FOR flux_round IN 1..3 LOOP
        flux_page := 0;
        flux_changed := 0;
        flux_pages := pg_relation_size('%s'::regclass) / current_setting('block_size')::bigint;
        WHILE flux_page <= flux_pages LOOP
          %s;
          GET DIAGNOSTICS flux_rows = ROW_COUNT;
          flux_changed := flux_changed + flux_rows;
          COMMIT;
          PERFORM pg_sleep(0.05);
          flux_page := flux_page + 50;
        END LOOP;
        EXIT WHEN flux_changed = 0;
      END LOOP;
    END\
    """
        .formatted(
            table.replace("'", "''"),
            statement.apply(
                "%1$s.ctid >= format('(%%s,0)', flux_page)::tid AND %1$s.ctid < format('(%%s,0)', flux_page + 50)::tid"
                    .formatted(qualifier)));
  }

  private static String each(List<String> key, Function<Integer, String> text) {
    return IntStream.range(0, key.size())
        .mapToObj(i -> text.apply(i))
        .collect(Collectors.joining(", "));
  }

  private static String row(List<String> key, Function<Integer, String> text) {
    return key.size() == 1 ? text.apply(0) : "(" + each(key, text) + ")";
  }

  private static String bare(String row) {
    return row.startsWith("(") ? row.substring(1, row.length() - 1) : row;
  }
}
