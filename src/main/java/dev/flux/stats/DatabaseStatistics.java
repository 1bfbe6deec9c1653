package dev.flux.stats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.flux.config.Secret;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Properties;

/** Asks a server how much its tables hold, in a read-only transaction. */
public final class DatabaseStatistics {
  /**
   * Estimates of the planner, sizes with indexes, and writes since the counters began. Source:
   * PostgreSQL manual, 27.2.18 pg_stat_all_tables, 9.27.7 Database Object Size Functions.
   */
  private static final String POSTGRESQL =
      """
      SELECT n.nspname || '.' || c.relname, greatest(c.reltuples, s.n_live_tup)::bigint,
             pg_table_size(c.oid),
             (s.n_tup_ins + s.n_tup_upd + s.n_tup_del)::float8
               / nullif(extract(epoch FROM now() - coalesce(d.stats_reset, pg_postmaster_start_time())), 0)::float8
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
      LEFT JOIN pg_stat_database d ON d.datname = current_database()
      WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
      ORDER BY 1
      """;

  private static final String SQLITE_TABLES =
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1";

  /** How much one table holds. */
  record Amount(String name, OptionalLong rows, OptionalLong bytes, OptionalDouble writes) {}

  private DatabaseStatistics() {}

  /**
   * The statistics as the JSON of {@code flux-stats.json}.
   *
   * @param url of JDBC, PostgreSQL's or SQLite's
   * @param today on which they are taken
   * @throws StatisticsException where Flux has no driver for the URL, or the server cannot be
   *     reached or refuses
   */
  public static String read(
      String url, Optional<String> user, Optional<Secret> password, LocalDate today)
      throws StatisticsException {
    boolean postgresql = url.startsWith("jdbc:postgresql:");
    if (!postgresql && !url.startsWith("jdbc:sqlite:")) {
      throw new StatisticsException(
          "flux stats reads jdbc:postgresql: and jdbc:sqlite:; there is no driver for other URLs",
          null);
    }
    Properties properties = new Properties();
    user.ifPresent(name -> properties.setProperty("user", name));
    password.ifPresent(secret -> properties.setProperty("password", secret.reveal()));
    if (!postgresql) {
      properties.setProperty("open_mode", "1"); // SQLITE_OPEN_READONLY
    }
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      if (postgresql) {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
      }
      List<Amount> amounts = postgresql ? ofPostgresql(connection) : ofSqlite(connection);
      return json(postgresql ? "postgresql" : "sqlite", amounts, today);
    } catch (SQLException e) {
      throw new StatisticsException("the database does not answer: " + e.getMessage(), e);
    }
  }

  private static List<Amount> ofPostgresql(Connection connection) throws SQLException {
    List<Amount> amounts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(POSTGRESQL)) {
      while (rows.next()) {
        long estimate = rows.getLong(2);
        OptionalLong known =
            rows.wasNull() || estimate < 0 ? OptionalLong.empty() : OptionalLong.of(estimate);
        OptionalLong bytes = OptionalLong.of(rows.getLong(3));
        double rate = rows.getDouble(4);
        OptionalDouble writes = rows.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(rate);
        amounts.add(new Amount(rows.getString(1), known, bytes, writes));
      }
    }
    return amounts;
  }

  private static List<Amount> ofSqlite(Connection connection) throws SQLException {
    List<Amount> amounts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SQLITE_TABLES)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    for (String name : names) {
      String count = "SELECT count(*) FROM \"" + name.replace("\"", "\"\"") + "\"";
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(count)) {
        rows.next();
        OptionalLong rowCount = OptionalLong.of(rows.getLong(1));
        amounts.add(new Amount(name, rowCount, OptionalLong.empty(), OptionalDouble.empty()));
      }
    }
    return amounts;
  }

  private static String json(String engine, List<Amount> amounts, LocalDate today) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        new JsonFactory().createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
      json.writeStartObject();
      json.writeNumberField("schema", 1);
      json.writeStringField("engine", engine);
      json.writeStringField("taken", today.toString());
      json.writeArrayFieldStart("tables");
      for (Amount amount : amounts) {
        json.writeStartObject();
        json.writeStringField("name", amount.name());
        if (amount.rows().isPresent()) {
          json.writeNumberField("rows", amount.rows().getAsLong());
        }
        if (amount.bytes().isPresent()) {
          json.writeNumberField("bytes", amount.bytes().getAsLong());
        }
        if (amount.writes().isPresent()) {
          json.writeNumberField("writesPerSecond", amount.writes().getAsDouble());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes every text", e);
    }
    return text + "\n";
  }
}
