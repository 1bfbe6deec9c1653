package dev.flux.engine.postgresql;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.schema.View;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlType;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What the server computes for each row that it writes: CHECKs, domains, generated columns and
 * indexes on expressions (manual, 5.4, 5.5.1, 8.18 and 11.7; measured). Functions that they call
 * may read tables.
 */
interface RowWrites extends RoutineReads {

  /** What new rows call for. */
  default void computeNew(ImpactDraft draft, Collection<ObjectName> tables) {
    for (Table table : written(tables)) {
      check(draft, table);
      table.columns().forEach(column -> hold(draft, column.type()));
      table.columns().stream()
          .flatMap(column -> column.generated().stream())
          .forEach(generated -> follow(draft, generated.expression()));
      computeIndexes(draft, List.of(table.name()));
    }
  }

  /**
   * What rows call for of which these columns are set. No index gets anything new where it has none
   * of them.
   */
  default void computeSet(
      ImpactDraft draft, Collection<ObjectName> tables, Collection<String> columns) {
    for (Table table : written(tables)) {
      check(draft, table);
      table.columns().stream()
          .filter(column -> columns.contains(column.name()))
          .forEach(column -> hold(draft, column.type()));
      table.columns().stream()
          .flatMap(column -> column.generated().stream())
          .filter(generated -> meets(generated.expression().names(), columns))
          .forEach(generated -> follow(draft, generated.expression()));
      if (table.indexes().stream().anyMatch(index -> meets(index.uses(), columns))) {
        computeIndexes(draft, List.of(table.name()));
      }
    }
  }

  private List<Table> written(Collection<ObjectName> tables) {
    return before().routines().isEmpty()
        ? List.of()
        : tables.stream().flatMap(name -> before().findTable(name).stream()).toList();
  }

  private static boolean meets(Collection<String> some, Collection<String> others) {
    return !Collections.disjoint(some, others);
  }

  private void check(ImpactDraft draft, Table table) {
    table.constraints().stream()
        .map(TableConstraint::definition)
        .filter(constraint -> constraint.kind() == Constraint.Kind.CHECK)
        .flatMap(constraint -> constraint.check().stream())
        .forEach(expression -> follow(draft, expression));
  }

  /** What a value is held to, also one that is NULL. */
  default void hold(ImpactDraft draft, Optional<SqlType> type) {
    type.stream()
        .flatMap(written -> Domains.checks(written, before()))
        .forEach(check -> followIn(draft, check));
  }

  /** What all indexes of the tables call for, where they are filled anew. */
  default void computeIndexes(ImpactDraft draft, Collection<ObjectName> relations) {
    for (ObjectName relation : relations) {
      before().findTable(relation).map(Table::indexes).ifPresent(all -> compute(draft, all));
      before().findView(relation).map(View::indexes).ifPresent(all -> compute(draft, all));
    }
  }

  /** What these indexes call for. */
  default void compute(ImpactDraft draft, Collection<Index> indexes) {
    indexes.forEach(index -> followIn(draft, index.definition()));
  }

  /** Defaults of the columns that a new row leaves out. */
  default void fillIn(ImpactDraft draft, ObjectName table, Collection<String> given) {
    if (before().routines().isEmpty()) {
      return;
    }
    before().findTable(table).map(Table::columns).orElse(List.of()).stream()
        .filter(column -> !given.contains(column.name()))
        .map(Column::defaultValue)
        .flatMap(Optional::stream)
        .forEach(value -> follow(draft, value));
  }
}
