package dev.flux.shadow.postgresql;

import java.sql.SQLException;

/** What a server's refusals say. */
final class Sql {
  private Sql() {}

  /** The first line, without the name of the severity. */
  static String message(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse("no reason").replaceFirst("^[A-Z]+: ", "");
  }

  /** The five characters that name the condition; empty where the connection broke. */
  static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }
}
