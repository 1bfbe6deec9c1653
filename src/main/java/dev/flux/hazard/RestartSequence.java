package dev.flux.hazard;

import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectOperation.AlterObject;
import dev.flux.sql.ObjectOperation.CreateObject;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.TruncateTable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Catches {@code ALTER SEQUENCE … RESTART} of a sequence in use, unless the same file creates it or
 * empties a table.
 *
 * <p>In production: numbers are given out a second time, and inserts fail where one is taken, or
 * rows get the number of another.
 *
 * <p>Engines: PostgreSQL, MariaDB; every version.
 *
 * <p>Safe path: {@code setval} to the largest value that the table holds, computed as it runs.
 *
 * <p>Source: PostgreSQL manual, ALTER SEQUENCE, RESTART; 9.17 Sequence Manipulation Functions.
 */
final class RestartSequence extends OperationHazard<AlterObject> {
  private static final Pattern RESTART = Pattern.compile("\\brestart\\b", Pattern.CASE_INSENSITIVE);

  RestartSequence() {
    super("restart-sequence", Severity.WARNING, AlterObject.class);
  }

  @Override
  List<Finding> examine(AlterObject alter, ExaminedClause clause) {
    if (alter.object() != ObjectKind.SEQUENCE
        || !RESTART.matcher(alter.text()).find()
        || clause.inFile().anyMatch(operation -> excuses(operation, alter))) {
      return List.of();
    }
    return clause.finding(
        this,
        "Numbers are given out a second time, and inserts fail where one is taken",
        Words.code(alter.name()) + " starts anew while its numbers may be in use",
        "Move it with `setval` to the largest value that the table holds.");
  }

  private static boolean excuses(Operation operation, AlterObject alter) {
    return operation instanceof TruncateTable
        || (operation instanceof CreateObject create
            && create.object() == ObjectKind.SEQUENCE
            && create.name().equals(alter.name()));
  }
}
