package dev.flux.review;

import dev.flux.hazard.Severity;

/** How words stand out in a terminal. */
enum TerminalStyle {
  PLAIN,
  COLOUR;

  String bold(String text) {
    return wrap("1", text);
  }

  String dim(String text) {
    return wrap("2", text);
  }

  /** The severity, seven columns wide. */
  String severity(Severity severity) {
    String word = String.format("%-7s", severity.id());
    return switch (severity) {
      case DANGER -> wrap("1;31", word);
      case WARNING -> wrap("1;33", word);
      case ADVICE -> wrap("1;34", word);
    };
  }

  private String wrap(String code, String text) {
    return this == PLAIN ? text : "\u001B[" + code + "m" + text + "\u001B[0m";
  }
}
