package dev.flux.rollout;

import java.util.List;
import java.util.Locale;

/** The steps of one phase, in order. */
public record Phase(Name name, List<Step> steps) {
  public Phase {
    steps = List.copyOf(steps);
  }

  /** The phases in order. */
  public enum Name {
    EXPAND,
    BACKFILL,
    CONTRACT;

    /** In JSON and for people. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
