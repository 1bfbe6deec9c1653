package dev.flux.hazard;

import dev.flux.sql.TableOperation.CreateTable;

/**
 * Catches new columns of the type {@code json}. Spoken once a file; a warning where a table in use
 * gets one, since its {@code SELECT DISTINCT *} fails from then on.
 *
 * <p>In production: every look into a value parses its text anew; it has no equality, so that
 * DISTINCT and GROUP BY fail, and no GIN index.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: {@code jsonb}, unless the exact text must come back.
 *
 * <p>Source: PostgreSQL manual, 8.14 JSON Types.
 */
final class JsonInsteadOfJsonb extends ColumnStyle {
  JsonInsteadOfJsonb() {
    super(
        "json-instead-of-jsonb",
        "Every look into a value parses it anew, and DISTINCT and GROUP BY fail",
        "`json`, which is kept as text",
        "Use `jsonb`, unless the exact text must come back.");
  }

  @Override
  boolean breaksReaders(NewColumn column) {
    boolean created = column.clause().operation() instanceof CreateTable;
    return !created && !column.clause().isNew(column.table());
  }

  @Override
  boolean concerns(NewColumn column) {
    return column.clause().postgresql() && column.type().equals("json");
  }
}
