package dev.flux.hazard;

import java.util.Locale;

/** How much a finding matters, the least first. */
public enum Severity {
  /** Style and good habit: in the report only. */
  ADVICE,
  /** Needs attention; shown, and does not fail the check. */
  WARNING,
  /** Fails the check. */
  DANGER;

  /** In JSON and flags. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
