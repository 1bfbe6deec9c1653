package dev.flux.hazard;

import dev.flux.engine.Evidence;
import dev.flux.engine.Impact;
import dev.flux.migration.TransactionMode;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.IndexOperation.DropIndex;
import dev.flux.sql.IndexOperation.Reindex;
import dev.flux.sql.ObjectOperation.AddEnumValue;
import dev.flux.sql.Operation;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.TableOperation.DetachPartition;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Catches a statement that the server refuses inside a transaction, such as {@code CREATE INDEX
 * CONCURRENTLY}, where this tool would run this file in one.
 *
 * <p>In production: the migration fails, and with it the deploy.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: put the statement alone into a migration that runs without a transaction, in the
 * tool's own way.
 *
 * <p>Source: PostgreSQL manual, CREATE INDEX, DROP INDEX, REINDEX, ALTER TABLE DETACH PARTITION,
 * VACUUM; 55.2.2.1 Multiple Statements in a Simple Query.
 */
final class ConcurrentlyInTransaction implements Hazard {
  private static final Pattern FIRST_WORDS = Pattern.compile("\\w+(?:\\s+\\w+)?");

  @Override
  public String id() {
    return "concurrently-in-transaction";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    if (!clause.inTransaction()
        || clause.operation() instanceof AddEnumValue
        || clause
            .impact()
            .filter(impact -> impact.transaction() == Impact.TransactionRule.OUTSIDE_ONLY)
            .isEmpty()) {
      return List.of();
    }
    TransactionMode mode = clause.migration().transaction();
    String why =
        mode.kind() == TransactionMode.Kind.NONE ? "the file opens a transaction" : mode.reason();
    List<Finding> findings =
        clause.finding(
            this,
            "The migration fails",
            name(clause) + " cannot run inside a transaction, and " + why,
            "Put it alone into a migration that runs without a transaction.");
    return mode.evidence() == Evidence.ASSUMED
        ? findings.stream().map(finding -> finding.assuming(mode.reason())).toList()
        : findings;
  }

  /** A setting goes by its name, such as {@code PRAGMA journal_mode}. */
  private static String name(ExaminedClause clause) {
    Operation operation = clause.operation();
    if (operation instanceof SessionOperation) {
      Matcher words = FIRST_WORDS.matcher(clause.statement().sql());
      return words.find() ? words.group() : clause.statement().sql();
    }
    boolean concurrently =
        operation instanceof CreateIndex
            || operation instanceof DropIndex
            || operation instanceof Reindex
            || operation instanceof DetachPartition;
    String words = operation.kind().replace('-', ' ').toUpperCase(Locale.ROOT);
    return concurrently ? words + " CONCURRENTLY" : words;
  }
}
