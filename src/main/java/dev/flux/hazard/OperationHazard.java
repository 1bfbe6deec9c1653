package dev.flux.hazard;

import dev.flux.sql.Operation;
import java.util.List;

/** A hazard of one kind of operation. */
abstract class OperationHazard<T extends Operation> implements Hazard {
  private final String id;
  private final Severity severity;
  private final Class<T> kind;

  OperationHazard(String id, Severity severity, Class<T> kind) {
    this.id = id;
    this.severity = severity;
    this.kind = kind;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final Severity severity() {
    return severity;
  }

  @Override
  public final List<Finding> examine(ExaminedClause clause) {
    return kind.isInstance(clause.operation())
        ? examine(kind.cast(clause.operation()), clause)
        : List.of();
  }

  /** Judges one operation of the kind. */
  abstract List<Finding> examine(T operation, ExaminedClause clause);
}
