package dev.flux.rollout;

import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The way back of a dropped column: it is added again, gets its values in batches, and then what
 * hung on it. One block that commits as it goes, for a step outside a transaction; stopped, it may
 * be run again.
 *
 * @param table that it was dropped from
 * @param name of the column, as SQL reads it
 * @param definition of the column as ADD COLUMN takes it, without NOT NULL
 * @param required whether it takes no NULL in the end
 * @param dependents statements that bring back its constraints and indexes
 * @param rows those of the table, in batches by the key that it has then
 */
record ColumnReturn(
    Situation situation,
    ObjectName table,
    String name,
    String definition,
    boolean required,
    List<String> dependents,
    Batches rows) {
  ColumnReturn {
    dependents = List.copyOf(dependents);
  }

  /** Without values to be had. */
  String empty() {
    List<String> statements = new ArrayList<>();
    statements.add(situation.alter(table, "ADD COLUMN " + definition));
    statements.addAll(dependents);
    return Sql.locking(statements);
  }

  /**
   * With values of other columns of the row.
   *
   * @param value as the column takes it
   */
  String filled(String value) {
    String target = situation.sql(table);
    return block(
        target,
        range ->
            "UPDATE %1$s SET %2$s = %3$s WHERE %4$s AND %2$s::text IS DISTINCT FROM (%3$s)::text"
                .formatted(target, name, value, range));
  }

  /**
   * With the values that a table beside it kept.
   *
   * @param side that table, as SQL reads it
   * @param key columns that both have
   */
  String filledFrom(String side, List<String> key) {
    String match =
        String.join(
            " AND ",
            key.stream()
                .map(each -> situation.sql(each))
                .map(each -> "flux_row." + each + " = flux_export." + each)
                .toList());
    return block(
        "flux_row",
        range ->
            ("UPDATE {table} AS flux_row SET {column} = flux_export.{column}"
                    + " FROM {side} AS flux_export WHERE {match} AND {range}"
                    + " AND flux_row.{column}::text IS DISTINCT FROM flux_export.{column}::text")
                .replace("{table}", situation.sql(table))
                .replace("{column}", name)
                .replace("{side}", side)
                .replace("{match}", match)
                .replace("{range}", range));
  }

  private String block(String qualifier, UnaryOperator<String> fill) {
    List<String> last = new ArrayList<>(required ? setNotNull() : List.of());
    if (!dependents.isEmpty()) {
      last.add(Sql.LOCK_TIMEOUT);
      last.addAll(dependents);
    }
    return rows.block(
        List.of(Sql.LOCK_TIMEOUT, situation.alter(table, "ADD COLUMN IF NOT EXISTS " + definition)),
        qualifier,
        fill,
        last);
  }

  /** The rows are read while others write: a CHECK that SET NOT NULL trusts. */
  private List<String> setNotNull() {
    String check = situation.sql(situation.freeName(table, "flux_back_not_null"));
    return List.of(
        Sql.LOCK_TIMEOUT,
        situation.alter(table, "DROP CONSTRAINT IF EXISTS " + check),
        situation.alter(
            table, "ADD CONSTRAINT " + check + " CHECK (" + name + " IS NOT NULL) NOT VALID"),
        "COMMIT;",
        situation.alter(table, "VALIDATE CONSTRAINT " + check),
        "COMMIT;",
        Sql.LOCK_TIMEOUT,
        situation.alter(table, "ALTER COLUMN " + name + " SET NOT NULL"),
        situation.alter(table, "DROP CONSTRAINT " + check),
        "COMMIT;");
  }
}
