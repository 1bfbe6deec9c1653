package dev.flux.schema;

import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlType;
import java.util.List;
import java.util.Optional;

/**
 * A type that a migration created, as of a statement.
 *
 * @param labels of an enum, in order
 * @param base of a domain
 * @param constrained whether a domain has a CHECK or NOT NULL
 * @param checks texts that say what values of a domain are held to
 * @param text of the statement that creates it; empty once it is another by now
 */
public record UserType(
    ObjectName name,
    Kind kind,
    List<String> labels,
    Optional<SqlType> base,
    boolean constrained,
    List<String> checks,
    String text) {
  public UserType {
    labels = List.copyOf(labels);
    checks = List.copyOf(checks);
  }

  /** The kinds; {@code OTHER} for composite, range and base types. */
  public enum Kind {
    ENUM,
    DOMAIN,
    OTHER
  }

  UserType named(ObjectName other) {
    return new UserType(other, kind, labels, base, constrained, checks, "");
  }

  UserType withLabels(List<String> other) {
    return new UserType(name, kind, other, base, constrained, checks, "");
  }

  /** The same with something else about it than what it was created with. */
  UserType altered() {
    return new UserType(name, kind, labels, base, constrained, checks, "");
  }

  /** A domain whose values are held to one thing more. */
  UserType heldTo(String check) {
    return new UserType(name, kind, labels, base, true, Lists.plus(checks, check), "");
  }
}
