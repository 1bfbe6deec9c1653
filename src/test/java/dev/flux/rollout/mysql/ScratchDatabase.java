package dev.flux.rollout.mysql;

import dev.flux.engine.mysql.RunningServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A database that a test makes, looks at and drops. */
record ScratchDatabase(String name, Connection connection) implements AutoCloseable {

  static ScratchDatabase create(RunningServer server, String name) throws SQLException {
    try (Connection root = server.connect("");
        Statement statement = root.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + name);
      statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
    }
    return new ScratchDatabase(name, server.connect(name));
  }

  /** Sends a text whole, as a tool sends a file, and takes every answer. */
  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(sql);
      while (rows || statement.getUpdateCount() >= 0) {
        rows = statement.getMoreResults();
      }
    }
  }

  /** What every table, view, trigger and routine is. */
  Map<String, String> schema() throws SQLException {
    Map<String, String> found = new TreeMap<>();
    for (List<String> table : query("SHOW FULL TABLES")) {
      String name = table.get(0);
      boolean view = table.get(1).contains("VIEW");
      String sql = query("SHOW CREATE " + (view ? "VIEW `" : "TABLE `") + name + "`").get(0).get(1);
      found.put(name, sql.replaceAll(" AUTO_INCREMENT=\\d+", ""));
    }
    for (List<String> trigger : query("SHOW TRIGGERS")) {
      // Sent with others, a body ends with or without its semicolon.
      String body = trigger.get(3).replaceFirst(";$", "");
      found.put(
          "trigger " + trigger.get(0), trigger.get(1) + " on " + trigger.get(2) + ": " + body);
    }
    for (List<String> routine :
        query(
            "SELECT routine_name FROM information_schema.routines WHERE routine_schema = '"
                + name
                + "'")) {
      found.put("routine " + routine.get(0), "");
    }
    return found;
  }

  /** The same, where the order of keys in a table does not count. */
  Map<String, String> schemaInAnyOrder() throws SQLException {
    Map<String, String> sorted = new TreeMap<>();
    schema().forEach((name, sql) -> sorted.put(name, inAnyOrder(sql)));
    return sorted;
  }

  private static String inAnyOrder(String sql) {
    List<String> lines = new ArrayList<>(Arrays.asList(sql.replace(",\n", "\n").split("\n", -1)));
    List<String> keys = lines.stream().filter(l -> l.matches(" +[A-Z].*")).sorted().toList();
    lines.removeIf(l -> l.matches(" +[A-Z].*"));
    lines.addAll(keys);
    return String.join("\n", lines);
  }

  /** The rows of every table, with its name. */
  Set<String> rows() throws SQLException {
    Set<String> found = new TreeSet<>();
    for (List<String> table : query("SHOW TABLES")) {
      query("SELECT * FROM `" + table.get(0) + "`")
          .forEach(row -> found.add(table.get(0) + " " + row));
    }
    return found;
  }

  List<List<String>> query(String sql) throws SQLException {
    List<List<String>> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        found.add(row);
      }
    }
    return found;
  }

  @Override
  public void close() throws SQLException {
    run("DROP DATABASE " + name);
    connection.close();
  }
}
