package dev.flux.sql;

import java.util.Optional;

/**
 * How MySQL and MariaDB keep the rows of a table, as far as it was written.
 *
 * @param engine storage engine in lower case
 * @param rowFormat in lower case
 * @param charset in lower case
 * @param collation in lower case
 * @param systemVersioned whether old rows are kept (MariaDB)
 */
public record TableOptions(
    Optional<String> engine,
    Optional<String> rowFormat,
    Optional<String> charset,
    Optional<String> collation,
    boolean systemVersioned) {
  /** Nothing was written. */
  public static final TableOptions NONE =
      new TableOptions(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

  /** These, and of the others what these leave open. */
  public TableOptions or(TableOptions others) {
    return new TableOptions(
        engine.or(others::engine),
        rowFormat.or(others::rowFormat),
        charset.or(others::charset),
        collation.or(() -> charset.isPresent() ? Optional.empty() : others.collation),
        systemVersioned || others.systemVersioned);
  }
}
