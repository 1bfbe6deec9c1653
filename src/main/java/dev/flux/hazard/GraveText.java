package dev.flux.hazard;

import dev.flux.sql.DataOperation.CallRoutine;
import dev.flux.sql.Identifiers;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether SQL that is only text until it runs destroys something or blocks. */
final class GraveText {
  private static final Pattern GRAVE =
      Pattern.compile(
          "drop\\s+(primary|table|column|schema|view|materialized|type|database|owned)\\b|\\btruncate\\b"
              + "|delete\\s+from\\b|\\bupdate\\s[^;]{0,200}\\sset\\b|\\btype\\s[^;]{0,200}\\busing\\b"
              + "|(set\\s+data|alter\\s+column\\s+\\S+)\\s+type\\b|set\\s+not\\s+null"
              + "|\\bmodify\\s|add\\s+(primary|unique|foreign)\\b"
              + "|\\badd\\s(?:(?!default|;).){0,200}?(?<!is\\s)not\\s+null(?!\\s+default)"
              + "|drop\\s+partition|convert\\s+to\\b|\\bengine\\s*="
              + "|rename\\s+(to|column)\\b|vacuum\\s+full|create\\s+(unique\\s+)?index\\s+(?!concurrently)",
          Pattern.CASE_INSENSITIVE);

  /** Text that begins as a statement does. */
  private static final Pattern SHOWN =
      Pattern.compile(
          "['$]\\s*+(?:alter|create|drop|grant|revoke|comment|insert|update|delete|refresh|reset"
              + "|set|select|with|analyze|call|do|notify|reindex|truncate|vacuum|lock|security)\\b",
          Pattern.CASE_INSENSITIVE);

  /** So many operations of the file are looked through for the routine that one of them calls. */
  private static final int NEAR = 1_000;

  /** Text of more characters is no SQL that a migration puts together. */
  private static final int LONGEST = 10_000;

  private GraveText() {}

  /** Whether a text does. */
  static boolean isIn(String text) {
    return GRAVE.matcher(text).find();
  }

  /** Whether a text does, or shows no word of the SQL that it runs. */
  static boolean mayBeIn(String text) {
    return isIn(text) || !SHOWN.matcher(text).find();
  }

  /** Whether the file itself says so of what a call runs. */
  static boolean isCalled(CallRoutine call, ExaminedClause clause) {
    if (!PreparedStatements.isExecute(clause.statement())) {
      return isInRoutines(Set.of(call.routine().name()), clause);
    }
    return PreparedStatements.before(clause.statement(), clause.script()).stream()
        .filter(each -> each.sql().length() <= LONGEST && each.sql().contains("@"))
        .anyMatch(each -> isIn(each.sql()));
  }

  /** Whether what the file or the history creates says so of one of these routines. */
  static boolean isInRoutines(Set<String> names, ExaminedClause clause) {
    Stream<CreateRoutine> ofHistory =
        names.stream().flatMap(name -> clause.before().routines(Identifiers.name(name)).stream());
    Stream<CreateRoutine> ofFile =
        clause
            .earlierInFile()
            .limit(NEAR)
            .filter(CreateRoutine.class::isInstance)
            .map(CreateRoutine.class::cast)
            .filter(routine -> names.contains(routine.routine().name()));
    return Stream.concat(ofHistory, ofFile)
        .anyMatch(routine -> isIn(routine.body().orElse(routine.text())));
  }
}
