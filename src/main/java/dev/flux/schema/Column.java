package dev.flux.schema;

import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.Dialect;
import dev.flux.sql.Expression;
import dev.flux.sql.SqlType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A column as of a statement.
 *
 * @param type where it is known
 * @param defaultValue as written; see {@link #defaultValue()}
 * @param autoIncrement serial, identity or AUTO_INCREMENT
 * @param attributes what else is known of it
 */
public record Column(
    String name,
    Optional<SqlType> type,
    boolean notNull,
    Optional<Expression> defaultValue,
    Optional<ColumnDefinition.Generated> generated,
    boolean autoIncrement,
    ColumnDefinition.Attributes attributes) {

  /** A column of which nothing but the name is known. */
  static Column assumed(String name) {
    return new Column(
        name,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        false,
        ColumnDefinition.Attributes.NONE);
  }

  /** A column as written. */
  static Column of(ColumnDefinition written) {
    return new Column(
        written.name(),
        written.type().map(Column::stored),
        written.notNull(),
        written.defaultValue(),
        written.generated(),
        written.autoIncrement(),
        written.attributes());
  }

  /** A serial is an integer with a sequence; its text still says what it was. */
  private static SqlType stored(SqlType type) {
    return switch (type.name()) {
      case "serial" -> new SqlType("integer", List.of(), 0, type.text());
      case "bigserial" -> new SqlType("bigint", List.of(), 0, type.text());
      case "smallserial" -> new SqlType("smallint", List.of(), 0, type.text());
      default -> type;
    };
  }

  /** What new rows get that leave it out; empty where that is NULL, also by DEFAULT NULL. */
  @Override
  public Optional<Expression> defaultValue() {
    return defaultValue.filter(value -> !value.text().strip().equalsIgnoreCase("null"));
  }

  /**
   * The same with DEFAULT NULL: PostgreSQL keeps it as a default of its own where the type has a
   * length.
   */
  public Optional<Expression> writtenDefault() {
    return defaultValue;
  }

  Column named(String other) {
    return new Column(other, type, notNull, defaultValue, generated, autoIncrement, attributes);
  }

  /** Computed of another column by its new name, where it is computed of it. */
  Column reading(String from, String to, Dialect dialect) {
    return new Column(
        name,
        type,
        notNull,
        defaultValue,
        generated.map(
            g ->
                new ColumnDefinition.Generated(
                    g.expression().withColumn(from, to, dialect), g.stored())),
        autoIncrement,
        attributes);
  }

  Column ofType(SqlType other) {
    return new Column(
        name, Optional.of(other), notNull, defaultValue, generated, autoIncrement, attributes);
  }

  /** Of another type, and of a collation said with it or the type's own. */
  Column ofType(SqlType other, Optional<String> collation) {
    ColumnDefinition.Attributes changed =
        new ColumnDefinition.Attributes(
            attributes.charset(),
            collation,
            attributes.comment(),
            attributes.onUpdate(),
            attributes.invisible(),
            attributes.identity(),
            attributes.format());
    return new Column(
        name, Optional.of(other), notNull, defaultValue, generated, autoIncrement, changed);
  }

  Column withNotNull(boolean other) {
    return new Column(name, type, other, defaultValue, generated, autoIncrement, attributes);
  }

  /** The same with another default, or none. */
  public Column withDefault(Optional<Expression> other) {
    return new Column(name, type, notNull, other, generated, autoIncrement, attributes);
  }

  Column withGenerated(Optional<ColumnDefinition.Generated> other) {
    return new Column(name, type, notNull, defaultValue, other, autoIncrement, attributes);
  }

  Column withComment(Optional<String> other) {
    return new Column(
        name, type, notNull, defaultValue, generated, autoIncrement, attributes.withComment(other));
  }

  Column withAutoIncrement(boolean other) {
    return new Column(
        name,
        type,
        notNull,
        defaultValue,
        generated,
        other,
        other ? attributes : attributes.withIdentity(Optional.empty()));
  }

  /**
   * The same as an identity column.
   *
   * @param text of the action, which may begin with {@code ADD}
   */
  Column withIdentity(String text) {
    int start = text.toUpperCase(Locale.ROOT).indexOf("GENERATED");
    return new Column(
        name,
        type,
        notNull,
        defaultValue,
        generated,
        true,
        attributes.withIdentity(
            start < 0 ? Optional.empty() : Optional.of(text.substring(start).strip())));
  }
}
