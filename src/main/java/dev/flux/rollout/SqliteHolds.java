package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.schema.WrittenObject;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.IndexOperation.DropIndex;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.DropTrigger;
import dev.flux.sql.ObjectOperation.DropView;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.DropTable;
import dev.flux.sql.TableOperation.RenameTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What waits on SQLite while a statement runs in several phases: a rebuild writes the whole table
 * from what is known of it, so that nothing else may change its shape meanwhile.
 */
final class SqliteHolds {
  private SqliteHolds() {}

  /** Of a statement that steps take the place of. */
  static List<Hold> of(Situation situation) {
    Operation operation = situation.operation();
    Catalog before = situation.before();
    if (operation instanceof RenameTable rename) {
      return around(before, rename.table(), List.of(rename.to()));
    }
    if (operation instanceof DropView drop) {
      return drop.views().stream()
          .flatMap(view -> before.tablesReadBy(view).stream())
          .map(table -> Hold.untilRebuilt(table.name(), Set.of()))
          .toList();
    }
    if (operation instanceof RenameColumn rename && !mustBeFilled(situation, rename)) {
      return required(situation, rename.table());
    }
    return operation instanceof ColumnOperation || operation instanceof ConstraintOperation
        ? situation
            .clause()
            .table()
            .map(table -> around(before, table, List.of(table.name())))
            .orElse(List.of())
        : List.of();
  }

  /** Those of a table, by its names, with what hangs on it. */
  private static List<Hold> around(Catalog before, ObjectName table, List<String> names) {
    List<String> held = new ArrayList<>(names);
    Stream.of(WrittenObject.Kind.INDEX, WrittenObject.Kind.TRIGGER)
        .flatMap(kind -> before.written(kind, before.resolve(table)).stream())
        .forEach(object -> held.add(object.name()));
    before.readersOf(table).forEach(view -> held.add(view.name().name()));
    return held.stream().map(name -> Hold.untilRebuilt(name, Set.of())).toList();
  }

  /** A column without its value cannot be renamed but by a rebuild, at once. */
  private static List<Hold> required(Situation situation, ObjectName table) {
    Set<String> names =
        situation.findTable(table).stream()
            .map(Table::columns)
            .flatMap(List::stream)
            .filter(SqliteHolds::isRequired)
            .map(Column::name)
            .collect(Collectors.toSet());
    return names.isEmpty() ? List.of() : List.of(Hold.untilRebuilt(table.name(), names));
  }

  private static boolean mustBeFilled(Situation situation, RenameColumn rename) {
    return situation
        .findTable(rename.table())
        .flatMap(table -> table.findColumn(rename.columnName()))
        .filter(SqliteHolds::isRequired)
        .isPresent();
  }

  private static boolean isRequired(Column column) {
    return column.notNull() && column.defaultValue().isEmpty();
  }

  /** Whether it takes from the shape of a table, or asks for a rebuild of it. */
  static boolean rebuilds(Operation operation) {
    if (operation instanceof AddColumn add) {
      return asksForRebuild(add.column());
    }
    return operation instanceof ColumnOperation
        || operation instanceof ConstraintOperation
        || operation instanceof DropIndex
        || operation instanceof DropTrigger
        || operation instanceof DropView
        || operation instanceof DropTable
        || operation instanceof RenameTable;
  }

  /** What ADD COLUMN of SQLite refuses (SQLite, "ALTER TABLE", 4). */
  private static boolean asksForRebuild(ColumnDefinition column) {
    return column.has(Constraint.Kind.UNIQUE)
        || column.generated().filter(g -> g.stored()).isPresent()
        || (column.notNull() && column.defaultValue().isEmpty())
        || column.defaultValue().filter(value -> !value.constant()).isPresent();
  }
}
