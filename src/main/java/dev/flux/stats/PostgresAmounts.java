package dev.flux.stats;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Estimates of the planner, sizes without indexes, and writes since the counters began. Source:
 * PostgreSQL manual, 27.2.18 pg_stat_all_tables, 9.27.7 Database Object Size Functions.
 */
final class PostgresAmounts implements AmountReader {
  private static final String QUERY =
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

  @Override
  public String engine(Connection connection) {
    return "postgresql";
  }

  @Override
  public List<TableAmount> read(Connection connection) throws SQLException {
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    List<TableAmount> amounts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(QUERY)) {
      while (rows.next()) {
        long estimate = rows.getLong(2);
        OptionalLong known =
            rows.wasNull() || estimate < 0 ? OptionalLong.empty() : OptionalLong.of(estimate);
        OptionalLong bytes = OptionalLong.of(rows.getLong(3));
        double rate = rows.getDouble(4);
        OptionalDouble writes = rows.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(rate);
        amounts.add(new TableAmount(rows.getString(1), known, bytes, writes));
      }
    }
    return amounts;
  }
}
