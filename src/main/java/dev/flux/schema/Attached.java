package dev.flux.schema;

import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlWords;

/**
 * What a migration made for a table or view and what goes with it.
 *
 * @param name its own; of a foreign table its server's, of a table OF a type the type's
 * @param relation as the catalog knows it
 * @param text what says how it works: a trigger from its time on, others their whole statement
 */
public record Attached(Kind kind, String name, ObjectName relation, String text) {
  /** The kinds. */
  public enum Kind {
    TRIGGER,
    POLICY,
    RULE,
    STATISTICS,
    SERVER,
    OF_TYPE,
    PUBLICATION,
    /** GRANT and REVOKE of one column, which its name begins with. */
    PRIVILEGE,
    /** An action of ALTER COLUMN that changes neither values nor their rules, named likewise. */
    OPTION
  }

  Attached named(String other) {
    return new Attached(kind, other, relation, text);
  }

  Attached on(ObjectName other) {
    return new Attached(kind, name, other, text);
  }

  /** Whether it says something of that column alone. */
  public boolean isOf(String column) {
    return (kind == Kind.PRIVILEGE || kind == Kind.OPTION) && name.startsWith(column + " ");
  }

  /** What is said of a column follows it to its other name. */
  Attached renaming(String from, String to) {
    return isOf(from)
        ? new Attached(
            kind, to + name.substring(from.length()), relation, SqlWords.rename(text, from, to))
        : this;
  }
}
