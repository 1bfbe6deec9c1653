package dev.flux.shadow.mysql;

import dev.flux.shadow.Limits;
import dev.flux.shadow.Periodic;
import dev.flux.shadow.Unprovable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again at what a user does, and ends its sessions once they have lasted too long
 * or hold too much.
 */
final class Watch implements AutoCloseable {
  private final Connection connection;
  private final String user;
  private final Limits limits;
  private final long began = System.nanoTime();
  private final Periodic looking;
  private volatile Set<String> databases = Set.of();
  private volatile boolean closed;
  private volatile @Nullable String reached;
  private boolean large;

  Watch(Connection connection, String user, Limits limits) throws SQLException {
    this.connection = connection;
    this.user = user;
    this.limits = limits;
    if (!connection.getMetaData().getDatabaseProductName().contains("MariaDB")
        && connection.getMetaData().getDatabaseMajorVersion() >= 8) {
      try (Statement statement = connection.createStatement()) {
        // MySQL tells sizes of a day ago otherwise.
        statement.execute("SET SESSION information_schema_stats_expiry = 0");
      }
    }
    looking = new Periodic(this::look);
  }

  /** The databases whose sizes count from here on. */
  void databases(Set<String> names) {
    databases = Set.copyOf(names);
  }

  /** The limit that ended the sessions, in words. */
  Optional<String> reached() {
    return Optional.ofNullable(reached);
  }

  /** Looks at once. */
  void check() throws Unprovable {
    look();
    String limit = reached;
    if (limit != null) {
      throw new Unprovable(limit);
    }
  }

  private synchronized void look() {
    if (closed || reached != null) {
      return;
    }
    try {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
      if (seconds >= limits.whole().toSeconds()) {
        end("it took longer than " + limits.whole().toSeconds() + " s on the shadow server");
      } else if (large()) {
        end("it filled more than " + (limits.bytes() >> 20) + " MB of the shadow server");
      } else if (longest() > limits.statement().toSeconds()) {
        end(
            "a statement ran longer than "
                + limits.statement().toSeconds()
                + " s on the shadow server");
      }
    } catch (SQLException e) {
      reached = "the shadow server does not answer: " + e.getMessage();
    }
  }

  /** The server guesses sizes, and sometimes badly for a moment: it must say so twice. */
  private boolean large() throws SQLException {
    boolean before = large;
    large = size() > limits.bytes();
    return before && large;
  }

  private long size() throws SQLException {
    String names = databases.stream().map(n -> "'" + n + "'").collect(Collectors.joining(", "));
    return names.isEmpty()
        ? 0
        : number(
            "SELECT coalesce(sum(data_length + index_length), 0) FROM information_schema.tables"
                + " WHERE table_schema IN ("
                + names
                + ")");
  }

  private long longest() throws SQLException {
    return number(
        "SELECT coalesce(max(time), 0) FROM information_schema.processlist WHERE command <> 'Sleep'"
            + " AND user = '"
            + user
            + "'");
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
    List<String> sessions = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery(
              "SELECT id FROM information_schema.processlist WHERE user = '" + user + "'")) {
        while (row.next()) {
          sessions.add(row.getString(1));
        }
      }
      for (String session : sessions) {
        statement.execute("KILL " + session);
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    looking.close();
    try {
      connection.close();
    } catch (SQLException e) {
      reached = e.getMessage();
    }
  }
}
