package dev.flux.rollout.mysql;

import dev.flux.rollout.DualWrite;
import dev.flux.rollout.Situation;
import dev.flux.rollout.Sql;
import dev.flux.rollout.StepDraft;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Renames a column while the application itself writes both names: a second column, rows filled in
 * batches, and the old one dropped once nobody uses it. What hangs on a column in other ways than
 * by a plain index is left to triggers, since a copy could not take its place.
 */
final class RenameColumnByApplication implements MysqlRecipe {

  @Override
  public Set<String> settles() {
    return Set.of("rename-column");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    Optional<ColumnRenaming> renaming = ColumnRenaming.of(situation);
    if (situation.dualWrite() != DualWrite.APPLICATION
        || renaming.isEmpty()
        || renaming.get().batches().key().isEmpty()
        || !renamesIndexes(situation)) {
      return List.of();
    }
    Plan plan = new Plan(situation, renaming.get(), new Alterations(situation));
    return plan.alone() ? plan.steps() : List.of();
  }

  private static boolean renamesIndexes(Situation situation) {
    return situation.engine().dialect() == Dialect.MARIADB
        ? situation.engine().version().atLeast(10, 5, 2)
        : situation.engine().version().atLeast(5, 7, 0);
  }

  /** The steps for one column. */
  private record Plan(Situation situation, ColumnRenaming renaming, Alterations alterations) {

    private MysqlDefinitions sql() {
      return new MysqlDefinitions(situation.before());
    }

    private Table table() {
      return renaming.table();
    }

    private String from() {
      return renaming.from().name();
    }

    private String old() {
      return sql().name(from());
    }

    private String fresh() {
      return sql().name(renaming.to());
    }

    private String target() {
      return sql().name(table().name());
    }

    private String alter(String action) {
      return situation.alter(table().name(), action);
    }

    /** Whether nothing but plain indexes hangs on the column, and it is only renamed. */
    boolean alone() {
      boolean computed =
          table().columns().stream()
              .flatMap(column -> column.generated().stream())
              .anyMatch(generated -> generated.expression().names().contains(from()));
      boolean seen =
          situation.before().viewsOn(table().name()).stream().anyMatch(view -> view.names(from()));
      boolean redefined = !sql().column(renaming.wanted()).equals(sql().column(renaming.renamed()));
      return !computed
          && !seen
          && !redefined
          && table().triggers().isEmpty()
          && table().constraintsOn(from()).isEmpty()
          && situation.before().referencing(table().name()).isEmpty()
          && table().indexesUsing(from()).stream()
              .allMatch(i -> i.plain() && !i.unique() && i.method().equals("btree"));
    }

    List<PlannedStep> steps() {
      boolean required = renaming.from().notNull();
      boolean mustBeFilled = required && renaming.from().defaultValue().isEmpty();
      List<PlannedStep> steps = new ArrayList<>();
      steps.add(add());
      steps.add(deploy("writes both `%s` and `%s`", "write both").backfill());
      steps.add(fill());
      indexes().forEach(index -> steps.add(build(index)));
      if (required) {
        steps.add(requireNew());
      }
      steps.add(deploy("reads `%2$s` and still writes `%1$s`", "read the new name").contract());
      if (mustBeFilled) {
        steps.add(letOldBeNull());
      }
      steps.add(deploy("no longer writes `%1$s`", "use the new name alone").contract());
      steps.addAll(drop(required && !mustBeFilled));
      indexes().forEach(index -> steps.add(name(index)));
      return steps;
    }

    private List<Index> indexes() {
      return table().indexesUsing(from());
    }

    private StepDraft deploy(String what, String works) {
      return situation
          .step("deploy", "Deploy the version that " + what.formatted(from(), renaming.to()))
          .deploy()
          .worksWith("versions that " + works);
    }

    private static Column nullable(Column column) {
      return new Column(
          column.name(),
          column.type(),
          false,
          column.defaultValue(),
          column.generated(),
          false,
          column.attributes());
    }

    private PlannedStep add() {
      String definition = sql().nullable(nullable(renaming.renamed())).orElseThrow();
      return alterations
          .step(
              "add_" + renaming.to(),
              "Add `" + renaming.to() + "` beside `" + from() + "`",
              alter("ADD COLUMN " + definition + " AFTER " + old()),
              alter("DROP COLUMN " + fresh()))
          .worksWith("every version")
          .expand();
    }

    private String copyRows(String source, String to, String column) {
      return renaming
          .batches()
          .block(
              target(),
              range ->
                  "UPDATE %1$s SET %2$s = %3$s%4$s WHERE %5$s AND NOT (%2$s <=> %3$s)"
                      .formatted(
                          target(), to, source, renaming.batches().keepingStamps(column), range));
    }

