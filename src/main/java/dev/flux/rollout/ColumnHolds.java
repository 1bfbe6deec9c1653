package dev.flux.rollout;

import dev.flux.rollout.Hold.Waits;
import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlWords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What an operation on a column holds back while it waits for its phase. */
final class ColumnHolds {
  private ColumnHolds() {}

  /** Of an operation on one column. */
  static List<Hold> of(Situation situation, ColumnOperation operation, boolean planned) {
    List<Hold> holds = new ArrayList<>();
    Set<String> names =
        operation instanceof ColumnOperation.RenameColumn rename
            ? Set.copyOf(List.of(rename.columnName(), rename.to()))
            : Set.of(operation.columnName());
    Waits waits = Waits.ALL;
    if (planned && operation instanceof ColumnOperation.AddColumn add) {
      // What is computed waits for no deploy, after which an index would be too late.
      waits = add.column().generated().isPresent() ? Waits.FILLED : Waits.ROWS;
    }
    holds.add(new Hold(operation.table().name(), names, waits));
    if (planned && Hold.isCopied(operation)) {
      situation
          .findTable(operation.table())
          .ifPresent(table -> holds.addAll(hanging(table, operation.columnName())));
    }
    if (operation instanceof ColumnOperation.DropColumn
        || operation instanceof ColumnOperation.ChangeColumnType) {
      situation
          .findTable(operation.table())
          .flatMap(t -> t.findColumn(operation.columnName()))
          .ifPresent(column -> holds.addAll(used(situation, column)));
    }
    if (operation instanceof ColumnOperation.DropColumn drop && hasConstraints(situation, drop)) {
      holds.add(new Hold(operation.table().name(), Set.of(), Waits.CONSTRAINTS));
    }
    return holds;
  }

  /** Indexes and constraints of a column have their names again once its copy took its place. */
  private static List<Hold> hanging(Table table, String column) {
    List<Hold> holds = new ArrayList<>();
    table.indexesUsing(column).forEach(index -> holds.add(Hold.all(index.name())));
    Set<String> constraints = new TreeSet<>();
    table.constraintsOn(column).forEach(constraint -> constraints.add(constraint.name()));
    if (!constraints.isEmpty()) {
      holds.add(new Hold(table.name().name(), constraints, Waits.ALL));
    }
    Set<String> beside = beside(table, column);
    if (!beside.isEmpty()) {
      holds.add(new Hold(table.name().name(), beside, Waits.COPIES));
    }
    return holds;
  }

  /** Columns that share an index or constraint, of which there is one copy at a time. */
  private static Set<String> beside(Table table, String column) {
    return table.columns().stream()
        .map(Column::name)
        .filter(other -> !other.equals(column))
        .filter(
            other ->
                !Collections.disjoint(table.indexesUsing(column), table.indexesUsing(other))
                    || !Collections.disjoint(
                        table.constraintsOn(column), table.constraintsOn(other)))
        .collect(Collectors.toSet());
  }

  /** Other constraints may take the place and the names of those that go with a column. */
  private static boolean hasConstraints(Situation situation, ColumnOperation.DropColumn drop) {
    return situation
        .findTable(drop.table())
        .filter(
            table ->
                table.constraintsOn(drop.columnName()).stream()
                    .anyMatch(c -> c.definition().kind() != Constraint.Kind.NOT_NULL))
        .isPresent();
  }

  /**
   * Types, sequences and functions that a column cannot do without; of those that the history does
   * not create, which may be the server's own, only the drop waits.
   */
  static List<Hold> used(Situation situation, Column column) {
    Set<String> words = new TreeSet<>();
    column.type().ifPresent(type -> words.addAll(SqlWords.in(type.text())));
    column.defaultValue().ifPresent(value -> words.addAll(SqlWords.in(value.text())));
    return words.stream().map(word -> used(situation.before(), ObjectName.of(word))).toList();
  }

  private static Hold used(Catalog catalog, ObjectName name) {
    boolean created =
        catalog.findType(name).isPresent()
            || catalog.hasSequence(name)
            || catalog.findRoutine(name).isPresent();
    return new Hold(name.name(), Set.of(), created ? Waits.OBJECTS : Waits.DROPS);
  }
}
