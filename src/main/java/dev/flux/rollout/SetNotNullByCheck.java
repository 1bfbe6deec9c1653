package dev.flux.rollout;

import dev.flux.migration.Tool.NewMigration;
import dev.flux.sql.ColumnOperation.SetNotNull;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Forbids NULL without a scan under an exclusive lock: a CHECK that is not yet valid, its
 * validation apart, and SET NOT NULL, which from PostgreSQL 12 on trusts the validated CHECK
 * (manual, ALTER TABLE, SET NOT NULL); from 18 on NOT NULL itself, not yet valid. Rows without a
 * value are filled first, where one is told.
 */
final class SetNotNullByCheck implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("set-not-null-cold");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof SetNotNull set)) {
      return List.of();
    }
    FilledColumn filled = new FilledColumn(situation, set.table(), set.columnName());
    if (situation.asksFor(set.table(), set.columnName())) {
      String left =
          situation.alter(
              set.table(), "ALTER COLUMN " + situation.sql(set.columnName()) + " SET NOT NULL");
      return filled.waiting(filled.type(), left + "\n");
    }
    List<PlannedStep> steps = new ArrayList<>();
    situation
        .findValue(set.table(), set.columnName())
        .ifPresent(value -> steps.addAll(filled.steps(value, true)));
    steps.addAll(steps(situation, set.table(), set.columnName()));
    return steps;
  }

  /** The steps for a column that every row has a value in. */
  static List<PlannedStep> steps(Situation situation, ObjectName table, String columnName) {
    if (situation.engine().version().atLeast(18)) {
      return NotNullNotValid.steps(situation, table, columnName);
    }
    String column = situation.sql(columnName);
    String check = situation.freeName(table, table.name() + "_" + columnName + "_not_null");
    String name = situation.sql(check);
    String drop = situation.alter(table, "DROP CONSTRAINT " + name);
    String add =
        situation.alter(
            table, "ADD CONSTRAINT " + name + " CHECK (" + column + " IS NOT NULL) NOT VALID");
    String validate = situation.alter(table, "VALIDATE CONSTRAINT " + name);
    String allowed =
        situation.tool().runs(new NewMigration("", validate, "", true))
            ? ""
            : Sql.allow("set-not-null-cold", "the CHECK was validated by hand before");
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(
        Locks.instant(
                situation
                    .step("check_" + check, "Require `" + columnName + "` of new rows")
                    .sql(Sql.locking(add), Sql.locking(drop)),
                table)
            .deployGate("every running version writes a value to `" + columnName + "`")
            .worksWith("versions that always write `" + columnName + "`")
            .contract());
    steps.add(
        Locks.scan(
                situation
                    .step("validate_" + check, "Check existing rows while reads and writes go on")
                    .sql(validate, Sql.locking(drop, add)),
                table)
            .gate(
                "no row has NULL: SELECT count(*) FROM "
                    + situation.sql(table)
                    + " WHERE "
                    + column
                    + " IS NULL;")
            .worksWith("every version that worked before")
            .contract());
    steps.add(
        Locks.instant(
                situation
                    .step("set_not_null_" + columnName, "Declare `" + columnName + "` NOT NULL")
                    .sql(
                        Sql.locking(
                            allowed
                                + situation.alter(
                                    table, "ALTER COLUMN " + column + " SET NOT NULL"),
                            drop),
                        Sql.locking(
                            add.replace(" NOT VALID;", ";"),
                            situation.alter(table, "ALTER COLUMN " + column + " DROP NOT NULL"))),
                table)
            .worksWith("every version that worked before")
            .contract());
    return steps;
  }
}
