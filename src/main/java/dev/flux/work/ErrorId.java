package dev.flux.work;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names one failure, so that what a person is shown can be found in the log. */
public final class ErrorId {
  private static final SecureRandom RANDOM = new SecureRandom();

  private ErrorId() {}

  /** A new one: eight hexadecimal digits. */
  public static String next() {
    return HexFormat.of().toHexDigits(RANDOM.nextInt());
  }
}
