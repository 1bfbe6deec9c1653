package dev.flux.shadow;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A server refused a statement. */
public final class StatementFailed extends Exception {
  private static final long serialVersionUID = 1L;

  private final String statement;
  private final Kind kind;

  /** What the refusal is about. */
  public enum Kind {
    /** Rows break a constraint, or have values that do not fit. */
    ROWS,
    /** A new column wants a value that old rows do not have. */
    MISSING_VALUE,
    /** It may not stand in this transaction. */
    TRANSACTION,
    /** The server is set up so that nobody with those rights may do it. */
    SERVER,
    /** Anything else. */
    OTHER;

    /** Whether it is about the rows that are there. */
    boolean ofRows() {
      return this == ROWS || this == MISSING_VALUE;
    }
  }

  /**
   * @param statement the one that was refused
   * @param message the server's own
   */
  public StatementFailed(String statement, String message, Kind kind, @Nullable Throwable cause) {
    super(message, cause);
    this.statement = statement;
    this.kind = kind;
  }

  /** The server's own words. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** The statement that was refused. */
  public String statement() {
    return statement;
  }

  /** What the refusal is about. */
  public Kind kind() {
    return kind;
  }
}
