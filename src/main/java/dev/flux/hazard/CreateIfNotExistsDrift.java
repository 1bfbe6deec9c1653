package dev.flux.hazard;

import dev.flux.schema.Table;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.TableOperation.CreateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Catches {@code IF NOT EXISTS} on a table, column or index that earlier statements create.
 *
 * <p>In production: the statement succeeds and does nothing, also where its definition differs from
 * what is there; a new database and an old one then differ, or the column never comes.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: leave the statement out, or alter what exists.
 *
 * <p>Source: PostgreSQL manual, CREATE TABLE, IF NOT EXISTS: no guarantee that the existing
 * relation is anything like the one that would have been created.
 */
final class CreateIfNotExistsDrift implements Hazard {
  @Override
  public String id() {
    return "create-if-not-exists-drift";
  }

  @Override
  public Severity severity() {
    return Severity.ADVICE;
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    List<Finding> findings = new ArrayList<>();
    List<ExaminedClause> idle = new ArrayList<>();
    for (ExaminedClause clause : migration.clauses()) {
      List<String> missing = missing(clause);
      if (!missing.isEmpty()) {
        findings.addAll(lacking(missing, clause));
      } else if (existing(clause).isPresent()) {
        idle.add(clause);
      }
    }
    if (!idle.isEmpty()) {
      findings.addAll(idle(idle));
    }
    return findings;
  }

  /** Columns that the author wants and the table has not. */
  private static List<String> missing(ExaminedClause clause) {
    if (!(clause.operation() instanceof CreateTable create) || existing(clause).isEmpty()) {
      return List.of();
    }
    return create.columns().stream()
        .map(ColumnDefinition::name)
        .filter(column -> clause.findColumn(create.table(), column).isEmpty())
        .toList();
  }

  /** What the statement finds in its place. */
  private static Optional<String> existing(ExaminedClause clause) {
    if (clause.operation() instanceof CreateTable create && create.ifNotExists()) {
      return clause
          .findTable(create.table())
          .filter(Table::complete)
          .map(table -> table.name().toString());
    }
    if (clause.operation() instanceof AddColumn add && add.ifNotExists()) {
      return clause
          .findColumn(add.table(), add.columnName())
          .map(column -> add.table() + "." + column.name());
    }
    return clause.operation() instanceof CreateIndex create && create.ifNotExists()
        ? create
            .index()
            .flatMap(
                index -> clause.findTable(create.table()).flatMap(t -> t.findIndex(index.name())))
            .map(index -> index.name().toString())
        : Optional.empty();
  }

  private List<Finding> lacking(List<String> missing, ExaminedClause clause) {
    return clause.finding(
        this,
        "The statement succeeds, and the table stays without " + Words.few(missing),
        "earlier statements create " + Words.codes(existing(clause).stream().toList()),
        "Add what is missing with ALTER TABLE.");
  }

  private List<Finding> idle(List<ExaminedClause> idle) {
    List<String> names = idle.stream().flatMap(clause -> existing(clause).stream()).toList();
    return idle.get(0)
        .finding(
            this,
            "IF NOT EXISTS succeeds and does nothing, even where the definition differs",
            "earlier statements create " + Words.few(names),
            "Leave it out, or alter what exists.");
  }
}
