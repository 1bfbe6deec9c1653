package dev.flux.shadow;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again at what a user of a server does, and ends its sessions once they have
 * lasted too long or hold too much. A statement can switch off the server's own timeouts, but not
 * this.
 */
public abstract class ServerWatch implements AutoCloseable {
  private final Connection connection;
  private final Limits limits;
  private final long began = System.nanoTime();
  private volatile Set<String> databases = Set.of();
  private volatile boolean closed;
  private volatile @Nullable String reached;
  private volatile @Nullable Periodic looking;

  /**
   * Watches nothing yet.
   *
   * @param connection of a user who may end others' sessions; closed with this
   */
  protected ServerWatch(Connection connection, Limits limits) {
    this.connection = connection;
    this.limits = limits;
  }

  /** Looks from here on; called once all of it is made. */
  protected final void begin() {
    looking = new Periodic(this::look);
  }

  /** The databases whose sizes count from here on. */
  public final void databases(Set<String> names) {
    databases = Set.copyOf(names);
  }

  /** The limit that ended the sessions, in words. */
  public final Optional<String> reached() {
    return Optional.ofNullable(reached);
  }

  /** Looks at once. */
  public final void check() throws Unprovable {
    look();
    String limit = reached;
    if (limit != null) {
      throw new Unprovable(limit);
    }
  }

  /** Whether the databases hold more bytes than these. */
  protected abstract boolean isLarger(Set<String> databases, long bytes) throws SQLException;

  /** How long the longest of the user's statements has run, in seconds. */
  protected abstract long longest() throws SQLException;

  /** Ends the sessions of the user. */
  protected abstract void endSessions() throws SQLException;

  /** What the server says of a failure. */
  protected abstract String message(SQLException failure);

  /** What is done before each look. */
  protected void clear() throws SQLException {}

  /** The first number that a query gives. */
  protected final long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private synchronized void look() {
    if (closed || reached != null) {
      return;
    }
    try {
      clear();
      limit();
      if (reached != null) {
        endSessions();
      }
    } catch (SQLException e) {
      reached = "the shadow server does not answer: " + message(e);
    }
  }

  private void limit() throws SQLException {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
    if (seconds >= limits.whole().toSeconds()) {
      reached = "it took longer than " + limits.whole().toSeconds() + " s on the shadow server";
    } else if (isLarger(databases, limits.bytes())) {
      reached = "it filled more than " + (limits.bytes() >> 20) + " MB of the shadow server";
    } else if (longest() > limits.statement().toSeconds()) {
      reached =
          "a statement ran longer than "
              + limits.statement().toSeconds()
              + " s on the shadow server";
    }
  }

  @Override
  public final synchronized void close() {
    closed = true;
    Periodic now = looking;
    if (now != null) {
      now.close();
    }
    try {
      connection.close();
    } catch (SQLException e) {
      reached = message(e);
    }
  }
}
