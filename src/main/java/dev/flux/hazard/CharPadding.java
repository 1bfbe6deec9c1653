package dev.flux.hazard;

import dev.flux.sql.Dialect;
import java.util.List;

/**
 * Catches new columns of the type {@code char(n)}. Spoken once a file.
 *
 * <p>In production: shorter values are filled up with spaces; they take room, come back with the
 * value, and compare in ways that surprise.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version. MySQL cuts the spaces off again when it
 * reads, those of the value too.
 *
 * <p>Safe path: {@code text} or {@code varchar(n)}, and a CHECK where the length must be exact.
 *
 * <p>Source: PostgreSQL manual, 8.3 Character Types; MySQL manual, 11.3.2 The CHAR and VARCHAR
 * Types.
 */
final class CharPadding extends ColumnStyle {
  CharPadding() {
    super(
        "char-padding",
        "Shorter values are filled up with spaces",
        "of fixed length",
        "Use `text` or `varchar(n)`, and a CHECK where the length must be exact.");
  }

  @Override
  boolean concerns(NewColumn column) {
    return column.clause().engine().dialect() != Dialect.SQLITE
        && (column.type().equals("character") || column.type().equals("char"))
        && column
            .column()
            .type()
            .map(type -> type.modifiers())
            .filter(length -> !length.isEmpty() && !length.equals(List.of("1")))
            .isPresent();
  }
}
