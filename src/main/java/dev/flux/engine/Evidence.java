package dev.flux.engine;

import java.util.Locale;

/** What a claim rests on, the weakest first. */
public enum Evidence {
  /** Something had to be assumed; the claim says what. */
  ASSUMED,
  /** A fact about this engine and version. */
  KNOWN,
  /** Seen on a shadow database. */
  MEASURED;

  /** In JSON and for people. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
