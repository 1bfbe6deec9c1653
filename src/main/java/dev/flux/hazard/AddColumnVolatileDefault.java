package dev.flux.hazard;

import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation.AddColumn;
import java.util.List;

/**
 * Catches {@code ADD COLUMN … DEFAULT} with a volatile value, such as {@code gen_random_uuid()} or
 * {@code clock_timestamp()}.
 *
 * <p>In production: the table and all its indexes are written anew under ACCESS EXCLUSIVE: nothing
 * reads or writes it until that is done. {@code now()} and other stable functions are computed once
 * and rewrite nothing. A function that Flux does not know is taken as volatile, and the finding
 * says so.
 *
 * <p>Engines: PostgreSQL 11 and later; before that every default rewrites.
 *
 * <p>Safe path: add the column without a default, {@code SET DEFAULT} for new rows, backfill the
 * old ones in batches.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, Notes; measured.
 */
final class AddColumnVolatileDefault extends OperationHazard<AddColumn> {
  AddColumnVolatileDefault() {
    super("add-column-volatile-default", Severity.DANGER, AddColumn.class);
  }

  @Override
  List<Finding> examine(AddColumn add, ExaminedClause clause) {
    ColumnDefinition column = add.column();
    if (column.defaultValue().filter(value -> !value.constant()).isEmpty()
        || column.autoIncrement()
        || (clause.postgresql() && !clause.engine().version().atLeast(11))
        || !clause.rewrites()) {
      return List.of();
    }
    String value = column.defaultValue().orElseThrow().text();
    return clause.finding(
        this,
        OnlineWork.effect(clause, add.table(), "until every row is written anew"),
        "the default "
            + Words.code(value)
            + " of "
            + Words.column(add.table(), add.columnName())
            + " is computed for each row",
        "Add the column without a default, set the default for new rows in a second statement, and"
            + " backfill in batches.");
  }
}
