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
import java.util.stream.Stream;

/**
 * Rows changed a thousand at a time, each batch its own commit. One {@code DO} block, so that a
 * tool which sends a file whole can run it; it must run outside a transaction (manual, 43.8
 * Transaction Management; PostgreSQL 11 and later).
 *
 * <p>It ends whatever is written meanwhile, since the last key is read once at the start. Run again
 * after it was stopped, it passes what it did without a pause. It tells the client how far it is.
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

  /** Rows of another table that has the same key. */
  Batches(Catalog catalog, Table like, String table) {
    this.catalog = catalog;
    this.name = like.name();
    this.sql = new Definitions(catalog);
    this.known = Optional.of(like);
    this.table = table;
  }

  /** Whether a text has such a block. */
  static boolean standIn(String text) {
    return text.contains("flux_batches");
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
    return block(List.of(), qualifier, statement, List.of());
  }

  /**
   * The block with what goes before and after the batches.
   *
   * @param first statements that are committed before the first batch
   * @param last statements after the last one
   */
  String block(
      List<String> first, String qualifier, UnaryOperator<String> statement, List<String> last) {
    List<String> key = key();
    Body frame = new Body(lines(first, "  COMMIT;\n"), lines(last, ""));
    String body =
        key.isEmpty()
            ? byPage(frame, qualifier, statement)
            : byKey(frame, key, qualifier, statement);
    String tag = body.contains("$flux$") ? "$flux_batches$" : "$flux$";
    String allowed =
        key.isEmpty()
            ? Sql.allow(
                body.contains("DELETE FROM") ? "unbounded-delete" : "unbounded-update",
                "each batch takes 50 pages of the table")
            : "";
    return allowed + "DO " + tag + "\n" + body + "\n" + tag + ";";
  }

  /** What stands around the loop, each statement on lines of its own. */
  private record Body(String first, String last) {}

  private static String lines(List<String> statements, String end) {
    return statements.isEmpty()
        ? ""
        : statements.stream().map(each -> "  " + each + "\n").collect(Collectors.joining()) + end;
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

  private String byKey(
      Body frame, List<String> key, String qualifier, UnaryOperator<String> statement) {
    String from = row(key, i -> "flux_from_" + (i + 1));
    String to = row(key, i -> "flux_to_" + (i + 1));
    String end = row(key, i -> "flux_end_" + (i + 1));
    String qualified = row(key, i -> qualifier + "." + sql.name(key.get(i)));
    return """
    DECLARE
    {declared}
      flux_batches bigint := 0;
      flux_rows bigint;
      flux_changed bigint := 0;
    BEGIN
    {first}  SELECT {columns} INTO {end} FROM {table} ORDER BY {descending} LIMIT 1;
      SELECT {columns} INTO {from} FROM {table} ORDER BY {columns} LIMIT 1;
      WHILE FOUND LOOP
        SELECT {columns} INTO {to} FROM (
          SELECT {columns} FROM {table} WHERE {key} >= {from key} AND {key} <= {end key} ORDER BY {columns} LIMIT 1000
        ) AS flux_batch ORDER BY {descending} LIMIT 1;
        {statement};
        GET DIAGNOSTICS flux_rows = ROW_COUNT;
        COMMIT;
        flux_changed := flux_changed + flux_rows;
        flux_batches := flux_batches + 1;
        IF flux_batches % 100 = 0 THEN
          RAISE NOTICE '% rows, up to %', flux_changed, {to key};
        END IF;
        IF flux_rows > 0 THEN
          PERFORM pg_sleep(0.05);
        END IF;
        SELECT {columns} INTO {from} FROM {table} WHERE {key} > {to key} AND {key} <= {end key} ORDER BY {columns} LIMIT 1;
      END LOOP;
    {last}END\
    """
        .replace("{declared}", declared(key))
        .replace("{columns}", sql.list(key))
        .replace("{descending}", each(key, i -> sql.name(key.get(i)) + " DESC"))
        .replace("{key}", row(key, i -> sql.name(key.get(i))))
        .replace("{from key}", from)
        .replace("{from}", bare(from))
        .replace("{to key}", to)
        .replace("{to}", bare(to))
        .replace("{end key}", end)
        .replace("{end}", bare(end))
        .replace("{table}", table)
        .replace("{first}", frame.first())
        .replace("{last}", frame.last())
        .replace(
            "{statement}",
            statement.apply("%s >= %s AND %s <= %s".formatted(qualified, from, qualified, to)));
  }

  /** Where a batch begins and ends, and where the table ended at the start. */
  private String declared(List<String> key) {
    return IntStream.range(0, key.size())
        .boxed()
        .flatMap(
            i ->
                Stream.of("from", "to", "end")
                    .map(
                        name ->
                            "  flux_%s_%d %s.%s%%TYPE;"
                                .formatted(name, i + 1, table, sql.name(key.get(i)))))
        .collect(Collectors.joining("\n"));
  }

  private String byPage(Body frame, String qualifier, UnaryOperator<String> statement) {
    String range =
        "{row}.ctid >= format('(%s,0)', flux_page)::tid AND {row}.ctid < format('(%s,0)', flux_page + 50)::tid"
            .replace("{row}", qualifier);
    return """
    DECLARE
      flux_page bigint;
      flux_pages bigint;
      flux_rows bigint;
      flux_changed bigint;
    BEGIN
    {first}  FOR flux_round IN 1..3 LOOP
        flux_page := 0;
        flux_changed := 0;
        flux_pages := pg_relation_size('{table}'::regclass) / current_setting('block_size')::bigint;
        WHILE flux_page <= flux_pages LOOP
          {statement};
          GET DIAGNOSTICS flux_rows = ROW_COUNT;
          COMMIT;
          flux_changed := flux_changed + flux_rows;
          flux_page := flux_page + 50;
          IF flux_page % 5000 = 0 THEN
            RAISE NOTICE 'round %: % rows, % of % pages', flux_round, flux_changed, flux_page, flux_pages;
          END IF;
          IF flux_rows > 0 THEN
            PERFORM pg_sleep(0.05);
          END IF;
        END LOOP;
        EXIT WHEN flux_changed = 0;
      END LOOP;
    {last}END\
    """
        .replace("{table}", table.replace("'", "''"))
        .replace("{first}", frame.first())
        .replace("{last}", frame.last())
        .replace("{statement}", statement.apply(range));
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
