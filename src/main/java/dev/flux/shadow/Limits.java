package dev.flux.shadow;

import java.time.Duration;

/**
 * How much a proof may take.
 *
 * @param whole time for all of it
 * @param statement time for one statement
 * @param bytes that its databases may hold together
 */
public record Limits(Duration whole, Duration statement, long bytes) {
  /** Enough for a long history, too little to harm. */
  public static final Limits USUAL =
      new Limits(Duration.ofSeconds(180), Duration.ofSeconds(30), 1L << 30);
}
