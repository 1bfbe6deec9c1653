package dev.flux.hazard;

import java.util.List;

/** A hazard of how new columns are written: advice, spoken once a file, at the first of them. */
abstract class ColumnStyle implements Hazard {
  private final String id;
  private final String effect;
  private final String cause;
  private final String remedy;

  /**
   * @param cause behind "because", the names of the columns and "is" or "are"
   */
  ColumnStyle(String id, String effect, String cause, String remedy) {
    this.id = id;
    this.effect = effect;
    this.cause = cause;
    this.remedy = remedy;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final Severity severity() {
    return Severity.ADVICE;
  }

  @Override
  public final List<Finding> examine(ExaminedMigration migration) {
    List<NewColumn> columns =
        NewColumn.of(migration).stream().filter(this::concerns).distinct().toList();
    return columns.isEmpty()
        ? List.of()
        : columns
            .get(0)
            .clause()
            .finding(
                this,
                columns.stream().anyMatch(this::breaksReaders) ? Severity.WARNING : severity(),
                effect,
                Words.few(columns) + (columns.size() == 1 ? " is " : " are ") + cause,
                remedy);
  }

  /** Whether it makes statements of the running application fail. */
  boolean breaksReaders(NewColumn column) {
    return false;
  }

  /** Whether the column is written so. */
  abstract boolean concerns(NewColumn column);
}
