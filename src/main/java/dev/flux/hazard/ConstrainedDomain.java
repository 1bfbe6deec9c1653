package dev.flux.hazard;

import dev.flux.sql.ObjectOperation.CreateDomain;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Catches {@code CREATE DOMAIN} with a CHECK or NOT NULL.
 *
 * <p>In production: nothing yet; a later change of the rule reads every table with a column of the
 * domain, and all of them at once.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: a CHECK on the tables, which can be added {@code NOT VALID} and validated one by
 * one.
 *
 * <p>Source: PostgreSQL manual, CREATE DOMAIN; ALTER DOMAIN, Notes.
 */
final class ConstrainedDomain extends OperationHazard<CreateDomain> {
  private static final Pattern RULE =
      Pattern.compile("\\bcheck\\s*\\(|\\bnot\\s+null\\b", Pattern.CASE_INSENSITIVE);

  ConstrainedDomain() {
    super("constrained-domain", Severity.ADVICE, CreateDomain.class);
  }

  @Override
  List<Finding> examine(CreateDomain create, ExaminedClause clause) {
    return RULE.matcher(create.text()).find()
        ? clause.finding(
            this,
            "A later change of the rule reads every table that uses the domain",
            Words.code(create.domain()) + " has a constraint of its own",
            "Put the CHECK on the tables, where it can be added with NOT VALID.")
        : List.of();
  }
}
