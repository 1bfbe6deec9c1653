package dev.flux.sql;

/** The SQL that an engine speaks. */
public enum Dialect {
  POSTGRESQL("postgresql", "PostgreSQL"),
  MYSQL("mysql", "MySQL"),
  MARIADB("mariadb", "MariaDB"),
  SQLITE("sqlite", "SQLite");

  private final String id;
  private final String title;

  Dialect(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** In settings, flags and JSON. */
  public String id() {
    return id;
  }

  /** For people. */
  public String title() {
    return title;
  }
}
