package dev.flux.hazard;

import dev.flux.engine.postgresql.PostgresFacts;
import dev.flux.migration.Section;
import dev.flux.schema.Catalog;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.ConstraintOperation.DropConstraint;
import dev.flux.sql.DataOperation.CallRoutine;
import dev.flux.sql.DataOperation.Query;
import dev.flux.sql.DataOperation.RunBlock;
import dev.flux.sql.Dialect;
import dev.flux.sql.IndexOperation.DropIndex;
import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectOperation.DropObject;
import dev.flux.sql.ObjectOperation.DropRoutine;
import dev.flux.sql.Operation;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import dev.flux.sql.TableOperation.CreateTable;
import dev.flux.sql.Unreadable;
import java.util.List;
import java.util.Optional;

/**
 * The way back of a migration, followed from the schema that the way up leaves.
 *
 * @param operations of the down, in order
 * @param restored the schema after it; empty where Flux cannot follow the up or the down
 * @param namesKnown whether each constraint and index that the down drops by name was found, so
 *     that their names can be relied on
 */
record Rollback(List<Operation> operations, Optional<Catalog> restored, boolean namesKnown) {
  Rollback {
    operations = List.copyOf(operations);
  }

  /** Empty where the migration has no down, or one without even a comment. */
  static Optional<Rollback> of(ExaminedMigration migration) {
    return migration
        .migration()
        .down()
        .filter(down -> !down.text().isBlank())
        .map(down -> of(down, migration));
  }

  private static Rollback of(Section down, ExaminedMigration migration) {
    Catalog catalog = migration.after().newSession();
    List<Operation> operations =
        SqlReader.read(down.file().content(), down.start(), down.end(), catalog.dialect())
            .statements()
            .stream()
            .map(Statement::operations)
            .flatMap(List::stream)
            .toList();
    boolean followed =
        migration.clauses().stream().allMatch(c -> isFollowed(c.operation(), c.before()));
    boolean namesKnown = true;
    for (Operation operation : operations) {
      followed &= isFollowed(operation, catalog);
      namesKnown &= isFound(operation, catalog);
      catalog = catalog.after(operation);
    }
    return new Rollback(
        operations, followed ? Optional.of(catalog.newSession()) : Optional.empty(), namesKnown);
  }

  /**
   * Whether the catalog shows what the operation does to tables, columns and the rest. Where it
   * would fail on what the catalog has, the catalog is wrong.
   */
  private static boolean isFollowed(Operation operation, Catalog catalog) {
    if (operation instanceof Query query) {
      return catalog.dialect() != Dialect.POSTGRESQL
          || query.functions().stream().noneMatch(f -> PostgresFacts.mayChange(f, catalog));
    }
    if (operation instanceof CreateTable create) {
      return create.ifNotExists() || catalog.findTable(create.table()).isEmpty();
    }
    if (operation instanceof AddColumn add) {
      return add.ifNotExists()
          || catalog.findTable(add.table()).flatMap(t -> t.findColumn(add.columnName())).isEmpty();
    }
    if (operation instanceof AddConstraint add && add.constraint().usingIndex().isPresent()) {
      return add.constraint()
          .usingIndex()
          .filter(i -> catalog.findTable(add.table()).flatMap(t -> t.findIndex(i)).isPresent())
          .isPresent();
    }
    if (operation instanceof DropObject drop) {
      return !drop.cascade() || drop.object() != ObjectKind.EXTENSION;
    }
    return !(operation instanceof Unreadable
        || operation instanceof RunBlock
        || operation instanceof CallRoutine
        || (operation instanceof DropRoutine drop && drop.cascade()));
  }

  private static boolean isFound(Operation operation, Catalog catalog) {
    if (operation instanceof DropConstraint drop) {
      return catalog
          .findTable(drop.table())
          .flatMap(t -> t.findConstraint(drop.name()))
          .isPresent();
    }
    return !(operation instanceof DropIndex drop)
        || drop.indexes().stream().allMatch(i -> catalog.findRelationOfIndex(i).isPresent());
  }

  /** Whether it leaves everything as it is. */
  boolean isIdle() {
    return operations.stream()
        .allMatch(
            operation ->
                operation instanceof SessionOperation
                    || (operation instanceof Query query && query.functions().isEmpty()));
  }

  /** What it leaves otherwise than before the migration, in words; none where that is not known. */
  List<String> difference(ExaminedMigration migration) {
    return restored
        .map(schema -> SchemaDifference.of(migration, schema, namesKnown))
        .orElse(List.of());
  }
}
