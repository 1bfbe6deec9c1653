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
 * @param text of the statement that creates it; empty once it is another by now
 */
public record UserType(
    ObjectName name,
    Kind kind,
    List<String> labels,
    Optional<SqlType> base,
    boolean constrained,
    String text) {
  public UserType {
    labels = List.copyOf(labels);
  }

  /** The kinds; {@code OTHER} for composite, range and base types. */
  public enum Kind {
    ENUM,
    DOMAIN,
    OTHER
  }

  UserType named(ObjectName other) {
    return new UserType(other, kind, labels, base, constrained, "");
  }

  UserType withLabels(List<String> other) {
    return new UserType(name, kind, other, base, constrained, "");
  }

  /** The same with something else about it than what it was created with. */
  UserType altered() {
    return new UserType(name, kind, labels, base, constrained, "");
  }

  UserType withConstrained(boolean other) {
    return new UserType(name, kind, labels, base, other, "");
  }
}
