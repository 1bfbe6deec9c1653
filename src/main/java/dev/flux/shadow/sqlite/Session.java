package dev.flux.shadow.sqlite;

import dev.flux.shadow.StatementFailed;
import dev.flux.shadow.StatementFailed.Kind;
import dev.flux.shadow.Unprovable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A session that runs what strangers wrote. */
final class Session implements AutoCloseable {
  /** What would reach other files, or change settings of the whole process. */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "\\b(temp_store_directory|data_store_directory|hard_heap_limit|soft_heap_limit"
              + "|max_page_count|load_extension|fts3_tokenizer|ATTACH)\\b"
              + "|\\b(VACUUM)\\b[^;]*\\bINTO\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern WORDS = Pattern.compile("^\\[\\w+\\]\\s*(.*?)\\s*(?:\\((.*)\\))?$");

  /** Samples are few, and so are their batches. */
  private static final int MOST_ROWS = 1000;

  private final Connection connection;
  private final Watch watch;
  private boolean together;

  Session(Connection connection, Watch watch) {
    this.connection = connection;
    this.watch = watch;
  }

  /** One transaction, where that is asked for. */
  void begin(boolean one) throws StatementFailed, Unprovable {
    together = one;
    if (together) {
      execute("BEGIN");
    }
  }

  void commit() throws StatementFailed, Unprovable {
    if (together) {
      execute("COMMIT");
    }
  }

  /** Runs a statement and throws away what it gives. */
  void execute(String sql) throws StatementFailed, Unprovable {
    run(sql, statement -> statement.execute(sql));
  }

  /** Runs a query, and gives the first column of its first rows. */
  List<String> query(String sql) throws StatementFailed, Unprovable {
    List<String> values = new ArrayList<>();
    run(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery(sql)) {
            while (values.size() < MOST_ROWS && rows.next()) {
              values.add(String.valueOf(rows.getString(1)));
            }
          }
        });
    return values;
  }

  /** What is done with a statement. */
  private interface Use {
    void of(Statement statement) throws SQLException;
  }

  private void run(String sql, Use use) throws StatementFailed, Unprovable {
    Matcher forbidden = FORBIDDEN.matcher(sql);
    if (forbidden.find()) {
      String word = forbidden.group(1) == null ? forbidden.group(2) : forbidden.group(1);
      throw new StatementFailed(sql, word + " is not for a shadow database", Kind.OTHER, null);
    }
    watch.check();
    try (Statement statement = connection.createStatement()) {
      watch.running(statement);
      use.of(statement);
    } catch (SQLException e) {
      throw refused(sql, e);
    } finally {
      watch.running(null);
    }
  }

  private StatementFailed refused(String sql, SQLException e) throws Unprovable {
    watch.check();
    return new StatementFailed(sql, message(e), kind(String.valueOf(e.getMessage())), e);
  }

  /** By what the driver puts before the server's own words: the extended result code. */
  private static Kind kind(String message) {
    if (message.startsWith("[SQLITE_CONSTRAINT_NOTNULL]")
        || message.contains("Cannot add a NOT NULL column")) {
      return Kind.MISSING_VALUE;
    }
    if (message.contains("within a transaction")) {
      return Kind.TRANSACTION;
    }
    return message.startsWith("[SQLITE_CONSTRAINT") || message.startsWith("[SQLITE_MISMATCH]")
        ? Kind.ROWS
        : Kind.OTHER;
  }

  /** SQLite's own words. */
  static String message(SQLException e) {
    String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    Matcher words = WORDS.matcher(text);
    if (!words.matches()) {
      return text;
    }
    return words.group(2) == null ? words.group(1) : words.group(2);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
