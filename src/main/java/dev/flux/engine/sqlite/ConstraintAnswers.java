package dev.flux.engine.sqlite;

import static dev.flux.engine.sqlite.Setting.code;

import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation;
import java.util.Locale;
import java.util.Optional;

/** Facts about operations on constraints: since 3.53 some may come and go. */
interface ConstraintAnswers extends ConstraintOperation.Visitor<Answer>, Setting {
  /** Since 3.53. */
  String SOURCE = "SQLite, ALTER TABLE, ADD and DROP CONSTRAINT (3.53); measured";

  @Override
  default Answer visit(ConstraintOperation.AddConstraint operation) {
    if (operation.constraint().kind() != Constraint.Kind.CHECK
        || operation.constraint().notValid()) {
      return Answer.refused("SQLite adds no constraint but CHECK to a table that exists");
    }
    return version().atLeast(3, 53, 0)
        ? Answer.does(writes(operation.table(), SOURCE).scan(operation.table()))
        : Answer.refused("ADD CONSTRAINT needs SQLite 3.53 or later");
  }

  @Override
  default Answer visit(ConstraintOperation.DropConstraint operation) {
    if (!version().atLeast(3, 53, 0)) {
      return Answer.refused("DROP CONSTRAINT needs SQLite 3.53 or later");
    }
    if (operation.ifExists() || operation.cascade()) {
      return Answer.refused("SQLite has no IF EXISTS and no CASCADE in DROP CONSTRAINT");
    }
    Optional<Table> table = before().findTable(operation.table());
    Optional<Constraint.Kind> kind =
        table
            .flatMap(t -> t.findConstraint(operation.name()))
            .map(TableConstraint::definition)
            .map(Constraint::kind);
    boolean key =
        kind.filter(k -> k == Constraint.Kind.PRIMARY_KEY || k == Constraint.Kind.UNIQUE)
            .isPresent();
    if (key) {
      return Answer.refused("SQLite drops no PRIMARY KEY and no UNIQUE constraint");
    }
    if (kind.filter(k -> k == Constraint.Kind.FOREIGN_KEY).isPresent()
        && !version().atLeast(3, 54, 0)) {
      return Answer.refused("DROP CONSTRAINT of a foreign key needs SQLite 3.54 or later");
    }
    if (kind.isPresent()) {
      return Answer.does(writes(operation.table(), SOURCE));
    }
    // The name may be that of a NOT NULL, which the catalog does not keep.
    return before()
        .findWritten(operation.table())
        .map(
            text ->
                text.create("t")
                        .toLowerCase(Locale.ROOT)
                        .contains(operation.name().toLowerCase(Locale.ROOT))
                    ? Answer.does(writes(operation.table(), SOURCE))
                    : Answer.refused(code(operation.name()) + " does not exist"))
        .orElseGet(
            () ->
                Answer.does(
                    writes(operation.table(), SOURCE)
                        .assume(code(operation.name()) + " is no PRIMARY KEY and no UNIQUE.")));
  }

  @Override
  default Answer visit(ConstraintOperation.ValidateConstraint operation) {
    return Answer.unknownToSqlite("VALIDATE CONSTRAINT");
  }

  @Override
  default Answer visit(ConstraintOperation.RenameConstraint operation) {
    return Answer.refused("SQLite renames no constraint");
  }

  @Override
  default Answer visit(ConstraintOperation.AlterConstraint operation) {
    return Answer.refused("SQLite alters no constraint");
  }
}
