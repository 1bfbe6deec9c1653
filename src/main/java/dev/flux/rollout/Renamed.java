package dev.flux.rollout;

import dev.flux.hazard.Examination;
import dev.flux.hazard.ExaminedClause;
import dev.flux.schema.Catalog;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.ColumnOperation.ModifyColumn;
import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.RenameTable;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tables and columns that were there before a change and get other names in it, both of which work
 * for a while.
 *
 * @param tables their new names
 * @param columns their old names
 */
record Renamed(Set<ObjectName> tables, Set<Column> columns) {
  Renamed {
    tables = Set.copyOf(tables);
    columns = Set.copyOf(columns);
  }

  /** A column of a table. */
  private record Column(ObjectName table, String name) {
    static Column of(Catalog catalog, ColumnOperation operation) {
      return new Column(
          catalog.resolve(operation.table()), operation.columnName().toLowerCase(Locale.ROOT));
    }
  }

  static Renamed in(Examination examination) {
    Set<ObjectName> tables = new HashSet<>();
    Set<Column> columns = new HashSet<>();
    examination.migrations().stream()
        .flatMap(migration -> migration.statements().stream())
        .flatMap(statement -> statement.clauses().stream())
        .filter(clause -> clause.table().filter(t -> !clause.before().isNew(t)).isPresent())
        .forEach(
            clause -> {
              Catalog before = clause.before();
              if (clause.operation() instanceof RenameTable rename) {
                tables.add(before.resolve(rename.table()).renamed(rename.to()));
              } else if (clause.operation() instanceof RenameColumn rename) {
                columns.add(Column.of(before, rename));
              } else if (clause.operation() instanceof ModifyColumn modify
                  && !modify.columnName().equalsIgnoreCase(modify.column().name())) {
                columns.add(Column.of(before, modify));
              }
            });
    return new Renamed(tables, columns);
  }

  /** Why a column cannot be added while both names work; empty where it can. */
  Optional<String> objection(ExaminedClause clause) {
    if (!(clause.operation() instanceof AddColumn add)) {
      return Optional.empty();
    }
    if (columns.contains(Column.of(clause.before(), add))) {
      return Optional.of(
          "Old and new versions would mean different columns by `%s`, since the change gives the name of one to another."
              .formatted(add.columnName()));
    }
    return tables.contains(clause.before().resolve(add.table()))
        ? Optional.of(
            "The new version uses `%s` of `%s` before the table has that name: add it in an earlier change, under the old name."
                .formatted(add.columnName(), add.table()))
        : Optional.empty();
  }
}
