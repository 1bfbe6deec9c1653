package dev.flux.hazard;

import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation;
import dev.flux.sql.TableOperation.SetTableOption;
import java.util.List;
import java.util.Locale;

/**
 * Catches {@code TRUNCATE}, and {@code DISCARD TABLESPACE} of MySQL and MariaDB, of a table that
 * may hold rows.
 *
 * <p>In production: all rows are gone, and reads and writes wait for running queries on it to end.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version.
 *
 * <p>Safe path: export the rows, and delete them in batches, each its own commit.
 *
 * <p>Source: PostgreSQL manual, TRUNCATE; MySQL 8.0 manual, 17.6.1.3 Importing InnoDB Tables.
 */
final class TruncateTable extends OperationHazard<TableOperation> {
  TruncateTable() {
    super("truncate-table", Severity.DANGER, TableOperation.class);
  }

  @Override
  List<Finding> examine(TableOperation operation, ExaminedClause clause) {
    if (operation instanceof SetTableOption set) {
      return isDiscard(set) && !clause.isNew(set.table()) ? discarded(set, clause) : List.of();
    }
    return operation instanceof TableOperation.TruncateTable truncate
        ? truncated(truncate, clause)
        : List.of();
  }

  private static boolean isDiscard(SetTableOption set) {
    return set.option() == SetTableOption.Option.TABLESPACE
        && set.text().toUpperCase(Locale.ROOT).startsWith("DISCARD");
  }

  private List<Finding> discarded(SetTableOption set, ExaminedClause clause) {
    return clause.finding(
        this,
        "All rows of "
            + Words.code(set.table())
            + " are gone, and statements on it fail until a file is imported",
        "DISCARD TABLESPACE deletes the file that holds them",
        "Import into a new table, and exchange the names once it is there.");
  }

  private List<Finding> truncated(TableOperation.TruncateTable truncate, ExaminedClause clause) {
    List<ObjectName> old =
        truncate.tables().stream().filter(table -> !clause.isNew(table)).toList();
    if (old.isEmpty()) {
      return List.of();
    }
    return clause.finding(
        this,
        "All rows of " + Words.codes(old) + " are gone",
        "TRUNCATE empties the table",
        "Export what must be kept, and delete in batches what must go.");
  }
}
