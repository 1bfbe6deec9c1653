package dev.flux.rollout;

import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.ColumnDefinition.Generated;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.Naming;
import dev.flux.sql.SqlWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Adds a column that the server would compute and store as a plain one that a trigger computes:
 * PostgreSQL fills a stored generated column only by writing the table anew under ACCESS EXCLUSIVE,
 * and makes no existing column one (manual, ALTER TABLE, ADD COLUMN and Notes). The rows that exist
 * are filled in batches.
 */
final class AddGeneratedByTrigger implements Recipe {
  /**
   * From which on a partitioned table takes triggers that change a row (manual, CREATE TRIGGER).
   */
  private static final int TRIGGERS_OF_PARTITIONS = 13;

  @Override
  public Set<String> settles() {
    return Set.of("add-column-stored-generated", "add-column-inline-constraint");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof AddColumn add)
        || add.column().type().isEmpty()
        || add.column().generated().isEmpty()
        || situation
            .findTable(add.table())
            .flatMap(t -> t.findColumn(add.columnName()))
            .isPresent()) {
      return List.of();
    }
    Optional<Table> table = situation.findTable(add.table());
    Generated generated = add.column().generated().get();
    Optional<String> obstacle = obstacle(situation, table, generated);
    return obstacle.isEmpty()
        ? new Plan(
                situation,
                add,
                table.orElseThrow(),
                SqlWords.unqualified(generated.expression().text(), add.table().name()))
            .steps()
        : List.of(
            situation
                .step("add_" + add.columnName(), "Add generated column `" + add.columnName() + "`")
                .waitsFor("Plan this generated column by hand: " + obstacle.get() + ".")
                .expand());
  }

  private static Optional<String> obstacle(
      Situation situation, Optional<Table> table, Generated generated) {
    if (!generated.stored()) {
      return Optional.of("its constraints are checked while the table is locked");
    }
    Set<String> read = SqlWords.in(generated.expression().text());
    if (table
        .filter(t -> t.columns().stream().map(Column::name).anyMatch(read::contains))
        .isEmpty()) {
      return Optional.of("the history does not tell the columns that it is computed of");
    }
    return table.filter(Table::partitioned).isPresent()
            && !situation.engine().version().atLeast(TRIGGERS_OF_PARTITIONS)
        ? Optional.of("a partitioned table takes no trigger before PostgreSQL 13")
        : Optional.empty();
  }

  /** The steps for one column. */
  private record Plan(Situation situation, AddColumn add, Table table, String expression) {

    List<PlannedStep> steps() {
      List<PlannedStep> steps = new ArrayList<>();
      steps.add(expand());
      steps.add(fill());
      if (add.column().notNull()) {
        SetNotNullByCheck.steps(situation, add.table(), add.columnName()).stream()
            .map(p -> new PlannedStep(Phase.Name.BACKFILL, p.step().ungated()))
            .forEach(steps::add);
      }
      steps.addAll(ConstraintSteps.ofColumn(situation, add, Phase.Name.CONTRACT));
      return steps;
    }

    private String name() {
      return add.columnName();
    }

    private SyncTrigger trigger() {
      return SyncTrigger.ofComputed(situation, table, name());
    }

    /** The expression for the row that is being written. */
    private String ofNew() {
      String value = expression;
      for (Column column : table.columns()) {
        value = SqlWords.qualify(value, column.name(), "NEW");
      }
      return value;
    }

    private PlannedStep expand() {
      String type =
          add.column().type().orElseThrow().text()
              + add.column().collation().map(c -> " COLLATE " + situation.sql(c)).orElse("");
      List<String> forward = new ArrayList<>();
      forward.add(
          "-- A trigger computes it instead of GENERATED: it overrides what is written to it.\n"
              + situation.alter(add.table(), "ADD COLUMN " + situation.sql(name()) + " " + type));
      forward.addAll(trigger().create("  NEW." + situation.sql(name()) + " := " + ofNew() + ";"));
      List<String> back = new ArrayList<>(trigger().drop());
      back.add(situation.alter(add.table(), "DROP COLUMN " + situation.sql(name())));
      return Locks.instant(
              situation
                  .step("add_" + name(), "Add `" + name() + "`, computed by a trigger")
                  .sql(Sql.locking(forward), Sql.locking(back)),
              add.table())
          .gate(
              "`%s` may be a plain column: a trigger computes it at each write and overrides what is written to it, where a generated one refuses that"
                  .formatted(name()))
          .differs(
              new Step.Difference(
                  Step.Difference.Unlike.COMPUTED,
                  Naming.plain(situation.before().dialect())
                      .name(situation.before().resolve(add.table())),
                  name(),
                  trigger().name(),
                  "`%s` of `%s` is computed by trigger `%s` instead of being GENERATED: what is written to it is overridden, not refused."
                      .formatted(name(), add.table(), trigger().name())))
          .worksWith("every version")
          .expand();
    }

    private PlannedStep fill() {
      String target = situation.sql(add.table());
      String block =
          situation
              .batches(add.table())
              .block(
                  target,
                  range ->
                      "UPDATE %1$s SET %2$s = %3$s WHERE %4$s AND %2$s IS NULL AND (%3$s) IS NOT NULL"
                          .formatted(target, situation.sql(name()), expression, range));
      return Locks.batches(
              situation
                  .step("backfill_" + name(), "Fill `" + name() + "` in batches")
                  .sql(block, "")
                  .outsideTransaction(),
              add.table())
          .worksWith("every version that worked before")
          .backfill();
    }
  }
}
