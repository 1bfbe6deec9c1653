package dev.flux.rollout;

import dev.flux.schema.Table;
import dev.flux.schema.UserType;
import dev.flux.sql.ObjectOperation.AlterDomain;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A CHECK of a domain: for new values first, validated apart (manual, ALTER DOMAIN). There is no
 * such way to NOT NULL: columns of the domain are read while writes wait, whatever CHECKs they
 * have, so that it is said to be so, and gives up where it has to wait for its locks.
 */
final class DomainConstraintNotValid implements Recipe {
  private static final Pattern NAMED =
      Pattern.compile(
          "\\bCONSTRAINT\\s+(\"(?:[^\"]|\"\")++\"|[\\w$]+)\\s+CHECK\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern UNNAMED =
      Pattern.compile("^\\s*ADD\\s+CHECK\\b", Pattern.CASE_INSENSITIVE);

  /** Bytes; the server shortens longer names (manual, 4.1.1 Identifiers and Key Words). */
  private static final int LONGEST_NAME = 63;

  @Override
  public Set<String> settles() {
    return Set.of("domain-constraint-validating");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof AlterDomain alter) || alter.notValid()) {
      return List.of();
    }
    if (alter.change() == AlterDomain.Change.SET_NOT_NULL) {
      return List.of(notNull(situation, alter));
    }
    return alter.change() == AlterDomain.Change.ADD_CONSTRAINT
        ? name(situation, alter).map(name -> steps(situation, alter, name)).orElse(List.of())
        : List.of();
  }

  /** The name written, or the one that the server makes up for the first rule of a domain. */
  private static Optional<String> name(Situation situation, AlterDomain alter) {
    Matcher named = NAMED.matcher(alter.text());
    if (named.find()) {
      return Optional.of(named.group(1));
    }
    return situation
        .before()
        .findType(alter.domain())
        .filter(domain -> !domain.constrained())
        .map(domain -> domain.name().name() + "_check")
        .filter(name -> name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME)
        .filter(name -> UNNAMED.matcher(alter.text()).find())
        .map(situation::sql);
  }

  private static PlannedStep notNull(Situation situation, AlterDomain alter) {
    String domain = "ALTER DOMAIN " + situation.sql(alter.domain()) + " ";
    String columns =
        situation.before().findType(alter.domain()).stream()
            .flatMap(
                type ->
                    situation.before().using(type).stream().flatMap(t -> nulls(situation, t, type)))
            .collect(Collectors.joining(" "));
    return situation
        .step("set_not_null_" + alter.domain().name(), "Forbid NULL in `" + alter.domain() + "`")
        .sql(
            Sql.locking(
                Sql.allow(
                        "domain-constraint-validating",
                        "no version has an online way; run it off-peak")
                    + domain
                    + "SET NOT NULL;"),
            Sql.locking(domain + "DROP NOT NULL;"))
        .impact(
            "SHARE on the tables with columns of `" + alter.domain() + "`",
            "writes, while all of them are read: PostgreSQL has no other way",
            Estimates.oneScan())
        .deployGate(
            "every running version writes a value, it is off-peak, and no row has NULL"
                + (columns.isEmpty() ? "" : ": " + columns))
        .worksWith("versions that always write a value")
        .contract();
  }

  private static Stream<String> nulls(Situation situation, Table table, UserType type) {
    return table.columns().stream()
        .filter(
            c -> c.type().flatMap(situation.before()::findType).filter(type::equals).isPresent())
        .map(
            c ->
                "SELECT count(*) FROM %s WHERE %s IS NULL;"
                    .formatted(situation.sql(table.name()), situation.sql(c.name())));
  }

  private static List<PlannedStep> steps(Situation situation, AlterDomain alter, String name) {
    String domain = "ALTER DOMAIN " + situation.sql(alter.domain()) + " ";
    String drop = domain + "DROP CONSTRAINT " + name + ";";
    String text =
        NAMED.matcher(alter.text()).find()
            ? alter.text()
            : UNNAMED
                .matcher(alter.text())
                .replaceFirst(Matcher.quoteReplacement("ADD CONSTRAINT " + name + " CHECK"));
    String add = domain + text + " NOT VALID;";
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
