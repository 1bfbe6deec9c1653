package dev.flux.shadow.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Makes everything of one database in another, as the server itself writes it down. */
final class Copy {
  private final Connection connection;
  private final String from;

  /**
   * @param connection to the database that is empty
   * @param from the other one
   */
  Copy(Connection connection, String from) {
    this.connection = connection;
    this.from = from;
  }

  void run() throws SQLException {
    execute("SET SESSION foreign_key_checks = 0");
    List<MysqlTable> tables = MysqlTable.all(connection, from);
    for (MysqlTable table : tables) {
      execute(written("TABLE", table.name()));
      String columns =
          table.written().stream().map(MysqlTable::quoted).collect(Collectors.joining(", "));
      String name = MysqlTable.quoted(table.name());
      execute("INSERT INTO %1$s (%2$s) SELECT %2$s FROM %3$s.%1$s".formatted(name, columns, from));
    }
    for (String kind : List.of("FUNCTION", "PROCEDURE")) {
      for (String routine : names("ROUTINE_NAME", "ROUTINES", "ROUTINE_TYPE = '" + kind + "'")) {
        execute(written(kind, routine));
      }
    }
    views(names("TABLE_NAME", "VIEWS", ""));
    for (String trigger : names("TRIGGER_NAME", "TRIGGERS", "")) {
      execute(written("TRIGGER", trigger));
    }
  }

  /** A view may read another, which must be there before. */
  private void views(List<String> names) throws SQLException {
    List<String> left = new ArrayList<>(names);
    while (!left.isEmpty()) {
      List<String> waiting = new ArrayList<>();
      SQLException last = null;
      for (String view : left) {
        try {
          execute(written("VIEW", view));
        } catch (SQLException notYet) {
          last = notYet;
          waiting.add(view);
        }
      }
      if (last != null && waiting.size() == left.size()) {
        throw last;
      }
      left = waiting;
    }
  }

  private List<String> names(String column, String view, String condition) throws SQLException {
    String schema = view.equals("VIEWS") ? "TABLE_SCHEMA" : view.replaceFirst("S$", "") + "_SCHEMA";
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT %s FROM information_schema.%s WHERE %s = '%s'%s"
                    .formatted(
                        column,
                        view,
                        schema,
                        from,
                        condition.isEmpty() ? "" : " AND " + condition))) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }

  /** The statement that makes it, without the name of its database. */
  private String written(String kind, String name) throws SQLException {
    String sql =
        "SHOW CREATE " + kind + " " + MysqlTable.quoted(from) + "." + MysqlTable.quoted(name);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      boolean third = !kind.equals("TABLE") && !kind.equals("VIEW");
      String written = row.getString(third ? 3 : 2);
      return written.replace(MysqlTable.quoted(from) + ".", "");
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }
}
