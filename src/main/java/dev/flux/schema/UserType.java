package dev.flux.schema;

import dev.flux.sql.DomainRule;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A type that a migration created, as of a statement.
 *
 * @param labels of an enum, in order
 * @param base of a domain
 * @param rules what values of a domain are held to
 * @param text of the statement that creates it; empty once it is another by now
 */
public record UserType(
    ObjectName name,
    Kind kind,
    List<String> labels,
    Optional<SqlType> base,
    List<DomainRule> rules,
    String text) {
  public UserType {
    labels = List.copyOf(labels);
    rules = List.copyOf(rules);
  }

  /** The kinds; {@code OTHER} for composite, range and base types. */
  public enum Kind {
    ENUM,
    DOMAIN,
    OTHER
  }

  UserType named(ObjectName other) {
    return new UserType(other, kind, labels, base, rules, "");
  }

  UserType withLabels(List<String> other) {
    return new UserType(name, kind, other, base, rules, "");
  }

  /** The same with something else about it than what it was created with. */
  UserType altered() {
    return new UserType(name, kind, labels, base, rules, "");
  }

  /** A domain whose values are held to one thing more. */
  UserType heldTo(DomainRule rule) {
    DomainRule named = rule.name().isPresent() ? rule : rule.named(freeName(rule));
    return new UserType(name, kind, labels, base, Lists.plus(rules, named), "");
  }

  /** As the server names a rule that has no name of its own. */
  private String freeName(DomainRule rule) {
    List<String> taken = rules.stream().flatMap(known -> known.name().stream()).toList();
    String first = name.name() + (rule.notNull() ? "_not_null" : "_check");
    return Stream.concat(
            Stream.of(first), IntStream.iterate(1, n -> n + 1).mapToObj(n -> first + n))
        .filter(free -> !taken.contains(free))
        .findFirst()
        .orElseThrow();
  }

  /** A domain without some of its rules. */
  UserType freedOf(Predicate<DomainRule> gone) {
    return new UserType(name, kind, labels, base, Lists.without(rules, gone), "");
  }

  /** A domain of whose rules one has another name. */
  UserType withRuleNamed(Optional<String> from, String to) {
    List<DomainRule> renamed =
        Lists.map(rules, rule -> rule.name().equals(from) ? rule.named(to) : rule);
    return new UserType(name, kind, labels, base, renamed, "");
  }

  UserType as(String written) {
    return new UserType(name, kind, labels, base, rules, written);
  }

  /** Whether values of a domain are held to anything. */
  public boolean constrained() {
    return !rules.isEmpty();
  }
}
