package dev.flux.schema;

/**
 * An index, trigger or view as SQLite keeps it: as the text of its CREATE statement.
 *
 * @param table that it belongs to; of a view its own name
 * @param sql without a semicolon
 */
public record WrittenObject(Kind kind, String name, String table, String sql) {
  /** What lives beside tables, in the order in which it must be made again. */
  public enum Kind {
    INDEX,
    VIEW,
    TRIGGER
  }

  WrittenObject with(String otherTable, String otherSql) {
    return new WrittenObject(kind, name, otherTable, otherSql);
  }
}
