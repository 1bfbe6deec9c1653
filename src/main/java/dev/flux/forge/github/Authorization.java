package dev.flux.forge.github;

import java.io.IOException;

/** What is sent as {@code Authorization} with a call. */
interface Authorization {

  /** The header's value, asked for from GitHub if it must be. */
  String header() throws IOException;

  /**
   * GitHub refused this value.
   *
   * @return whether another one may be had, so that one more try makes sense
   */
  boolean refused(String header);
}
