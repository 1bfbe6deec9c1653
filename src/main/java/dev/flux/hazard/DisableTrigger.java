package dev.flux.hazard;

import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.SetTableOption;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Catches {@code DISABLE TRIGGER} and {@code DISABLE RULE} on an existing table that the same file
 * does not enable again, and {@code ENABLE REPLICA}, after which only replication fires it.
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
  private static final Pattern OFF =
      Pattern.compile("disable\\b|enable\\s+replica\\b", Pattern.CASE_INSENSITIVE);

  DisableTrigger() {
    super("disable-trigger", Severity.WARNING, SetTableOption.class);
  }

  @Override
  List<Finding> examine(SetTableOption set, ExaminedClause clause) {
    if (!switchesOff(set)
        || clause.isNew(set.table())
        || clause.laterInFile().anyMatch(later -> enables(later, set))) {
      return List.of();
    }
    return set.option() == SetTableOption.Option.RULE_STATE
        ? clause.finding(
            this,
            "Statements on " + Words.code(set.table()) + " do something else from now on",
            "a rule is switched off and not on again",
            "Enable it again in the same transaction, or drop the rule that is not wanted.")
        : clause.finding(
            this,
            "Rows of "
                + Words.code(set.table())
                + " are written unchecked from now on, by everybody",
            "its triggers, and with ALL its foreign keys too, are switched off and not on again",
            "Enable it again in the same transaction, or drop the trigger that is not wanted.");
  }

  private static boolean enables(Operation later, SetTableOption set) {
    return later instanceof SetTableOption other
        && other.table().equals(set.table())
        && other.option() == set.option()
        && !switchesOff(other);
  }

  private static boolean switchesOff(SetTableOption set) {
    boolean state =
        set.option() == SetTableOption.Option.TRIGGER_STATE
            || set.option() == SetTableOption.Option.RULE_STATE;
    return state && OFF.matcher(set.text()).lookingAt();
  }
}
