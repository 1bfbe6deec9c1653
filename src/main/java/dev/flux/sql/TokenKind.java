package dev.flux.sql;

/** Kinds of tokens. */
enum TokenKind {
  /** A keyword or a name without quotes. */
  WORD,
  /**
   * A name in quotes, or a template placeholder with a dot and a name behind it: whatever it stands
   * for is the name of a schema.
   */
  QUOTED,
  /** A string literal of any spelling, dollar quotes and bit strings included. */
  STRING,
  NUMBER,
  /** {@code $1}, {@code ?}, {@code :name}, {@code @name}. */
  PARAMETER,
  /** One or more operator characters that belong together, such as {@code ->>}. */
  OPERATOR,
  /** One of {@code ( ) [ ] , .} and, where it separates nothing, {@code ;}. */
  SYMBOL,
  /** What ends a statement: {@code ;} or the delimiter that a client command has set. */
  SEPARATOR,
  /** A template placeholder: {@code {{ … }}}, {@code ${…}}. */
  PLACEHOLDER,
  /** A command to psql, to the end of its line. */
  CLIENT_COMMAND,
  /** The opening of a comment that MySQL reads as SQL. */
  CONDITIONAL_OPEN,
  /** Its end. */
  CONDITIONAL_CLOSE,
  /** A quote or comment that never ends; reaches to the end of the section. */
  UNTERMINATED,
  /** A character that stands nowhere in SQL. */
  UNKNOWN
}
