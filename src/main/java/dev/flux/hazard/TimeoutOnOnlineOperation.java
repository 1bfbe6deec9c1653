package dev.flux.hazard;

import dev.flux.sql.ConstraintOperation.ValidateConstraint;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.IndexOperation.DropIndex;
import dev.flux.sql.IndexOperation.Reindex;
import dev.flux.sql.Operation;
import dev.flux.sql.SessionOperation.SetSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Catches a statement_timeout under ten minutes around CONCURRENTLY and VALIDATE CONSTRAINT.
 *
 * <p>In production: these wait for running transactions and read the whole table; the timeout
 * breaks them off, and CONCURRENTLY leaves an invalid index.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: {@code SET statement_timeout = 0} before them, and keep the lock_timeout.
 *
 * <p>Source: PostgreSQL manual, 20.11.1 Statement Behavior, statement_timeout; CREATE INDEX,
 * Building Indexes Concurrently.
 */
final class TimeoutOnOnlineOperation implements Hazard {
  @Override
  public String id() {
    return "timeout-on-online-operation";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  private static final Pattern VALUE = Pattern.compile("(\\d+) *(us|ms|s|min|h|d)?");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
  private static final long SHORT = 600_000;

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    List<Finding> findings = new ArrayList<>();
    String timeout = "";
    for (ExaminedClause clause : migration.clauses()) {
      Operation operation = clause.operation();
      if (operation instanceof SetSetting set && set.name().equals("statement_timeout")) {
        timeout = isShort(set.value()) ? set.value() : "";
      } else if (!timeout.isEmpty() && isOnline(clause)) {
        findings.addAll(
            clause.finding(
                this,
                "The operation is broken off after " + timeout,
                "it waits for other transactions and reads the whole table, and statement_timeout is short",
                "Run "
                    + Words.code("SET statement_timeout = 0")
                    + " before it, and keep the lock_timeout."));
      }
    }
    return findings;
  }

  private static boolean isOnline(ExaminedClause clause) {
    Operation operation = clause.operation();
    return (operation instanceof ValidateConstraint validate && !clause.isNew(validate.table()))
        || (operation instanceof CreateIndex create && create.concurrently())
        || (operation instanceof DropIndex drop && drop.concurrently())
        || (operation instanceof Reindex reindex && reindex.concurrently());
  }

  private static boolean isShort(String value) {
    Matcher matcher = VALUE.matcher(value.strip());
    if (!matcher.matches()) {
      return false;
    }
    String unit = matcher.group(2) == null ? "ms" : matcher.group(2);
    long millis = Long.parseLong(matcher.group(1)) * MILLIS.getOrDefault(unit, 0L);
    return millis > 0 && millis < SHORT;
  }
}
