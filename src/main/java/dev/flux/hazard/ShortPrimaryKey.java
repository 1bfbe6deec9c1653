package dev.flux.hazard;

import dev.flux.sql.Dialect;
import java.util.Set;

/**
 * Catches new primary keys that count up in less than eight bytes. Spoken once a file.
 *
 * <p>In production: inserts fail once the key has run through its type, failed and rolled back ones
 * counted; making it longer then rewrites the table and every table that refers to it.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version. A key of SQLite has eight bytes.
 *
 * <p>Safe path: {@code bigint} from the start.
 *
 * <p>Source: PostgreSQL manual, 8.1.1 Integer Types; 8.1.4 Serial Types.
 */
final class ShortPrimaryKey extends ColumnStyle {
  private static final Set<String> SHORT =
      Set.of(
          "smallserial",
          "serial",
          "smallint",
          "integer",
          "tinyint",
          "mediumint",
          "int",
          "smallint unsigned",
          "mediumint unsigned",
          "int unsigned");

  ShortPrimaryKey() {
    super(
        "short-primary-key",
        "Inserts fail once the key has run through its type",
        "counted up in less than eight bytes",
        "Use `bigint` from the start: making the key longer later rewrites the table.");
  }

  @Override
  boolean concerns(NewColumn column) {
    return column.primaryKey()
        && SHORT.contains(column.type())
        && column.clause().engine().dialect() != Dialect.SQLITE
        && (column.column().autoIncrement()
            || column
                .column()
                .defaultValue()
                .filter(value -> value.functions().contains("nextval"))
                .isPresent());
  }
}
