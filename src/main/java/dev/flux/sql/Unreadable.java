package dev.flux.sql;

/**
 * Text that Flux cannot read; a human must.
 *
 * @param text exact text
 * @param reason what was expected and what stands there instead, for the author
 */
public record Unreadable(String text, String reason) implements Operation {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
