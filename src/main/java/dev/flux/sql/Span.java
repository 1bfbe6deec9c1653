package dev.flux.sql;

/**
 * A stretch of a file.
 *
 * @param start first character, from 0
 * @param end behind the last character
 * @param line line of the first character, from 1
 * @param endLine line of the last character
 */
public record Span(int start, int end, int line, int endLine) {

  /** The text of this stretch. */
  public String of(String text) {
    return text.substring(start, end);
  }

  /** The same stretch where so many characters and lines stand before its text. */
  Span behind(int characters, int lines) {
    return new Span(start + characters, end + characters, line + lines, endLine + lines);
  }
}
