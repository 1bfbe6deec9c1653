package dev.flux.hazard;

import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Catches {@code CREATE TRIGGER} and {@code CREATE RULE} on an existing table.
 *
 * <p>In production: it takes SHARE ROW EXCLUSIVE for an instant, a rule ACCESS EXCLUSIVE, waiting
 * for running writes first; from then on every write pays for it and may fail in it. A rule that
 * does something INSTEAD takes the write's place, and the application is told that all went well.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: set a short lock_timeout; make sure that the running application's writes pass the
 * trigger, or do not need what the rule leaves out.
 *
 * <p>Source: PostgreSQL manual, CREATE TRIGGER; CREATE RULE; 41.4 Rules on INSERT, UPDATE, and
 * DELETE; measured.
 */
final class CreateTrigger implements Hazard {
  private static final Pattern RULE =
      Pattern.compile(
          "create\\s+(?:or\\s+replace\\s+)?rule\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern INSTEAD =
      Pattern.compile("\\bdo\\s+instead\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  @Override
  public String id() {
    return "create-trigger";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    if (!clause.postgresql()) {
      return List.of();
    }
    if (clause.operation() instanceof ObjectOperation.CreateTrigger create) {
      return trigger(create, clause);
    }
    return clause.operation() instanceof ObjectOperation.CreatePolicy create
            && RULE.matcher(clause.statement().sql().strip()).matches()
        ? rule(create, clause)
        : List.of();
  }

  private List<Finding> trigger(ObjectOperation.CreateTrigger create, ExaminedClause clause) {
    if (clause.isNew(create.table()) || OwnTrigger.isOwn(create.trigger().name())) {
      return List.of();
    }
    return clause.finding(
        this,
        "Writes to "
            + Words.code(create.table())
            + " wait for running ones to end, and each runs the trigger from then on",
        "CREATE TRIGGER needs SHARE ROW EXCLUSIVE on the table",
        "Set a short lock_timeout, and make sure that writes of the running application pass "
            + Words.code(create.trigger().name())
            + ".");
  }

  private List<Finding> rule(ObjectOperation.CreatePolicy create, ExaminedClause clause) {
    ObjectName table = create.table();
    if (clause.isOwn(table)) {
      return List.of();
    }
    boolean instead =
        clause.before().findView(table).isEmpty()
            && INSTEAD.matcher(clause.statement().sql()).find();
    return instead
        ? clause.finding(
            this,
            Severity.DANGER,
            "Rows that the running application writes to "
                + Words.code(table)
                + " go elsewhere or nowhere, and it is told that all went well",
            "the rule " + Words.code(create.policy()) + " does something else INSTEAD",
            "Deploy the version that does not write there first, or use a trigger that says no.")
        : clause.finding(
            this,
            "Everything on "
                + Words.code(table)
                + " waits for running queries to end, and each write runs the rule from then on",
            "CREATE RULE needs ACCESS EXCLUSIVE on the table",
            "Set a short lock_timeout, and make sure that writes of the running application pass "
                + Words.code(create.policy())
                + ".");
  }
}
