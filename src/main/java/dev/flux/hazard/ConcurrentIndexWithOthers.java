package dev.flux.hazard;

import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.IndexOperation.DropIndex;
import dev.flux.sql.IndexOperation.Reindex;
import dev.flux.sql.Operation;
import dev.flux.sql.SessionOperation;
import java.util.List;

/**
 * Catches a CONCURRENTLY statement that shares its file with other statements.
 *
 * <p>In production: the file runs without a transaction, so that a failure leaves half of it
 * applied, and the next run fails on what is there already.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: one CONCURRENTLY statement in each migration.
 *
 * <p>Source: PostgreSQL manual, CREATE INDEX, Building Indexes Concurrently.
 */
final class ConcurrentIndexWithOthers implements Hazard {
  @Override
  public String id() {
    return "concurrent-index-with-others";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    List<ExaminedClause> work =
        migration.clauses().stream()
            .filter(clause -> !(clause.operation() instanceof SessionOperation))
            .toList();
    return work.stream()
        .filter(clause -> isConcurrent(clause.operation()) && !clause.inTransaction())
        .filter(clause -> work.stream().anyMatch(other -> !belongs(other, clause)))
        .findFirst()
        .map(
            clause ->
                clause.finding(
                    this,
                    "A failure leaves half of the file applied",
                    "a CONCURRENTLY statement runs without a transaction, beside other statements",
                    "Give it a migration of its own."))
        .orElse(List.of());
  }

  private static boolean isConcurrent(Operation operation) {
    return (operation instanceof CreateIndex create && create.concurrently())
        || (operation instanceof DropIndex drop && drop.concurrently())
        || (operation instanceof Reindex reindex && reindex.concurrently());
  }

  /** Dropping what a failed build left is part of building it. */
  private static boolean belongs(ExaminedClause other, ExaminedClause clause) {
    return other.equals(clause) || (isCleanup(other, clause) || isCleanup(clause, other));
  }

  private static boolean isCleanup(ExaminedClause one, ExaminedClause other) {
    return one.operation() instanceof DropIndex drop
        && drop.ifExists()
        && other.operation() instanceof CreateIndex create
        && drop.indexes().stream()
            .allMatch(
                index -> create.index().filter(i -> i.name().equals(index.name())).isPresent());
  }
}
