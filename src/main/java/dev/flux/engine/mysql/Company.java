package dev.flux.engine.mysql;

import dev.flux.schema.Column;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.Operation;
import java.util.Optional;

/**
 * What the other actions of a statement do to one that writes a table option such as COMMENT:
 * beside an action of InnoDB's own, MySQL writes the rows anew, and MariaDB calls it INSTANT no
 * more (measured on MySQL 8.0.33 and MariaDB 11.4).
 */
record Company(Scene scene) {

  /** A way of writing a table option, beside the rest of the statement. */
  Way option(Way alone) {
    if (scene.together().stream().noneMatch(this::concernsRows)) {
      return alone;
    }
    return scene.server().mariadb() ? Way.METADATA : Way.REBUILD;
  }

  private boolean concernsRows(Operation other) {
    if (other instanceof ConstraintOperation.AddConstraint add) {
      return switch (add.constraint().kind()) {
        case PRIMARY_KEY, UNIQUE, FOREIGN_KEY, EXCLUSION -> true;
        case CHECK, NOT_NULL -> false;
      };
    }
    if (other instanceof ConstraintOperation.DropConstraint drop) {
      return !isCheck(drop);
    }
    if (other instanceof ColumnOperation.ModifyColumn modify) {
      return concernsRows(modify);
    }
    return other instanceof ColumnOperation.RenameColumn
        || (other instanceof IndexOperation && !(other instanceof IndexOperation.SetIndexOption));
  }

  private boolean isCheck(ConstraintOperation.DropConstraint drop) {
    return scene
        .statement()
        .before()
        .findTable(drop.table())
        .flatMap(table -> table.findConstraint(drop.name()))
        .filter(c -> c.definition().kind() == Constraint.Kind.CHECK)
        .isPresent();
  }

  private boolean concernsRows(ColumnOperation.ModifyColumn modify) {
    if (!modify.column().name().equals(modify.columnName())) {
      return true;
    }
    TableTraits traits = scene.first(modify.table());
    Optional<Column> old = traits.column(modify.columnName()).filter(c -> c.type().isPresent());
    if (old.isEmpty() || modify.column().type().isEmpty()) {
      return true;
    }
    TextRules before = TextRules.of(traits);
    TextRules after = TextRules.of(traits, scene.together());
    ValueChange change = new ValueChange(old.get(), modify.column(), before, after, scene.server());
    return change.kind() != ValueChange.Kind.NONE;
  }
}
