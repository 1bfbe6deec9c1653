package dev.flux.shadow.postgresql;

import dev.flux.shadow.Limits;
import dev.flux.shadow.ServerWatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Watches a role of PostgreSQL. */
final class Watch extends ServerWatch {
  private final String role;
  private volatile @Nullable Statement running;

  Watch(Connection connection, String role, Limits limits) {
    super(connection, limits);
    this.role = role;
    begin();
  }

  /** The statement that runs now: what the server says meanwhile is thrown away. */
  void running(@Nullable Statement statement) {
    running = statement;
  }

  @Override
  protected void clear() throws SQLException {
    Statement now = running;
    if (now != null && !now.isClosed()) {
      now.clearWarnings();
    }
  }

  @Override
  protected boolean isLarger(Set<String> databases, long bytes) throws SQLException {
    String names = databases.stream().map(Names::literal).collect(Collectors.joining(", "));
    return !names.isEmpty()
        && number(
                "SELECT sum(pg_catalog.pg_database_size(oid)) FROM pg_catalog.pg_database WHERE"
                    + " datname IN ("
                    + names
                    + ")")
            > bytes;
  }

  @Override
  protected long longest() throws SQLException {
    return number(
        "SELECT coalesce(extract(epoch FROM max(now() - query_start)), 0)::bigint FROM"
            + " pg_catalog.pg_stat_activity WHERE state = 'active' AND usename = "
            + Names.literal(role));
  }

  @Override
  protected void endSessions() throws SQLException {
    number(
        "SELECT count(pg_catalog.pg_terminate_backend(pid)) FROM pg_catalog.pg_stat_activity WHERE"
            + " usename = "
            + Names.literal(role));
  }

  @Override
  protected String message(SQLException failure) {
    return Sql.message(failure);
  }
}
