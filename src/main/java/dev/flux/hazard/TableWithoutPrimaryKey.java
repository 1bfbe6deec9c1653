package dev.flux.hazard;

import dev.flux.schema.Table;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.CreateTable;
import java.util.List;

/**
 * Catches new tables that have no primary key when the file ends. Spoken once a file.
 *
 * <p>In production: rows may repeat, and nothing singles one out: logical replication refuses
 * updates and deletes, batches and online tools have no key to walk along.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version.
 *
 * <p>Safe path: a primary key from the start; later one has to be built while the table is in use.
 *
 * <p>Source: PostgreSQL manual, 5.5.4 Primary Keys; 29.1.1 Replica Identity.
 */
final class TableWithoutPrimaryKey implements Hazard {
  @Override
  public String id() {
    return "table-without-primary-key";
  }

  @Override
  public Severity severity() {
    return Severity.ADVICE;
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    List<ExaminedClause> bare =
        migration.clauses().stream()
            .filter(clause -> !clause.sqlite() && isBare(clause, migration))
            .toList();
    List<ObjectName> tables =
        bare.stream().map(clause -> ((CreateTable) clause.operation()).table()).toList();
    return bare.isEmpty()
        ? List.of()
        : bare.get(0)
            .finding(
                this,
                "Rows may repeat, and replicated updates and deletes fail",
                Words.few(tables) + (tables.size() == 1 ? " has" : " have") + " no primary key",
                "Give it one from the start.");
  }

  /** Whether the file writes all of the table, and leaves it without a key. */
  private static boolean isBare(ExaminedClause clause, ExaminedMigration migration) {
    return clause.operation() instanceof CreateTable create
        && !create.temporary()
        && !create.asQuery()
        && create.partitionOf().isEmpty()
        && create.likeTables().isEmpty()
        && create.parents().isEmpty()
        && !create.columns().isEmpty()
        && clause.findTable(create.table()).isEmpty()
        && migration
            .after()
            .findTable(create.table())
            .filter(Table::complete)
            .filter(table -> table.primaryKey().isEmpty())
            .isPresent();
  }
}
