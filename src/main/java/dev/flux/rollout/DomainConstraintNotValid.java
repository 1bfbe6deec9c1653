package dev.flux.rollout;

import dev.flux.sql.ObjectOperation.AlterDomain;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A named constraint of a domain: for new values first, validated apart (manual, ALTER DOMAIN). */
final class DomainConstraintNotValid implements Recipe {
  private static final Pattern NAMED =
      Pattern.compile(
          "\\bCONSTRAINT\\s+(\"(?:[^\"]|\"\")+\"|[\\w$]+)\\s+CHECK\\b", Pattern.CASE_INSENSITIVE);

  @Override
  public Set<String> settles() {
    return Set.of("domain-constraint-validating");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof AlterDomain alter)
        || alter.change() != AlterDomain.Change.ADD_CONSTRAINT
        || alter.notValid()) {
      return List.of();
    }
    return name(alter).map(name -> steps(situation, alter, name)).orElse(List.of());
  }

  private static Optional<String> name(AlterDomain alter) {
    Matcher named = NAMED.matcher(alter.text());
    return named.find() ? Optional.of(named.group(1)) : Optional.empty();
  }

  private static List<PlannedStep> steps(Situation situation, AlterDomain alter, String name) {
    String domain = "ALTER DOMAIN " + situation.sql(alter.domain()) + " ";
    String drop = domain + "DROP CONSTRAINT " + name + ";";
    String add = domain + alter.text() + " NOT VALID;";
    String slug = alter.domain().name() + "_" + name.replace("\"", "");
    String lock = "SHARE on the tables with columns of `" + alter.domain() + "`";
    return List.of(
        situation
            .step("add_" + slug, "Keep " + name + " for new values")
            .sql(Sql.locking(add), Sql.locking(drop))
            .impact(lock, "writes, for an instant", Estimates.instant())
            .deployGate("every running version writes values that keep it")
            .worksWith("versions that keep it")
            .expand(),
        situation
            .step("validate_" + slug, "Check existing values")
            .sql(Sql.locking(domain + "VALIDATE CONSTRAINT " + name + ";"), Sql.locking(drop, add))
            .impact(lock, "writes, while each of them is read", Estimates.oneScan())
            .worksWith("every version that worked before")
            .expand());
  }
}
