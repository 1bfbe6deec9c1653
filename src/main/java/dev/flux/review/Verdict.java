package dev.flux.review;

import java.util.Locale;

/** What a review says in one word. */
public enum Verdict {
  SAFE,
  /** Nothing worse was found than something that Flux cannot read: a human must. */
  UNREADABLE,
  RISKY;

  /** In JSON. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
