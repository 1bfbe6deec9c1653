package dev.flux.sql;

import java.util.List;
import java.util.Optional;

/**
 * A column as written in CREATE TABLE or ADD COLUMN.
 *
 * @param type absent only on SQLite
 * @param notNull said outright, or implied by PRIMARY KEY, serial or identity
 * @param constraints those written behind the column, NOT NULL and DEFAULT aside
 * @param attributes what else its values follow
 * @param text exact text, from the name on
 */
public record ColumnDefinition(
    String name,
    Optional<SqlType> type,
    boolean notNull,
    Optional<Expression> defaultValue,
    Optional<Generated> generated,
    boolean autoIncrement,
    List<Constraint> constraints,
    Attributes attributes,
    String text) {
  public ColumnDefinition {
    constraints = List.copyOf(constraints);
  }

  /**
   * What is said of a column besides its type, its NULLs and its default; all but the collation,
   * the comment and the identity is of MySQL and MariaDB alone.
   *
   * @param charset in lower case
   * @param collation as named
   * @param comment without quotes
   * @param onUpdate what the column is set to by every UPDATE, as written
   * @param invisible whether {@code SELECT *} leaves it out
   * @param identity {@code GENERATED … AS IDENTITY} with its options, as written
   * @param format {@code SRID n} or {@code COMPRESSED}: how the values are kept
   */
  public record Attributes(
      Optional<String> charset,
      Optional<String> collation,
      Optional<String> comment,
      Optional<String> onUpdate,
      boolean invisible,
      Optional<String> identity,
      Optional<String> format) {
    /** What MySQL and MariaDB say. */
    public Attributes(
        Optional<String> charset,
        Optional<String> collation,
        Optional<String> comment,
        Optional<String> onUpdate,
        boolean invisible) {
      this(charset, collation, comment, onUpdate, invisible, Optional.empty(), Optional.empty());
    }

    /** Nothing of it. */
    public static final Attributes NONE =
        new Attributes(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    /** The same with another comment; empty for none. */
    public Attributes withComment(Optional<String> other) {
      return new Attributes(charset, collation, other, onUpdate, invisible, identity, format);
    }

    /** The same for another identity; empty for none. */
    public Attributes withIdentity(Optional<String> other) {
      return new Attributes(charset, collation, comment, onUpdate, invisible, other, format);
    }
  }

  /** The collation behind the column. */
  public Optional<String> collation() {
    return attributes.collation();
  }

  /**
   * A generated column.
   *
   * @param stored whether its values are written to the table; virtual otherwise
   */
  public record Generated(Expression expression, boolean stored) {}

  /** Whether it has a constraint of this kind behind it. */
  public boolean has(Constraint.Kind kind) {
    return constraints.stream().anyMatch(constraint -> constraint.kind() == kind);
  }
}
