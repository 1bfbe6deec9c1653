package dev.flux.sql;

import java.util.Optional;

/**
 * What values of a domain are held to: a CHECK or NOT NULL (manual, CREATE DOMAIN).
 *
 * @param name of its constraint, where it has one
 * @param text exact text of it
 */
public record DomainRule(Optional<String> name, boolean notNull, String text) {
  /** The same with a name of its own. */
  public DomainRule named(String other) {
    return new DomainRule(Optional.of(other), notNull, text);
  }
}
