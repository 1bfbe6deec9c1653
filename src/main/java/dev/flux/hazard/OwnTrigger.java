package dev.flux.hazard;

import java.util.List;
import java.util.stream.Stream;

/**
 * How triggers that Flux writes are named. PostgreSQL runs those of a table in the order of their
 * names (manual, CREATE TRIGGER), so that a mark before the name puts one before or behind those of
 * the team.
 */
public final class OwnTrigger {
  /** What every name begins with, behind its mark. */
  public static final String PREFIX = "flux_";

  /** Marks that put a trigger before others, the plainest first. */
  public static final List<String> FIRST = List.of("", "_", "0_", "!");

  /** Marks that put a trigger behind others, the plainest first. */
  public static final List<String> LAST = List.of("", "zz_", "zzzz_", "~");

  private OwnTrigger() {}

  static boolean isOwn(String trigger) {
    return Stream.concat(FIRST.stream(), LAST.stream())
        .anyMatch(mark -> trigger.startsWith(mark + PREFIX));
  }
}
