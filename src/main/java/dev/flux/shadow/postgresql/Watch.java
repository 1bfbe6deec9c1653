package dev.flux.shadow.postgresql;

import dev.flux.shadow.Limits;
import dev.flux.shadow.Periodic;
import dev.flux.shadow.Unprovable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again at what a role does, and ends its sessions once they have lasted too long
 * or hold too much. A statement can switch off the server's own timeouts, but not this.
 */
final class Watch implements AutoCloseable {
  private final Connection connection;
  private final String role;
  private final Limits limits;
  private final long began = System.nanoTime();
  private final Periodic looking;
  private volatile Set<String> databases = Set.of();
  private volatile boolean closed;
  private volatile @Nullable String reached;
  private volatile @Nullable Statement running;

  Watch(Connection connection, String role, Limits limits) {
    this.connection = connection;
    this.role = role;
    this.limits = limits;
    looking = new Periodic(this::look);
  }

  /** The databases whose sizes count from here on. */
  void databases(Set<String> names) {
    databases = Set.copyOf(names);
  }

  /** The statement that runs now: what the server says meanwhile is thrown away. */
  void running(@Nullable Statement statement) {
    running = statement;
  }

  /** The limit that ended the sessions, in words. */
  Optional<String> reached() {
    return Optional.ofNullable(reached);
  }

  /** Looks at once. */
  void check() throws Unprovable {
    look();
    if (reached != null) {
      throw new Unprovable(reached);
    }
  }

  private synchronized void look() {
    if (closed || reached != null) {
      return;
    }
    try {
      Statement now = running;
      if (now != null && !now.isClosed()) {
        now.clearWarnings();
      }
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
      if (seconds >= limits.whole().toSeconds()) {
        end("it took longer than " + limits.whole().toSeconds() + " s on the shadow server");
      } else if (size() > limits.bytes()) {
        end("it filled more than " + (limits.bytes() >> 20) + " MB of the shadow server");
      } else if (longest() > limits.statement().toSeconds()) {
        end(
            "a statement ran longer than "
                + limits.statement().toSeconds()
                + " s on the shadow server");
      }
    } catch (SQLException e) {
      reached = "the shadow server does not answer: " + Sql.message(e);
    }
  }

  private long size() throws SQLException {
    String names = databases.stream().map(Names::literal).collect(Collectors.joining(", "));
    return names.isEmpty()
        ? 0
        : number(
            "SELECT sum(pg_catalog.pg_database_size(oid)) FROM pg_catalog.pg_database WHERE datname"
                + " IN ("
                + names
                + ")");
  }

  private long longest() throws SQLException {
    return number(
        "SELECT coalesce(extract(epoch FROM max(now() - query_start)), 0)::bigint FROM"
            + " pg_catalog.pg_stat_activity WHERE state = 'active' AND usename = "
            + Names.literal(role));
  }

  private long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void end(String why) throws SQLException {
    reached = why;
    number(
        "SELECT count(pg_catalog.pg_terminate_backend(pid)) FROM pg_catalog.pg_stat_activity WHERE"
            + " usename = "
            + Names.literal(role));
  }

  @Override
  public synchronized void close() {
    closed = true;
    looking.close();
    try {
      connection.close();
    } catch (SQLException e) {
      reached = Sql.message(e);
    }
  }
}
