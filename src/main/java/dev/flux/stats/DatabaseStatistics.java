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
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Asks a server how much its tables hold, with statements that only read. */
public final class DatabaseStatistics {
  private DatabaseStatistics() {}

  /**
   * The statistics as the JSON of {@code flux-stats.json}.
   *
   * @param url of JDBC: PostgreSQL's, MySQL's, MariaDB's or SQLite's
   * @param today on which they are taken
   * @throws StatisticsException where Flux has no driver for the URL, or the server cannot be
   *     reached or refuses
   */
  public static String read(
      String url, Optional<String> user, Optional<Secret> password, LocalDate today)
      throws StatisticsException {
    Optional<AmountReader> found = AmountReader.of(url);
    if (found.isEmpty()) {
      throw new StatisticsException(
          "flux stats reads jdbc:postgresql:, jdbc:mysql:, jdbc:mariadb: and jdbc:sqlite:; there is"
              + " no driver for other URLs",
          null);
    }
    AmountReader reader = found.get();
    Properties properties = new Properties();
    user.ifPresent(name -> properties.setProperty("user", name));
    password.ifPresent(secret -> properties.setProperty("password", secret.reveal()));
    reader.restrict(properties);
    try (Connection connection = DriverManager.getConnection(reader.url(url), properties)) {
      return json(reader.engine(connection), reader.read(connection), today);
    } catch (SQLException e) {
      throw new StatisticsException("the database does not answer: " + e.getMessage(), e);
    }
  }

  private static String json(String engine, List<TableAmount> amounts, LocalDate today) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        new JsonFactory().createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
      json.writeStartObject();
      json.writeNumberField("schema", 1);
      json.writeStringField("engine", engine);
      json.writeStringField("taken", today.toString());
      json.writeArrayFieldStart("tables");
      for (TableAmount amount : amounts) {
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
