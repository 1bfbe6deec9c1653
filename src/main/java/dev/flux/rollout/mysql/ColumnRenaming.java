package dev.flux.rollout.mysql;

import dev.flux.rollout.Situation;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.ColumnDefinition.Attributes;
import dev.flux.sql.ColumnOperation.ModifyColumn;
import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlType;
import java.util.Optional;

/**
 * What is renamed.
 *
 * @param wanted the column in the end
 */
record ColumnRenaming(Table table, Column from, Column wanted, MysqlBatches batches) {
  static Optional<ColumnRenaming> of(Situation situation) {
    Optional<Table> table =
        situation.clause().table().flatMap(situation::findTable).filter(Table::complete);
    if (situation.operation() instanceof RenameColumn rename) {
      return table
          .flatMap(t -> t.findColumn(rename.columnName()))
          .filter(ColumnRenaming::copied)
          .map(
              from ->
                  new ColumnRenaming(
                      table.get(),
                      from,
                      named(from, rename.to()),
                      batches(situation, table.get())));
    }
    if (!(situation.operation() instanceof ModifyColumn modify) || !renames(modify)) {
      return Optional.empty();
    }
    return Restated.of(modify, table)
        .filter(restated -> copied(restated.old()))
        .map(
            restated ->
                new ColumnRenaming(
                    table.get(),
                    restated.old(),
                    restated.column(),
                    batches(situation, table.get())));
  }

  /** Whether a column has another name afterwards. */
  static boolean renames(Operation operation) {
    return operation instanceof RenameColumn
        || (operation instanceof ModifyColumn modify
            && !modify.columnName().equalsIgnoreCase(modify.column().name()));
  }

  private static MysqlBatches batches(Situation situation, Table table) {
    return new MysqlBatches(situation.before(), table.name());
  }

  /** The server makes up no value of it. */
  private static boolean copied(Column column) {
    return column.type().isPresent() && !column.autoIncrement() && column.generated().isEmpty();
  }

  String to() {
    return wanted.name();
  }

  static Column named(Column column, String name) {
    return new Column(
        name,
        column.type(),
        column.notNull(),
        column.defaultValue(),
        column.generated(),
        column.autoIncrement(),
        column.attributes());
  }

  /** The old definition under the new name. */
  Column renamed() {
    return named(from, to());
  }

  /** The copy: of the same type, without rules. */
  Column bare() {
    Attributes rules =
        new Attributes(
            from.attributes().charset(),
            from.attributes().collation(),
            Optional.empty(),
            Optional.empty(),
            false);
    SqlType type = from.type().orElseThrow();
    return new Column(
        to(), Optional.of(type), false, Optional.empty(), Optional.empty(), false, rules);
  }
}
