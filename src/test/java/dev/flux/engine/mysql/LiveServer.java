package dev.flux.engine.mysql;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.OnlineDdl.Algorithm;
import dev.flux.engine.StatementForm;
import dev.flux.sql.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A server of its own, with a populated database that is laid anew for each statement. */
final class LiveServer implements AutoCloseable {
  private static final Pattern PARTITIONS =
      Pattern.compile(
          "(?is)(ALTER TABLE \\S+)"
              + " ((?:ADD|DROP|REORGANIZE|COALESCE|REBUILD|TRUNCATE|EXCHANGE|OPTIMIZE|ANALYZE)"
              + " PARTITION.*|ORDER BY.*)");
  private static final Pattern PARTITIONING =
      Pattern.compile("(?is)(ALTER TABLE \\S+) ((?:PARTITION BY|REMOVE PARTITIONING).*)");
  private static final Pattern DROP_INDEX = Pattern.compile("(?is)DROP INDEX (\\S+) ON (\\S+)");
  private static final Pattern TABLE =
      Pattern.compile("(?:ALTER TABLE|ON|OPTIMIZE TABLE) `?(\\w+)");
  private static final List<Set<String>> TIED =
      List.of(Set.of("users", "orders", "teams"), Set.of("customers", "invoices", "invoice_lines"));
  private static final Pattern BETWEEN = Pattern.compile(";\\s*");

  private final Dialect dialect;
  private final RunningServer server;
  private final Connection connection;
  private Set<String> spoiled;

  private LiveServer(RunningServer server, Connection connection) {
    this.dialect = server.dialect();
    this.server = server;
    this.connection = connection;
    this.spoiled =
        pieces(MysqlForms.schema()).stream()
            .filter(sql -> sql.startsWith("CREATE TABLE"))
            .map(sql -> sql.split("\\s", 4)[2])
            .collect(Collectors.toSet());
  }

  static LiveServer start(ServerPrograms programs) throws Exception {
    RunningServer server = RunningServer.start(programs);
    Connection connection = server.connect("");
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE probe CHARACTER SET utf8mb4");
      statement.execute("USE probe");
    }
    return new LiveServer(server, connection);
  }

  EngineVersion version() throws SQLException {
    return EngineVersion.parse(text("SELECT version()")).orElseThrow();
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Every table of the schema as it was: those that a statement has touched are made anew. */
  private void lay(List<String> schema) throws SQLException {
    if (spoiled.isEmpty()) {
      return;
    }
    run("SET foreign_key_checks = 0");
    for (String table : tables()) {
      if (spoiled.contains(table) || schema.stream().noneMatch(sql -> isAbout(sql, table))) {
        run("DROP TABLE " + table);
      }
    }
    run("SET foreign_key_checks = 1");
    for (String sql : schema) {
      if (spoiled.stream().anyMatch(table -> isAbout(sql, table))) {
        run(sql);
      }
    }
    spoiled = Set.of();
  }

  private static boolean isAbout(String sql, String table) {
    return sql.matches("(?s)(CREATE TABLE|INSERT INTO) " + table + "\\b.*");
  }

  private List<String> tables() throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW TABLES")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  /** A table with those that its foreign keys tie to it. */
  private static Set<String> tiedTo(String table) {
    return TIED.stream().filter(tables -> tables.contains(table)).findFirst().orElse(Set.of(table));
  }

  static List<String> pieces(String text) {
    return BETWEEN.splitAsStream(text).filter(sql -> !sql.isBlank()).toList();
  }

  /** Offers the statement each algorithm, the lightest first, until the server takes one. */
  Answer ask(StatementForm form, List<String> schema) throws SQLException {
    lay(schema);
    String table = table(form.statement());
    spoiled = tiedTo(table);
    for (String sql : pieces(form.setup())) {
      run(sql);
    }
    Set<String> before = places(table);
    Set<String> all = places("%");
    SQLException refusal = new SQLException("nothing was offered");
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm == Algorithm.NOCOPY && dialect == Dialect.MYSQL) {
        continue;
      }
      for (String lock : algorithm == Algorithm.INSTANT ? List.of("") : List.of("NONE", "SHARED")) {
        try {
          run(with(form.statement(), algorithm, lock));
          return new Answer(
              algorithm, !lock.equals("SHARED"), !before.isEmpty(), !all.equals(places("%")));
        } catch (SQLException refused) {
          refusal = refused;
        }
      }
    }
    throw refusal;
  }

  /** The table that a statement alters. */
  private static String table(String statement) {
    Matcher matcher = TABLE.matcher(statement);
    if (!matcher.find()) {
      throw new IllegalArgumentException("which table does it alter? " + statement);
    }
    return matcher.group(1);
  }

  private String with(String statement, Algorithm algorithm, String lock) {
    String sql = statement.replaceFirst(";\\s*$", "");
    List<String> choices = new ArrayList<>(List.of("ALGORITHM=" + algorithm));
    if (!lock.isEmpty()) {
      choices.add("LOCK=" + lock);
    }
    Matcher partitions = PARTITIONS.matcher(sql);
    if (partitions.matches()) {
      return partitions.group(1) + " " + String.join(", ", choices) + ", " + partitions.group(2);
    }
    Matcher partitioning = PARTITIONING.matcher(sql);
    if (partitioning.matches()) {
      return partitioning.group(1) + " " + String.join(", ", choices) + " " + partitioning.group(2);
    }
    Matcher dropIndex = DROP_INDEX.matcher(sql);
    if (dropIndex.matches() && dialect == Dialect.MARIADB) {
      sql = "ALTER TABLE " + dropIndex.group(2) + " DROP INDEX " + dropIndex.group(1);
    }
    return sql.startsWith("ALTER")
        ? sql + ", " + String.join(", ", choices)
        : sql + " " + String.join(" ", choices);
  }

  /** Where InnoDB keeps the tables; those beside a full-text index aside. */
  private Set<String> places(String table) throws SQLException {
    String tables = dialect == Dialect.MYSQL ? "INNODB_TABLES" : "INNODB_SYS_TABLES";
    Set<String> places = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT table_id FROM information_schema."
                    + tables
                    + " WHERE (name LIKE 'probe/"
                    + table
                    + "' OR name LIKE 'probe/"
                    + table
                    + "#%') AND name NOT LIKE 'probe/fts%'")) {
      while (rows.next()) {
        places.add(rows.getString(1));
      }
    }
    return places;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    server.close();
  }
}
