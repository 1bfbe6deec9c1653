package dev.flux.hazard;

import dev.flux.sql.ColumnOperation.SetColumnOption;
import dev.flux.sql.DataOperation.Query;
import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectOperation.AlterObject;
import dev.flux.sql.Operation;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Catches {@code RESTART} of a sequence or identity in use, {@code setval} to a number that is
 * written out, and {@code ALTER SEQUENCE} that lets it count less far, unless the same file creates
 * it or empties a table.
 *
 * <p>In production: numbers are given out a second time, and inserts fail where one is taken, or
 * rows get the number of another; a sequence that has reached its end gives none.
 *
 * <p>Engines: PostgreSQL, MariaDB; every version.
 *
 * <p>Safe path: {@code setval} to the largest value that the table holds, computed as it runs;
 * leave the end where it is.
 *
 * <p>Source: PostgreSQL manual, ALTER SEQUENCE, RESTART, AS, MAXVALUE; 9.17 Sequence Manipulation
 * Functions.
 */
final class RestartSequence extends OperationHazard<Operation> {
  private static final Pattern RESTART = Pattern.compile("\\brestart\\b", Pattern.CASE_INSENSITIVE);

  /** What a whole number of the engines may hold needs no look. */
  private static final Pattern ENDS_EARLY =
      Pattern.compile(
          "\\bmaxvalue\\s*=?\\s*\\d{1,9}\\b|\\bas\\s+(?:smallint|int2|integer|int4|int)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SETVAL =
      Pattern.compile(
          "\\bsetval\\s*\\(\\s*(?:pg_get_serial_sequence\\s*\\(([^()]*)\\)|'([^']*)')"
              + "\\s*(?:::\\s*regclass\\s*)?,\\s*\\d+\\s*[,)]",
          Pattern.CASE_INSENSITIVE);

  RestartSequence() {
    super("restart-sequence", Severity.WARNING, Operation.class);
  }

  @Override
  List<Finding> examine(Operation operation, ExaminedClause clause) {
    if (operation instanceof AlterObject alter && alter.object() == ObjectKind.SEQUENCE) {
      return OwnSequence.isOwn(alter.name().name(), clause) ? List.of() : altered(alter, clause);
    }
    if (operation instanceof SetColumnOption set && RESTART.matcher(set.text()).find()) {
      return OwnSequence.isOwn(set.table().name(), clause)
          ? List.of()
          : again(Words.column(set.table(), set.columnName()), clause);
    }
    return operation instanceof Query query && query.functions().contains("setval")
        ? set(clause)
        : List.of();
  }

  private List<Finding> altered(AlterObject alter, ExaminedClause clause) {
    if (RESTART.matcher(alter.text()).find()) {
      return again(Words.code(alter.name()), clause);
    }
    return !ENDS_EARLY.matcher(alter.text()).find()
        ? List.of()
        : clause.finding(
            this,
            "Inserts of the running application fail once the sequence has reached its end",
            Words.code(alter.name()) + " counts less far than it may have",
            "Make sure that the number it has reached is far below the new end.");
  }

  private List<Finding> set(ExaminedClause clause) {
    return SETVAL
        .matcher(clause.statement().sql())
        .results()
        .map(set -> set.group(1) == null ? set.group(2) : set.group(1))
        .map(named -> named.split(",", -1)[0].replaceAll("['\"\\s]|.*\\.", ""))
        .filter(name -> !OwnSequence.isOwn(name, clause))
        .findFirst()
        .map(name -> again(Words.code(name), clause))
        .orElse(List.of());
  }

  private List<Finding> again(String what, ExaminedClause clause) {
    return clause.finding(
        this,
        "Numbers are given out a second time, and inserts fail where one is taken",
        what + " starts anew while its numbers may be in use",
        "Move it with `setval` to the largest value that the table holds.");
  }
}
