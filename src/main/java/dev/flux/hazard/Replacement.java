package dev.flux.hazard;

import dev.flux.sql.ColumnOperation.DropColumn;
import dev.flux.sql.ColumnOperation.SetNotNull;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.DropTable;
import java.util.Optional;

/** What puts another constraint in the place of one that a file drops. */
final class Replacement {
  private Replacement() {}

  /** Whether the operation does so, or makes one needless. */
  static boolean takesPlace(
      Operation operation, ConstraintOperation.DropConstraint drop, Optional<Constraint> known) {
    if (operation instanceof AddConstraint add) {
      Constraint other = add.constraint();
      return add.table().equals(drop.table())
          && (known.isEmpty()
              || other.name().filter(drop.name()::equals).isPresent()
              || known.filter(c -> c.kind() == other.kind()).isPresent());
    }
    if (operation instanceof SetNotNull set) {
      // A CHECK that has shown what SET NOT NULL asks for.
      return known.isEmpty() && set.table().equals(drop.table());
    }
    if (operation instanceof CreateIndex create) {
      return create.unique() && create.table().equals(drop.table());
    }
    if (operation instanceof DropColumn column) {
      return column.table().equals(drop.table())
          && known.map(c -> c.columns().contains(column.columnName())).orElse(true);
    }
    return operation instanceof DropTable dropped && dropped.tables().contains(drop.table());
  }
}
