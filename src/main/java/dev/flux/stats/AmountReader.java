package dev.flux.stats;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/** Asks one kind of server how much its tables hold, with statements that only read. */
interface AmountReader {

  /** In the file: {@code postgresql}. */
  String engine(Connection connection) throws SQLException;

  /** The URL that the driver takes. */
  default String url(String given) {
    return given;
  }

  /** Adds what makes a connection unable to write, where the driver asks for it up front. */
  default void restrict(Properties properties) {}

  /** Every table in use, by name. */
  List<TableAmount> read(Connection connection) throws SQLException;

  /** The reader for a URL of JDBC; empty where Flux has no driver for it. */
  static Optional<AmountReader> of(String url) {
    String scheme = url.toLowerCase(Locale.ROOT);
    if (scheme.startsWith("jdbc:postgresql:")) {
      return Optional.of(new PostgresAmounts());
    }
    if (scheme.startsWith("jdbc:mysql:") || scheme.startsWith("jdbc:mariadb:")) {
      return Optional.of(new MysqlAmounts());
    }
    return scheme.startsWith("jdbc:sqlite:") ? Optional.of(new SqliteAmounts()) : Optional.empty();
  }
}
