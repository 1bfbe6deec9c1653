package dev.flux.work;

import dev.flux.config.Secret;
import dev.flux.config.ServerSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL server for all tests of the store; it ends with the process. */
final class TestPostgres {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestPostgres() {}

  private static final class Server {
    private static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The settings of a new, empty database. */
  static ServerSettings.Store newDatabase() throws SQLException {
    String name = "flux" + COUNT.incrementAndGet();
    try (Connection connection = Server.INSTANCE.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return new ServerSettings.Store(
        Server.INSTANCE.getJdbcUrl("postgres", name).replaceFirst("\\?.*", ""),
        Optional.of("postgres"),
        Optional.of(Secret.of("postgres")));
  }
}