    private PlannedStep fill() {
      return AddColumnOnline.inBatches(
              situation
                  .step("backfill_" + renaming.to(), "Copy `" + from() + "` in batches")
                  .sql(copyRows(old(), fresh(), renaming.to()), ""),
              table().name())
          .deployGate("every running version writes both columns")
          .worksWith("versions that write both")
          .backfill();
    }

    private String aside(Index index) {
      return sql().name(situation.freeName(table().name(), index.name().name() + "_new"));
    }

    private PlannedStep build(Index index) {
      String definition = sql().index(index, table());
      String parts =
          definition
              .substring(definition.indexOf('(') + 1, definition.lastIndexOf(')'))
              .replaceAll(
                  "(?<![\\w`$])" + Pattern.quote(old()) + "(?![\\w`$])",
                  Matcher.quoteReplacement(fresh()));
      return alterations
          .step(
              "index_" + renaming.to() + "_as_" + index.name().name(),
              "Let queries find rows by `" + renaming.to() + "`",
              alter("ADD INDEX %s (%s)".formatted(aside(index), parts)),
              alter("DROP INDEX " + aside(index)))
          .worksWith("versions that write both")
          .backfill();
    }

    private PlannedStep requireNew() {
      String free = sql().nullable(nullable(renaming.renamed())).orElseThrow();
      return alterations
          .step(
              "set_not_null_" + renaming.to(),
              "Declare `" + renaming.to() + "` NOT NULL",
              Sql.allow("set-not-null-cold", "every row has a value by then")
                  + alter("MODIFY COLUMN " + sql().column(renaming.renamed()).orElseThrow()),
              alter("MODIFY COLUMN " + free))
          .worksWith("versions that write both")
          .backfill();
    }

    private PlannedStep letOldBeNull() {
      String there =
          alter("MODIFY COLUMN " + sql().nullable(nullable(renaming.from())).orElseThrow());
      return alterations
          .step(
              "let_" + from() + "_be_null",
              "Let new rows leave `" + from() + "` out",
              Sql.allow(
                      "drop-not-null" + (alterations.at().rewrites(there) ? ", rewrite-table" : ""),
                      "every running version reads the other column")
                  + there,
              Sql.allow("set-not-null-cold", "every running version writes it")
                  + alter("MODIFY COLUMN " + sql().column(renaming.from()).orElseThrow()))
          .worksWith("versions that read `" + renaming.to() + "`")
          .contract();
    }

    /** Beside a virtual column the server drops indexes in place by themselves alone. */
    private List<PlannedStep> drop(boolean required) {
      List<String> gone = new ArrayList<>();
      List<String> again = new ArrayList<>();
      for (Index index : indexes()) {
        gone.add("DROP INDEX " + sql().name(index.name().name()));
        again.add("ADD " + sql().index(index, table()));
      }
      String dropped = "DROP COLUMN " + old();
      String dependents =
          gone.isEmpty() ? "" : Sql.allow("drop-index-still-used", "the other column has one");
      List<PlannedStep> steps = new ArrayList<>();
      if (!gone.isEmpty()
          && !alterations.at().lets(alter(String.join(", ", gone) + ", " + dropped))) {
        steps.add(
            told(
                alterations.step(
                    "drop_indexes_of_" + from(),
                    "Drop the indexes of `" + from() + "`",
                    dependents + alter(String.join(", ", gone)),
                    alter(String.join(", ", again)))));
        gone.clear();
        again.clear();
        dependents = "";
      }
      gone.add(dropped);
      List<String> back = new ArrayList<>(List.of(OnlineSql.LOCK_WAIT));
      String definition = sql().nullable(nullable(renaming.from())).orElseThrow();
      back.add(alter("ADD COLUMN " + definition + sql().place(table(), renaming.from())));
      back.add(copyRows(fresh(), old(), from()));
      if (required) {
        back.add(alter("MODIFY COLUMN " + sql().column(renaming.from()).orElseThrow()));
      }
      if (!again.isEmpty()) {
        back.add(alter(String.join(", ", again)));
      }
      steps.add(
          told(
              alterations.step(
                  "drop_" + from(),
                  "Drop `" + from() + "`",
                  List.of(
                      Sql.allow("drop-column", "no running version uses it any more")
                          + dependents
                          + alter(String.join(", ", gone))),
                  back)));
      return steps;
    }

    private PlannedStep told(StepDraft drop) {
      return drop.deployGate("no running version uses `" + from() + "`")
          .worksWith("versions that use `" + renaming.to() + "` alone")
          .contract();
    }

    private PlannedStep name(Index index) {
      String name = sql().name(index.name().name());
      return alterations
          .step(
              "name_" + index.name().name(),
              "Give the index of `" + renaming.to() + "` the name of the old one",
              alter("RENAME INDEX " + aside(index) + " TO " + name),
              alter("RENAME INDEX " + name + " TO " + aside(index)))
          .worksWith("versions that use `" + renaming.to() + "` alone")
          .contract();
    }
  }
}
