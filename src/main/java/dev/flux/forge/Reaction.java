package dev.flux.forge;

/** How Flux acknowledges a command on the comment that gave it. */
public enum Reaction {
  SEEN,
  DONE,
  CONFUSED
}
