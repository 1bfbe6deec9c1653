package dev.flux.shadow.postgresql;

import dev.flux.config.Secret;
import dev.flux.shadow.Unprovable;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

/**
 * A server that is started from the programs on the class path, listens on the loopback address
 * alone, lets nobody in without a password, and leaves nothing behind.
 */
final class EmbeddedServer implements AutoCloseable {
  private static final String SUPERUSER = "postgres";

  /** Small, quick, and worth nothing after a crash. */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("listen_addresses", "127.0.0.1"),
          Map.entry("unix_socket_directories", ""),
          Map.entry("timezone", "UTC"),
          Map.entry("fsync", "off"),
          Map.entry("full_page_writes", "off"),
          Map.entry("synchronous_commit", "off"),
          Map.entry("autovacuum", "off"),
          Map.entry("jit", "off"),
          Map.entry("shared_buffers", "32MB"),
          Map.entry("max_connections", "40"),
          Map.entry("max_locks_per_transaction", "512"),
          Map.entry("max_parallel_workers_per_gather", "0"),
          Map.entry("wal_level", "minimal"),
          Map.entry("max_wal_senders", "0"),
          Map.entry("max_wal_size", "256MB"),
          Map.entry("temp_file_limit", "256MB"));

  private static final String HOST_BASED_ACCESS =
      """
      host all all 127.0.0.1/32 scram-sha-256
      host all all ::1/128 scram-sha-256
      """;

  private final EmbeddedPostgres server;
  private final Owner owner;

  private EmbeddedServer(EmbeddedPostgres server, Owner owner) {
    this.server = server;
    this.owner = owner;
  }

  static EmbeddedServer start() throws Unprovable {
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
    SETTINGS.forEach(builder::setServerConfig);
    EmbeddedPostgres server;
    try {
      server = builder.start();
    } catch (IOException | IllegalStateException e) {
      throw new Unprovable(
          "no PostgreSQL could be started here ("
              + e.getMessage()
              + "); name a throwaway server with --shadow jdbc:postgresql://HOST/DATABASE",
          e);
    }
    try {
      return new EmbeddedServer(server, lock(server));
    } catch (SQLException | IOException e) {
      close(server);
      throw new Unprovable("the shadow server does not answer: " + e.getMessage(), e);
    }
  }

  /** Whoever runs SQL in it could reach its port: from here on each role needs its password. */
  private static Owner lock(EmbeddedPostgres server) throws SQLException, IOException {
    Secret password = Secret.of(Names.random(24));
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "ALTER ROLE " + SUPERUSER + " PASSWORD " + Names.literal(password.reveal()));
      statement.execute("REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC");
      try (ResultSet row = statement.executeQuery("SHOW hba_file")) {
        row.next();
        Files.writeString(Path.of(row.getString(1)), HOST_BASED_ACCESS);
      }
      statement.execute("SELECT pg_reload_conf()");
    }
    String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    return new Owner(url, Optional.of(SUPERUSER), Optional.of(password), true);
  }

  Owner owner() {
    return owner;
  }

  @Override
  public void close() {
    close(server);
  }

  private static void close(EmbeddedPostgres server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("the shadow server does not end", e);
    }
  }
}
