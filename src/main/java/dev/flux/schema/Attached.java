package dev.flux.schema;

import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlWords;
import java.util.Optional;

/**
 * What a migration made for a table or view and what goes with it.
 *
 * @param name its own; of a foreign table its server's, of a table OF a type the type's
 * @param relation as the catalog knows it
 * @param text what says how it works: a trigger from its time on, others their whole statement
 * @param column the one that it is of alone; only privileges and options have one
 */
public record Attached(
    Kind kind, String name, ObjectName relation, String text, Optional<String> column) {
  /** The kinds. */
  public enum Kind {
    TRIGGER,
    POLICY,
    RULE,
    STATISTICS,
    SERVER,
    OF_TYPE,
    PUBLICATION,
    /** GRANT and REVOKE of one column, each by its text. */
    PRIVILEGE,
    /** An action of ALTER COLUMN that changes neither values nor their rules, by its words. */
    OPTION
  }

  Attached(Kind kind, String name, ObjectName relation, String text) {
    this(kind, name, relation, text, Optional.empty());
  }

  boolean is(Kind kind, String name) {
    return this.kind == kind && this.name.equals(name);
  }

  /** Whether this one takes the other's place. */
  boolean replaces(Attached other) {
    return other.is(kind, name) && other.column.equals(column);
  }

  Attached named(String other) {
    return new Attached(kind, other, relation, text, column);
  }

  Attached on(ObjectName other) {
    return new Attached(kind, name, other, text, column);
  }

  /** Whether it says something of that column alone. */
  public boolean isOf(String column) {
    return this.column.filter(column::equals).isPresent();
  }

  /** What is said of a column follows it to its other name. */
  Attached renaming(String from, String to) {
    return isOf(from)
        ? new Attached(kind, name, relation, SqlWords.rename(text, from, to), Optional.of(to))
        : this;
  }
}
