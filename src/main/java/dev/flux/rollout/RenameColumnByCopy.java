package dev.flux.rollout;

import dev.flux.schema.Table;
import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Renames a column of a running application: a second column that the application writes too, its
 * rows filled in batches, the old one dropped once nobody uses it. Keys, generated columns and
 * columns that views read are left to a human.
 */
final class RenameColumnByCopy implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("rename-column");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof RenameColumn rename)) {
      return List.of();
    }
    Optional<String> obstacle = ColumnCopy.obstacle(situation, rename.table(), rename.columnName());
    if (obstacle.isPresent()) {
      return List.of(
          situation
              .step(
                  "rename_" + rename.columnName(),
                  "Rename `" + rename.columnName() + "` to `" + rename.to() + "`")
              .waitsFor("Plan this rename by hand: " + obstacle.get() + ".")
              .contract());
    }
    Table table = situation.findTable(rename.table()).orElseThrow();
    return new Plan(
            situation,
            new ColumnCopy(
                situation, table, table.findColumn(rename.columnName()).orElseThrow(), rename.to()))
        .steps();
  }

  /** The steps for one column. */
  private record Plan(Situation situation, ColumnCopy copy) {

    List<PlannedStep> steps() {
      List<PlannedStep> steps = new ArrayList<>();
      steps.add(add());
      steps.add(deploy("writes both `%s` and `%s`", "write both").backfill());
      steps.add(fill());
      steps.addAll(copy.carryOver());
      steps.add(deploy("reads `%2$s` and still writes `%1$s`", "read the new name").contract());
      if (mustBeFilled()) {
        steps.add(letOldBeNull());
      }
      steps.add(deploy("no longer writes `%1$s`", "use the new name alone").contract());
      steps.add(drop());
      copy.takeNames("versions that use `" + copy.to() + "` alone", "").ifPresent(steps::add);
      return steps;
    }

    private boolean mustBeFilled() {
      return copy.from().notNull() && copy.from().defaultValue().isEmpty();
    }

    /**
     * One that must be filled goes a deploy later, when columns of the key have their new names.
     */
    private Batches rowsOnceDropped() {
      ObjectName table = copy.table().name();
      return mustBeFilled() ? situation.batchesAtEnd(table) : situation.batches(table);
    }

    private StepDraft deploy(String what, String works) {
      return situation
          .step(
              "deploy", "Deploy the version that " + what.formatted(copy.from().name(), copy.to()))
          .deploy()
          .worksWith("versions that " + works);
    }

    private PlannedStep add() {
      List<String> statements = new ArrayList<>();
      String type = copy.from().type().orElseThrow().text();
      statements.add(Sql.allowType(type) + copy.alter("ADD COLUMN " + copy.sqlTo() + " " + type));
      copy.setDefault().ifPresent(statements::add);
      copy.comment().ifPresent(statements::add);
      statements.addAll(copy.settings(copy.to(), true));
      return Locks.instant(
              situation
                  .step(
                      "add_" + copy.to(),
                      "Add `" + copy.to() + "` beside `" + copy.from().name() + "`")
                  .sql(
                      Sql.locking(statements),
                      Sql.locking(copy.alter("DROP COLUMN " + copy.sqlTo()))),
              copy.table().name())
          .worksWith("every version")
          .expand();
    }

    private PlannedStep fill() {
      String target = copy.sqlTable();
      String block =
          situation
              .batches(copy.table().name())
              .block(
                  target,
                  range ->
                      "UPDATE %1$s SET %2$s = %3$s WHERE %4$s AND %2$s::text IS DISTINCT FROM %3$s::text"
                          .formatted(target, copy.sqlTo(), copy.sqlFrom(), range));
      return Locks.batches(
              situation
                  .step("backfill_" + copy.to(), "Copy `" + copy.from().name() + "` in batches")
                  .sql(block, "")
                  .outsideTransaction(),
              copy.table().name())
          .deployGate("every running version writes both columns")
          .worksWith("versions that write both")
          .backfill();
    }

    private PlannedStep letOldBeNull() {
      return Locks.instant(
              situation
                  .step(
                      "let_" + copy.from().name() + "_be_null",
                      "Let new rows leave `" + copy.from().name() + "` out")
                  .sql(
                      Sql.locking(
                          Sql.allow("drop-not-null", "every running version reads NULL by then")
                              + copy.alter("ALTER COLUMN " + copy.sqlFrom() + " DROP NOT NULL")),
                      Sql.locking(copy.alter("ALTER COLUMN " + copy.sqlFrom() + " SET NOT NULL"))),
              copy.table().name())
          .worksWith("versions that read `" + copy.to() + "`")
          .contract();
    }

    private PlannedStep drop() {
      List<String> hanging =
          new ArrayList<>(situation.definitions().dependents(copy.table(), copy.from().name()));
      situation
          .definitions()
          .comment(copy.table(), copy.from(), copy.from().name())
          .ifPresent(hanging::add);
      hanging.addAll(copy.settings(copy.from().name(), true));
      ColumnReturn back =
          new ColumnReturn(
              situation,
              copy.table().name(),
              copy.sqlFrom(),
              situation
                  .definitions()
                  .column(copy.from())
                  .orElseThrow()
                  .replaceFirst(" NOT NULL$", ""),
              copy.from().notNull() && !mustBeFilled(),
              hanging,
              rowsOnceDropped());
      return Locks.instant(
              situation
                  .step("drop_" + copy.from().name(), "Drop `" + copy.from().name() + "`")
                  .sql(Sql.lockingAlone(copy.dropOld(copy.sqlFrom())), back.filled(copy.sqlTo()))
                  .outsideTransaction(),
              copy.table().name())
          .deployGate("no running version uses `" + copy.from().name() + "`")
          .worksWith("versions that use `" + copy.to() + "` alone")
          .contract();
    }
  }
}
