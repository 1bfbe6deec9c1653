package dev.flux.sql;

import java.util.List;
import java.util.Optional;

/**
 * A constraint as written in CREATE TABLE, ADD CONSTRAINT or behind a column.
 *
 * @param name where one was given
 * @param columns that it covers; for CHECK the names its expression reads
 * @param check the condition of a CHECK
 * @param reference the other side of a FOREIGN KEY
 * @param usingIndex the existing index that a UNIQUE or PRIMARY KEY adopts
 * @param notValid whether existing rows are left unchecked
 * @param definition exact text without {@code CONSTRAINT name} in front and {@code NOT VALID}
 *     behind
 */
public record Constraint(
    Kind kind,
    Optional<String> name,
    List<String> columns,
    Optional<Expression> check,
    Optional<Reference> reference,
    Optional<String> usingIndex,
    boolean notValid,
    String definition) {
  public Constraint {
    columns = List.copyOf(columns);
  }

  /** The kinds; {@code NOT_NULL} is the table constraint of PostgreSQL 18. */
  public enum Kind {
    PRIMARY_KEY,
    UNIQUE,
    FOREIGN_KEY,
    CHECK,
    EXCLUSION,
    NOT_NULL
  }

  /**
   * The other side of a foreign key.
   *
   * @param columns empty where the primary key is meant
   * @param actions {@code ON DELETE …} and {@code ON UPDATE …} as written
   */
  public record Reference(ObjectName table, List<String> columns, String actions) {
    public Reference {
      columns = List.copyOf(columns);
    }
  }
}
