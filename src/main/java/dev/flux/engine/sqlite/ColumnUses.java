package dev.flux.engine.sqlite;

import static dev.flux.engine.sqlite.Setting.code;

import dev.flux.engine.EngineVersion;
import dev.flux.schema.Catalog;
import dev.flux.schema.Index;
import dev.flux.schema.SqliteWords;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.schema.WrittenObject;
import dev.flux.sql.ColumnOperation.DropColumn;
import dev.flux.sql.Constraint;
import java.util.Optional;
import java.util.stream.Stream;

/** What keeps a column from being dropped (SQLite, "ALTER TABLE", 5; measured). */
record ColumnUses(Catalog before, DropColumn drop) {

  /** Why it cannot be dropped; empty where nothing that is known stands against it. */
  Optional<String> findRefusal(EngineVersion version) {
    if (!version.atLeast(3, 35, 0)) {
      return Optional.of("DROP COLUMN needs SQLite 3.35 or later");
    }
    if (drop.ifExists() || drop.cascade()) {
      return Optional.of("SQLite has no IF EXISTS and no CASCADE in DROP COLUMN");
    }
    Optional<Table> table = before.findTable(drop.table());
    if (table.isEmpty() && before.findView(drop.table()).isPresent()) {
      return Optional.of("SQLite alters no view");
    }
    return table.flatMap(this::inTable).or(() -> table.flatMap(this::elsewhere));
  }

  private Optional<String> inTable(Table table) {
    String column = table.spelled(drop.columnName());
    if (table.complete() && table.findColumn(column).isEmpty()) {
      return Optional.of(code(column) + " does not exist");
    }
    if (table.complete() && table.columns().size() == 1) {
      return Optional.of(code(column) + " is the only column");
    }
    Optional<String> constraint =
        table.constraintsOn(column).stream()
            .filter(c -> !goesAlong(c, column))
            .map(c -> code(column) + " is part of a " + words(c.definition().kind()))
            .findFirst();
    Optional<String> computed =
        table.columns().stream()
            .filter(other -> !other.name().equals(column))
            .filter(
                other ->
                    other
                        .generated()
                        .filter(g -> names(g.expression().names().stream(), column))
                        .isPresent())
            .map(other -> code(other.name()) + " is computed from " + code(column))
            .findFirst();
    return constraint.or(() -> index(table, column)).or(() -> computed);
  }

  private static boolean names(Stream<String> names, String column) {
    return names.anyMatch(column::equalsIgnoreCase);
  }

  private static Optional<String> index(Table table, String column) {
    return table.indexesUsing(column).stream()
        .filter(index -> index.constraint().isEmpty())
        .map(Index::name)
        .map(index -> "the index " + code(index) + " uses " + code(column))
        .findFirst();
  }

  /** A CHECK or REFERENCES that stands behind the column itself goes with it. */
  private boolean goesAlong(TableConstraint constraint, String column) {
    Constraint definition = constraint.definition();
    return switch (definition.kind()) {
      case PRIMARY_KEY, UNIQUE, EXCLUSION -> false;
      case NOT_NULL -> true;
      case CHECK, FOREIGN_KEY ->
          before
              .findWritten(drop.table())
              .flatMap(text -> text.findColumn(column))
              .filter(text -> text.text().contains(definition.definition()))
              .isPresent();
    };
  }

  private static String words(Constraint.Kind kind) {
    return switch (kind) {
      case PRIMARY_KEY -> "primary key";
      case UNIQUE -> "UNIQUE constraint";
      case FOREIGN_KEY -> "foreign key";
      case CHECK -> "CHECK";
      case EXCLUSION, NOT_NULL -> "constraint";
    };
  }

  /** Views and triggers are read anew, and must still make sense. */
  private Optional<String> elsewhere(Table table) {
    String column = drop.columnName();
    Optional<String> view =
        before.viewsOn(table.name()).stream()
            .filter(v -> SqliteWords.names(v.query(), column))
            .map(v -> "the view " + code(v.name()) + " uses " + code(column))
            .findFirst();
    Optional<String> trigger =
        before.written(WrittenObject.Kind.TRIGGER, table.name()).stream()
            .filter(t -> SqliteWords.names(t.sql(), column))
            .map(t -> "the trigger " + code(t.name()) + " uses " + code(column))
            .findFirst();
    return view.or(() -> trigger);
  }

  /**
   * A trigger of another table may write the column: it is not looked at, and fails when it runs.
   */
  Optional<String> findTriggerElsewhere() {
    return before.written(WrittenObject.Kind.TRIGGER).stream()
        .filter(t -> !t.table().equalsIgnoreCase(drop.table().name()))
        .filter(t -> SqliteWords.names(t.sql(), drop.table().name()))
        .filter(t -> SqliteWords.names(t.sql(), drop.columnName()))
        .map(WrittenObject::name)
        .findFirst();
  }
}
