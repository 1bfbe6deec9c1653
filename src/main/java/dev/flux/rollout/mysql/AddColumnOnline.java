package dev.flux.rollout.mysql;

import dev.flux.engine.OnlineDdl.Algorithm;
import dev.flux.rollout.Estimates;
import dev.flux.rollout.FilledColumn;
import dev.flux.rollout.Phase;
import dev.flux.rollout.Situation;
import dev.flux.rollout.Sql;
import dev.flux.rollout.Step;
import dev.flux.rollout.StepDraft;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Adds a column without a copy of the table: nullable and at once, its default for new rows apart
 * where the server would compute one for each row, the rows that exist in batches, NOT NULL in
 * place, and keys in place (MySQL 8.0 manual, 17.12.1 Online DDL Operations, Column Operations;
 * MariaDB documentation, InnoDB Online DDL).
 */
final class AddColumnOnline implements MysqlRecipe {

  @Override
  public Set<String> settles() {
    return Set.of(
        "add-column-not-null-without-default",
        "add-column-volatile-default",
        "add-column-inline-constraint",
        "alter-copies-table",
        "alter-blocks-writes");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof AddColumn add)
        || add.column().type().isEmpty()
        || add.column().generated().isPresent()
        || add.column().autoIncrement()
        || situation.after().findTable(add.table()).isEmpty()
        || add.column().has(Constraint.Kind.PRIMARY_KEY)
        || add.column().has(Constraint.Kind.CHECK)) {
      return List.of();
    }
    return new Plan(situation, add, new Alterations(situation)).steps();
  }

  /** The steps for one column. */
  private record Plan(Situation situation, AddColumn add, Alterations alterations) {

    List<PlannedStep> steps() {
      if (!comesWhileWritten()) {
        return asksForValue() ? List.of(byHand()) : List.of(); // a copy of the table can have it
      }
      Column wanted = column();
      List<PlannedStep> planned = new ArrayList<>();
      planned.add(expand());
      if (computed()) {
        planned.add(setDefault(wanted));
      }
      Optional<String> value = value(wanted);
      if (value.isEmpty() && asksForValue()) {
        planned.addAll(waiting(wanted));
        return planned;
      }
      if (value.isPresent()) {
        FilledColumn filled = new FilledColumn(situation, add.table(), add.columnName());
        planned.addAll(FillOnline.steps(filled, value.get(), asksForValue(), ""));
      }
      if (wanted.notNull() && (asksForValue() || computed())) {
        planned.add(setNotNull(wanted));
      }
      planned.addAll(keys(value.isPresent() ? Phase.Name.CONTRACT : Phase.Name.EXPAND));
      return planned;
    }

    private ColumnDefinition written() {
      return add.column();
    }

    private String name() {
      return situation.sql(add.columnName());
    }

    /** The column as it is in the end, in its place. */
    private Column column() {
      return table().findColumn(add.columnName()).orElseThrow();
    }

    private Table table() {
      return situation.after().findTable(add.table()).orElseThrow();
    }

    private MysqlDefinitions sql() {
      return new MysqlDefinitions(situation.after());
    }

    private boolean asksForValue() {
      return written().notNull() && column().defaultValue().isEmpty();
    }

    /** Whether the server would compute the default for each row that exists, and so copy. */
    private boolean computed() {
      return column().defaultValue().isPresent()
          && situation
              .clause()
              .impact()
              .flatMap(impact -> impact.online())
              .filter(online -> online.algorithm() == Algorithm.COPY)
              .isPresent();
    }

    private Optional<String> value(Column wanted) {
      if (asksForValue()) {
        return situation.findValue(add.table(), add.columnName());
      }
      return computed() ? wanted.defaultValue().map(value -> value.text()) : Optional.empty();
    }

    private Column nullable(Column column, boolean withDefault) {
      return new Column(
          column.name(),
          column.type(),
          column.notNull() && withDefault && !computed() && column.defaultValue().isPresent(),
          withDefault ? column.defaultValue() : Optional.empty(),
          column.generated(),
          false,
          column.attributes());
    }

    private String there() {
      String definition = sql().column(nullable(column(), !computed())).orElseThrow();
      return situation.alter(
          add.table(), "ADD COLUMN " + definition + sql().place(table(), column()));
    }

    /** Whether rows can be changed while the column comes, before it must have a value. */
    private boolean comesWhileWritten() {
      return new OnlineSql(situation.before(), situation.engine())
          .impact(there())
          .flatMap(impact -> impact.online())
          .filter(online -> !online.concurrentWrites())
          .isEmpty();
    }

    private PlannedStep byHand() {
      return situation
          .step("add_" + add.columnName(), "Add column `" + add.columnName() + "`")
          .waitsFor(
              "Plan this by hand: `%s` is copied for every column that it gets, and `%s` has no default that its rows could take. Give it one."
                  .formatted(add.table(), add.columnName()))
          .expand();
    }

    private PlannedStep expand() {
      return alterations
          .step(
              "add_" + add.columnName(),
              "Add column `" + add.columnName() + "`",
              there(),
              situation.alter(add.table(), "DROP COLUMN " + name()))
          .worksWith("every version")
          .expand();
    }

    private PlannedStep setDefault(Column wanted) {
      String definition = sql().column(nullable(wanted, true)).orElseThrow();
      String without = sql().column(nullable(wanted, false)).orElseThrow();
      return alterations
          .step(
              "default_" + add.columnName(),
              "Give new rows the default of `" + add.columnName() + "`",
              situation.alter(add.table(), "MODIFY COLUMN " + definition),
              situation.alter(add.table(), "MODIFY COLUMN " + without))
          .worksWith("every version")
          .expand();
    }

    private List<PlannedStep> waiting(Column wanted) {
      String definition = sql().column(wanted).orElseThrow();
      List<String> left = new ArrayList<>();
      left.add(situation.alter(add.table(), "MODIFY COLUMN " + definition));
      uniques().forEach(i -> left.add(situation.alter(add.table(), "ADD " + unique(i))));
      return new FilledColumn(situation, add.table(), add.columnName())
          .waiting(wanted.type(), String.join("\n", left) + "\n");
    }

    private PlannedStep setNotNull(Column wanted) {
      String nullable = sql().column(nullable(wanted, true)).orElseThrow();
      String definition = sql().column(wanted).orElseThrow();
      StepDraft draft =
          alterations.step(
              "set_not_null_" + add.columnName(),
              "Declare `" + add.columnName() + "` NOT NULL",
              Sql.allow("set-not-null-cold", "every row has a value by then")
                  + situation.alter(add.table(), "MODIFY COLUMN " + definition),
              situation.alter(add.table(), "MODIFY COLUMN " + nullable));
      return (asksForValue() ? draft.differs(told()) : draft).contract();
    }

    private Step.Difference told() {
      return new Step.Difference(
          Step.Difference.Unlike.VALUES,
          situation.sql(add.table()),
          add.columnName(),
          "",
          "Rows of `%s` that exist have the value in `%s` that was told: the server would give them the empty one of its type."
              .formatted(add.table(), add.columnName()));
    }

    /** Unique keys and foreign keys that stand behind the column. */
    private List<PlannedStep> keys(Phase.Name phase) {
      return uniques().stream().map(index -> addUnique(index).in(phase)).toList();
    }

    private List<Index> uniques() {
      Table before = situation.findTable(add.table()).orElse(table());
      return table().indexesUsing(add.columnName()).stream()
          .filter(index -> index.unique() && before.findIndex(index.name().name()).isEmpty())
          .toList();
    }

    private String unique(Index index) {
      Optional<TableConstraint> owner = index.constraint().flatMap(table()::findConstraint);
      return owner.isPresent() ? sql().constraint(owner.get()) : sql().index(index, table());
    }

    private StepDraft addUnique(Index index) {
      String name = index.name().name();
      return alterations
          .step(
              "unique_" + name,
              "Make `" + add.columnName() + "` unique",
              Sql.allow(
                      "add-unique-constraint", "the column is new, and new versions alone write it")
                  + situation.alter(add.table(), "ADD " + unique(index)),
              situation.alter(add.table(), "DROP INDEX " + situation.sql(name)))
          .gate("no two rows have the same `" + add.columnName() + "`");
    }
  }

  /** What a step in batches says of its locks. */
  static StepDraft inBatches(StepDraft step, ObjectName table) {
    return step.outsideTransaction()
        .impact(
            "row locks on " + table,
            "writes of the same rows, for one batch of 1,000",
            Estimates.batches());
  }
}
