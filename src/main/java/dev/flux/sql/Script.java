package dev.flux.sql;

import java.util.List;

/**
 * A file, or one section of it, as statements in order. Between them stand only white space,
 * comments and separators, so that nothing of the text is lost.
 *
 * @param text the whole file; spans count in it
 * @param section the stretch that was read
 * @param comments every comment of the section that stands outside statements, in order
 */
public record Script(
    String text, Span section, List<Statement> statements, List<SourceComment> comments) {
  public Script {
    statements = List.copyOf(statements);
    comments = List.copyOf(comments);
  }

  /**
   * A comment of the author.
   *
   * @param text without its markers, stripped
   */
  public record SourceComment(Span span, String text) {}
}
