package dev.flux.hazard;

import dev.flux.sql.TableOperation.CreateTable;
import java.util.List;

/**
 * Catches {@code CREATE UNLOGGED TABLE}.
 *
 * <p>In production: after a crash the table is empty, and standbys have no rows of it.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: a plain table; an unlogged one only for rows that can be made again.
 *
 * <p>Source: PostgreSQL manual, CREATE TABLE, UNLOGGED.
 */
final class UnloggedTable extends OperationHazard<CreateTable> {
  UnloggedTable() {
    super("unlogged-table", Severity.ADVICE, CreateTable.class);
  }

  @Override
  List<Finding> examine(CreateTable create, ExaminedClause clause) {
    return create.unlogged() && clause.postgresql()
        ? clause.finding(
            this,
            "After a crash " + Words.code(create.table()) + " is empty, and standbys have no rows",
            "changes of an unlogged table are not written to the log",
            "Leave UNLOGGED out, unless the rows can be made again.")
        : List.of();
  }
}
