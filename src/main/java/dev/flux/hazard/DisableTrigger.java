package dev.flux.hazard;

import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.SetTableOption;
import java.util.List;
import java.util.Locale;

/**
 * Catches {@code DISABLE TRIGGER} on an existing table that the same file does not enable again.
 *
 * <p>In production: what the triggers keep up is no longer kept; {@code ALL} switches the checks of
 * foreign keys off as well, for every session.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: {@code SET LOCAL session_replication_role = replica} holds for one session alone;
 * drop a trigger that is no longer wanted.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, DISABLE/ENABLE TRIGGER.
 */
final class DisableTrigger extends OperationHazard<SetTableOption> {
  DisableTrigger() {
    super("disable-trigger", Severity.WARNING, SetTableOption.class);
  }

  @Override
  List<Finding> examine(SetTableOption set, ExaminedClause clause) {
    if (!says(set, "disable")
        || clause.isNew(set.table())
        || clause.laterInFile().anyMatch(later -> enables(later, set))) {
      return List.of();
    }
    return clause.finding(
        this,
        "Rows of " + Words.code(set.table()) + " are written unchecked from now on, by everybody",
        "its triggers, and with ALL its foreign keys too, are switched off and not on again",
        "Enable it again in the same transaction, or drop the trigger that is not wanted.");
  }

  private static boolean enables(Operation later, SetTableOption set) {
    return later instanceof SetTableOption other
        && other.table().equals(set.table())
        && says(other, "enable");
  }

  private static boolean says(SetTableOption set, String word) {
    return set.option() == SetTableOption.Option.TRIGGER_STATE
        && set.text().toLowerCase(Locale.ROOT).startsWith(word);
  }
}
