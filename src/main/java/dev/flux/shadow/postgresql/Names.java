package dev.flux.shadow.postgresql;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names and texts inside SQL. */
final class Names {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Names() {}

  /** A name between quotes. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text between quotes. */
  static String literal(String text) {
    String doubled = text.replace("'", "''");
    return doubled.contains("\\")
        ? "E'" + doubled.replace("\\", "\\\\") + "'"
        : "'" + doubled + "'";
  }

  /** So many random bytes in hexadecimal digits. */
  static String random(int bytes) {
    byte[] chosen = new byte[bytes];
    RANDOM.nextBytes(chosen);
    return HexFormat.of().formatHex(chosen);
  }
}
