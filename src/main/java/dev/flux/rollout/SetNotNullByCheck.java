package dev.flux.rollout;

import dev.flux.sql.ColumnOperation.SetNotNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Forbids NULL without a scan under an exclusive lock: a CHECK that is not yet valid, its
 * validation apart, and SET NOT NULL, which from PostgreSQL 12 on trusts the validated CHECK
 * (manual, ALTER TABLE, SET NOT NULL).
 */
final class SetNotNullByCheck implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("set-not-null-cold");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    return situation.operation() instanceof SetNotNull set ? steps(situation, set) : List.of();
  }

  static List<PlannedStep> steps(Situation situation, SetNotNull set) {
    String table = situation.sql(set.table());
    String column = situation.sql(set.columnName());
    String check =
        situation.freeName(set.table(), set.table().name() + "_" + set.columnName() + "_not_null");
    String name = situation.sql(check);
    String exclusive = "ACCESS EXCLUSIVE on " + set.table();
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(
        situation
            .step("check_" + check, "Require `" + set.columnName() + "` of new rows")
            .sql(
                Sql.locking(
                    "ALTER TABLE "
                        + table
                        + " ADD CONSTRAINT "
                        + name
                        + " CHECK ("
                        + column
                        + " IS NOT NULL) NOT VALID;"),
                Sql.locking("ALTER TABLE " + table + " DROP CONSTRAINT " + name + ";"))
            .impact(exclusive, "reads and writes, for an instant", Estimates.instant())
            .gate("every running version writes a value to `" + set.columnName() + "`")
            .worksWith("versions that always write `" + set.columnName() + "`")
            .contract());
    steps.add(
        situation
            .step("validate_" + check, "Check existing rows while reads and writes go on")
            .sql("ALTER TABLE " + table + " VALIDATE CONSTRAINT " + name + ";", "")
            .impact("SHARE UPDATE EXCLUSIVE on " + set.table(), "nothing", Estimates.oneScan())
            .gate(
                "no row has NULL: SELECT count(*) FROM " + table + " WHERE " + column + " IS NULL;")
            .worksWith("every version that worked before")
            .contract());
    steps.add(
        situation
            .step("set_not_null_" + set.columnName(), "Declare `" + set.columnName() + "` NOT NULL")
            .sql(
                Sql.locking(
                    "ALTER TABLE " + table + " ALTER COLUMN " + column + " SET NOT NULL;",
                    "ALTER TABLE " + table + " DROP CONSTRAINT " + name + ";"),
                Sql.locking(
                    "ALTER TABLE "
                        + table
                        + " ADD CONSTRAINT "
                        + name
                        + " CHECK ("
                        + column
                        + " IS NOT NULL) NOT VALID;",
                    "ALTER TABLE " + table + " ALTER COLUMN " + column + " DROP NOT NULL;"))
            .impact(exclusive, "reads and writes, for an instant", Estimates.instant())
            .worksWith("every version that worked before")
            .contract());
    return steps;
  }
}
