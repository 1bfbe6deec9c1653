package dev.flux.sql;

/** A reader met something other than what the grammar asks for; carries the reason for people. */
final class UnexpectedToken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnexpectedToken(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
