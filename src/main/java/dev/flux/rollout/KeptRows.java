package dev.flux.rollout;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.DataOperation.Update;
import dev.flux.sql.Predicate;
import dev.flux.sql.SqlWords;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows that an UPDATE or DELETE is about, kept as they were in a table beside theirs, from which
 * its rollback brings them back in batches.
 *
 * @param alias by which the statement calls the table; empty where it does not
 * @param columns that are kept, the key's among them
 * @param deleted whether the rows go; they are changed otherwise
 */
record KeptRows(
    Situation situation,
    Table table,
    Optional<String> alias,
    Optional<Predicate> where,
    List<Column> columns,
    boolean deleted) {
  KeptRows {
    columns = List.copyOf(columns);
  }

  /**
   * What can be kept; empty where the table has no key or is not known whole, so that nobody could
   * say which row is which.
   *
   * @param update empty for a DELETE
   */
  static Optional<KeptRows> of(
      Situation situation,
      Table table,
      Optional<String> alias,
      Optional<Predicate> where,
      Optional<Update> update) {
    List<String> key = table.primaryKey();
    List<Column> columns =
        table.columns().stream()
            .filter(column -> column.generated().isEmpty())
            .filter(
                column ->
                    update.isEmpty()
                        || key.contains(column.name())
                        || update.get().columns().contains(column.name()))
            .toList();
    boolean typed = columns.stream().allMatch(column -> column.type().isPresent());
    boolean keyChanges =
        update.filter(u -> u.columns().stream().anyMatch(key::contains)).isPresent();
    return key.isEmpty() || !table.complete() || table.partitioned() || !typed || keyChanges
        ? Optional.empty()
        : Optional.of(new KeptRows(situation, table, alias, where, columns, update.isEmpty()));
  }

  private String side() {
    String wanted = table.name().name() + "_kept_" + situation.clause().clause().span().line();
    return situation.beside(table.name(), situation.freeName(table.name(), wanted));
  }

  private String names() {
    return situation.list(columns.stream().map(Column::name).toList());
  }

  /** Values of types that the change may drop are kept as text. */
  private boolean asText(Column column) {
    return column.type().flatMap(situation.before()::findType).isPresent()
        && !table.primaryKey().contains(column.name());
  }

  private String kept() {
    return columns.stream()
        .map(
            column ->
                asText(column)
                    ? "%1$s::text AS %1$s".formatted(situation.sql(column.name()))
                    : situation.sql(column.name()))
        .collect(Collectors.joining(", "));
  }

  /** What was kept of a column, as the table takes it. */
  private String again(Column column) {
    String kept = "flux_kept." + situation.sql(column.name());
    return asText(column) ? kept + "::" + column.type().orElseThrow().text() : kept;
  }

  private String key() {
    return situation.list(table.primaryKey());
  }

  /** The step that keeps them. */
  PlannedStep keep(String gate) {
    String from = situation.sql(table.name()) + alias.map(name -> " AS " + name).orElse("");
    String condition = where.map(predicate -> " WHERE " + predicate.text()).orElse("");
    return situation
        .step(
            "keep_rows_of_" + table.name().name(),
            "Keep the rows of `" + table.name() + "` as they are in a table beside it")
        .sql(
            "CREATE TABLE %1$s AS SELECT %2$s FROM %3$s%4$s;\nALTER TABLE %1$s ADD PRIMARY KEY (%5$s);"
                .formatted(side(), kept(), from, condition, key()),
            "DROP TABLE " + side() + ";")
        .impact("ACCESS SHARE on " + table.name(), "nothing", Estimates.oneScan())
        .deployGate(gate)
        .worksWith("every version that worked before")
        .backfill();
  }

  /** Deletes those that were kept, but for those that have changed since, in batches. */
  String delete() {
    Set<String> read = where.map(predicate -> SqlWords.in(predicate.text())).orElse(Set.of());
    String unchanged =
        columns.stream()
            .filter(column -> read.contains(column.name()))
            .filter(column -> !table.primaryKey().contains(column.name()))
            .map(column -> situation.sql(column.name()))
            .map(
                name ->
                    " AND flux_row.%1$s::text IS NOT DISTINCT FROM flux_kept.%1$s::text"
                        .formatted(name))
            .collect(Collectors.joining());
    return Sql.allow("unbounded-delete", "each batch takes 1,000 of the kept rows")
        + new Batches(situation.before(), table, side())
            .block(
                "flux_kept",
                range ->
                    "DELETE FROM %s AS flux_row USING %s AS flux_kept WHERE %s AND %s%s"
                        .formatted(situation.sql(table.name()), side(), match(), range, unchanged));
  }

  /** Whether a row is as it was kept. */
  String unchanged(String row) {
    String same =
        columns.stream()
            .filter(column -> !table.primaryKey().contains(column.name()))
            .map(column -> situation.sql(column.name()))
            .map(
                name ->
                    "flux_kept.%1$s::text IS NOT DISTINCT FROM %2$s.%1$s::text"
                        .formatted(name, row))
            .collect(Collectors.joining(" AND "));
    String match = match().replace("flux_row.", row + ".");
    return "EXISTS (SELECT 1 FROM %s AS flux_kept WHERE %s AND %s)".formatted(side(), match, same);
  }

  private String match() {
    return table.primaryKey().stream()
        .map(situation::sql)
        .map(name -> "flux_row." + name + " = flux_kept." + name)
        .collect(Collectors.joining(" AND "));
  }

  /** The rollback of the batches. */
  String back() {
    return deleted ? insertAgain() : changeBack();
  }

  private String insertAgain() {
    boolean identity = columns.stream().anyMatch(Definitions::identity);
    return new Batches(situation.before(), table, side())
        .block(
            "flux_kept",
            range ->
                "INSERT INTO %s (%s)%s SELECT %s FROM %s AS flux_kept WHERE %s ON CONFLICT DO NOTHING"
                    .formatted(
                        situation.sql(table.name()),
                        names(),
                        identity ? " OVERRIDING SYSTEM VALUE" : "",
                        columns.stream().map(this::again).collect(Collectors.joining(", ")),
                        side(),
                        range));
  }

  private String changeBack() {
    List<Column> changed =
        columns.stream().filter(c -> !table.primaryKey().contains(c.name())).toList();
    String differs =
        changed.stream()
            .map(column -> situation.sql(column.name()))
            .map(
                name -> "flux_row.%1$s::text IS DISTINCT FROM flux_kept.%1$s::text".formatted(name))
            .collect(Collectors.joining(" OR "));
    String assigned =
        changed.stream()
            .map(column -> situation.sql(column.name()) + " = " + again(column))
            .collect(Collectors.joining(", "));
    return situation
        .batches(table.name())
        .block(
            "flux_row",
            range ->
                "UPDATE %s AS flux_row SET %s FROM %s AS flux_kept WHERE %s AND %s AND (%s)"
                    .formatted(
                        situation.sql(table.name()), assigned, side(), match(), range, differs));
  }

  /** The step that throws them away. */
  PlannedStep drop() {
    String typed =
        columns.stream()
            .map(
                column ->
                    situation.sql(column.name())
                        + " "
                        + (asText(column)
                            ? "text"
                            : Definitions.plain(column.type().orElseThrow())))
            .collect(Collectors.joining(", "));
    return situation
        .step(
            "drop_kept_rows_of_" + table.name().name(),
            "Drop the kept rows of `" + table.name() + "`")
        .sql(
            Sql.locking(
                Sql.allow("drop-table", "it holds a copy that nobody goes back to")
                    + "DROP TABLE "
                    + side()
                    + ";"),
            "CREATE TABLE %s (%s, PRIMARY KEY (%s));".formatted(side(), typed, key()))
        .impact("ACCESS EXCLUSIVE on " + side(), "nothing: nobody uses it", Estimates.instant())
        .loses("the rows as they were")
        .deployGate("a release later: nobody needs to go back")
        .worksWith("every version that worked before")
        .lastly();
  }
}
