package dev.flux.hazard;

import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.schema.View;
import dev.flux.sql.ColumnOperation.DropColumn;
import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.DropTable;
import dev.flux.sql.TableOperation.RenameTable;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A table in use, or a column of it, that a statement drops or renames.
 *
 * @param table the one that is gone, or that has lost the column
 * @param column empty where the table is meant
 */
record GoneName(ObjectName table, Optional<String> column, ExaminedClause clause) {

  /** What one operation takes away. */
  static Stream<GoneName> of(ExaminedClause clause) {
    Operation operation = clause.operation();
    if (operation instanceof DropTable drop) {
      return drop.tables().stream().flatMap(table -> table(table, clause));
    }
    if (operation instanceof RenameTable rename) {
      return table(rename.table(), clause);
    }
    if (operation instanceof DropColumn drop) {
      return column(drop.table(), drop.columnName(), clause);
    }
    return operation instanceof RenameColumn rename
        ? column(rename.table(), rename.columnName(), clause)
        : Stream.empty();
  }

  private static Stream<GoneName> table(ObjectName table, ExaminedClause clause) {
    return clause.isNew(table) || clause.isMissing(table)
        ? Stream.empty()
        : Stream.of(new GoneName(table, Optional.empty(), clause));
  }

  private static Stream<GoneName> column(ObjectName table, String column, ExaminedClause clause) {
    return clause.unused(table, column)
            || clause.isMissing(table)
            || clause.isMissing(table, column)
        ? Stream.empty()
        : Stream.of(new GoneName(table, Optional.of(column), clause));
  }

  /** Whether something of the name is there in the end, for a table perhaps in another schema. */
  boolean isBack(Catalog after) {
    if (column.isPresent()) {
      return after.findTable(table).flatMap(t -> t.findColumn(column.get())).isPresent();
    }
    return Stream.concat(
            after.tables().stream().map(Table::name), after.views().stream().map(View::name))
        .anyMatch(name -> name.name().equals(table.name()));
  }

  /** Whether another table has a column of the name, so that the name alone says little. */
  boolean isElsewhere(Catalog after) {
    return after.tables().stream()
        .filter(other -> !other.name().name().equals(table.name()))
        .anyMatch(other -> column.flatMap(other::findColumn).isPresent());
  }

  @Override
  public String toString() {
    return column.map(name -> table + "." + name).orElse(table.toString());
  }
}
