package dev.flux.rollout;

import dev.flux.sql.ColumnOperation.SetNotNull;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.Operation;
import java.util.Optional;

/**
 * What the new shape asks of rows and of versions, which old ones need not keep.
 *
 * @param hazard that finds it in a rebuild
 * @param version what a version does that keeps it
 * @param gate what must hold before the rebuild
 */
record RebuildDemand(String hazard, String version, String gate) {
  static Optional<RebuildDemand> of(Operation operation) {
    if (operation instanceof SetNotNull set) {
      String column = "`" + set.columnName() + "`";
      return Optional.of(
          new RebuildDemand(
              "set-not-null-cold",
              "writes a value of " + column + " with every row",
              "every version writes " + column + ", and no row is without it"));
    }
    if (operation instanceof AddConstraint add
        && (add.constraint().kind() == Constraint.Kind.UNIQUE
            || add.constraint().kind() == Constraint.Kind.PRIMARY_KEY)) {
      String columns = "`" + String.join(", ", add.constraint().columns()) + "`";
      return Optional.of(
          new RebuildDemand(
              "add-unique-constraint",
              "writes no " + columns + " a second time",
              "no version writes " + columns + " a second time, and no two rows are alike in it"));
    }
    return Optional.empty();
  }

  String allowed() {
    return Sql.allow(hazard, gate + " by then");
  }
}
