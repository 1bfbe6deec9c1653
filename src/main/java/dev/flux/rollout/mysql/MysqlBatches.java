package dev.flux.rollout.mysql;

import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Rows of a table of MySQL or MariaDB changed a thousand at a time along a key, each batch its own
 * commit: a procedure, since only a routine loops, that is called and dropped again.
 *
 * <p>It ends whatever is written meanwhile, since the last key is read once at the start, and may
 * be run again after it was stopped. Keys stand in variables of the session, which take on the type
 * and the collation of what is read (MySQL 8.0 manual, 11.4 User-Defined Variables).
 */
public final class MysqlBatches {
  private static final int LONGEST_NAME = 64;

  private final MysqlDefinitions sql;
  private final ObjectName table;
  private final List<String> key;
  private final List<String> stamps;

  /** Batches of a table as the catalog knows it. */
  public MysqlBatches(Catalog catalog, ObjectName table) {
    this.sql = new MysqlDefinitions(catalog);
    this.table = catalog.resolve(table);
    this.key = catalog.findTable(table).map(MysqlBatches::keyOf).orElse(List.of());
    this.stamps =
        catalog.findTable(table).map(Table::columns).orElse(List.of()).stream()
            .filter(column -> column.attributes().onUpdate().isPresent())
            .map(Column::name)
            .toList();
  }

  /** Columns that single out a row and are never NULL; none where no such key is known. */
  public List<String> key() {
    return key;
  }

  /** A table of that name that holds keys of this one; empty where their types are not known. */
  public Optional<String> besideKey(String side) {
    return sql.catalog()
        .findTable(table)
        .filter(
            known ->
                key.stream().allMatch(c -> known.findColumn(c).flatMap(Column::type).isPresent()))
        .map(known -> sql.besideKey(side, known, key, List.of()));
  }

  /** The variables that hold the last key of a batch, as its statement reads them. */
  public String endOfBatch() {
    return variables("to");
  }

  /**
   * What an UPDATE that fills a column must set besides, so that columns with ON UPDATE keep their
   * values; with a comma in front.
   */
  String keepingStamps(String filled) {
    String target = sql.name(table);
    return stamps.stream()
        .filter(column -> !column.equalsIgnoreCase(filled))
        .map(column -> ", %1$s.%2$s = %1$s.%2$s".formatted(target, sql.name(column)))
        .collect(Collectors.joining());
  }

  private static List<String> keyOf(Table known) {
    return known.primaryKey().isEmpty()
        ? known.indexes().stream()
            .filter(index -> index.unique() && index.plain() && neverNull(known, index))
            .findFirst()
            .map(Index::columns)
            .orElse(List.of())
        : known.primaryKey();
  }

  private static boolean neverNull(Table known, Index index) {
    return !index.columns().isEmpty()
        && index.columns().stream()
            .allMatch(c -> known.findColumn(c).filter(Column::notNull).isPresent());
  }

  /**
   * The procedure, its call and its end.
   *
   * @param qualifier by which the statement calls the table
   * @param statement the statement without its semicolon, given the condition of one batch
   */
  public String block(String qualifier, UnaryOperator<String> statement) {
    String procedure = sql.name(procedure());
    return "DROP PROCEDURE IF EXISTS "
        + procedure
        + ";\nCREATE PROCEDURE "
        + procedure
        + "()\nBEGIN\n"
        + loop(qualifier, statement)
        + "END;\nCALL "
        + procedure
        + "();\nDROP PROCEDURE "
        + procedure
        + ";";
  }

  private String procedure() {
    String name = "flux_batches_of_" + table.name();
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
  }

  private String loop(String qualifier, UnaryOperator<String> statement) {
    String columns = sql.list(key);
    String from = sql.name(table);
    return """
      SET %s;
      SELECT %s INTO %s FROM %s ORDER BY %s LIMIT 1;
      SELECT %s INTO %s FROM %s ORDER BY %s LIMIT 1;
      WHILE @flux_from_1 IS NOT NULL DO
        SELECT %s INTO %s FROM (
          SELECT %s FROM %s WHERE %s AND %s ORDER BY %s LIMIT 1000
        ) AS flux_batch ORDER BY %s LIMIT 1;
        %s;
        COMMIT;
        DO SLEEP(0.05);
        SET %s;
        SELECT %s INTO %s FROM %s WHERE %s AND %s ORDER BY %s LIMIT 1;
      END WHILE;
    """
        .formatted(
            nulls("from") + ", " + nulls("end"),
            columns,
            variables("end"),
            from,
            descending(),
            columns,
            variables("from"),
            from,
            columns,
            columns,
            variables("to"),
            columns,
            from,
            bound(">", "from", true, ""),
            bound("<", "end", true, ""),
            columns,
            descending(),
            statement.apply(
                bound(">", "from", true, qualifier + ".")
                    + " AND "
                    + bound("<", "to", true, qualifier + ".")),
            nulls("from"),
            columns,
            variables("from"),
            from,
            bound(">", "to", false, ""),
            bound("<", "end", true, ""),
            columns);
  }

  private String variable(String name, int column) {
    return "@flux_" + name + "_" + (column + 1);
  }

  private String variables(String name) {
    List<String> variables = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      variables.add(variable(name, i));
    }
    return String.join(", ", variables);
  }

  private String nulls(String name) {
    return variables(name).replace(",", " = NULL,") + " = NULL";
  }

  private String descending() {
    return String.join(" DESC, ", key.stream().map(sql::name).toList()) + " DESC";
  }

  /**
   * A bound of the key. The server finds rows by a key of several columns only where the comparison
   * is written out (MySQL 8.0 manual, 10.2.1.22 Row Constructor Expression Optimization).
   */
  private String bound(String side, String name, boolean closed, String prefix) {
    int last = key.size() - 1;
    String sign = closed ? side + "=" : side;
    String bound = prefix + sql.name(key.get(last)) + " " + sign + " " + variable(name, last);
    for (int i = last - 1; i >= 0; i--) {
      String column = prefix + sql.name(key.get(i));
      String variable = variable(name, i);
      bound = "(%1$s %2$s %3$s OR (%1$s = %3$s AND %4$s))".formatted(column, side, variable, bound);
    }
    return bound;
  }

  /** What only the author can do where rows cannot be told apart. */
  public static Optional<String> obstacle(MysqlBatches batches) {
    return batches.key().isEmpty()
        ? Optional.of(
            "Give `"
                + batches.table
                + "` a primary key, or change its rows by hand: without a key they cannot be"
                + " changed in batches.")
        : Optional.empty();
  }
}
