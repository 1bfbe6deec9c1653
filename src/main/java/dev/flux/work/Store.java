package dev.flux.work;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.flux.config.Secret;
import dev.flux.config.ServerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The database that durable work is kept in: a SQLite file of this server alone, or PostgreSQL. Its
 * tables are made and brought up to date when it is opened.
 */
public final class Store implements AutoCloseable {
  private static final int POSTGRESQL_CONNECTIONS = 10;
  private static final int SECONDS_TO_ANSWER = 2;

  private final HikariDataSource pool;
  private final TransactionDataSource connections;
  private final Optional<StoreLock> lock;

  private Store(HikariDataSource pool, Optional<StoreLock> lock) {
    this.pool = pool;
    this.connections = new TransactionDataSource(pool);
    this.lock = lock;
  }

  /**
   * Opens a store, making it if there is none.
   *
   * @throws StoreException if it cannot be reached, or another server holds the SQLite file
   */
  public static Store open(ServerSettings.Store settings) {
    Optional<StoreLock> lock =
        settings.embedded() ? Optional.of(StoreLock.take(settings.url())) : Optional.empty();
    Store store;
    try {
      store = new Store(new HikariDataSource(pool(settings)), lock);
    } catch (PoolInitializationException e) {
      lock.ifPresent(StoreLock::close);
      throw notOpened(settings, e);
    }
    try {
      store.migrate(settings.embedded());
      return store;
    } catch (FlywayException e) {
      store.close();
      throw notOpened(settings, e);
    }
  }

  private static StoreException notOpened(ServerSettings.Store settings, RuntimeException cause) {
    return new StoreException(
        "The store %s cannot be opened: %s".formatted(settings.url(), cause.getMessage()), cause);
  }

  private static HikariConfig pool(ServerSettings.Store settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setJdbcUrl(settings.url());
    config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
    settings.user().ifPresent(config::setUsername);
    settings.password().map(Secret::reveal).ifPresent(config::setPassword);
    if (settings.embedded()) {
      // SQLite has one writer. One connection for all puts everybody in a queue instead of failing
      // with SQLITE_BUSY. FULL: what was answered with 2xx outlives a power cut.
      config.setMaximumPoolSize(1);
      config.setMaxLifetime(0);
      Map.of(
              "journal_mode", "WAL",
              "synchronous", "FULL",
              "busy_timeout", "10000",
              "foreign_keys", "true",
              "transaction_mode", "IMMEDIATE")
          .forEach(config::addDataSourceProperty);
    } else {
      config.setMaximumPoolSize(POSTGRESQL_CONNECTIONS);
    }
    return config;
  }

  private void migrate(boolean embedded) {
    Flyway.configure()
        .dataSource(pool)
        .locations("classpath:db")
        .placeholders(
            embedded
                ? Map.of("bytes", "blob", "moment", "timestamp")
                : Map.of("bytes", "bytea", "moment", "timestamp with time zone"))
        .loggers("slf4j")
        .load()
        .migrate();
  }

  /** Whether it answers now. */
  public boolean reachable() {
    try (Connection connection = pool.getConnection()) {
      return connection.isValid(SECONDS_TO_ANSWER);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Whether this server alone uses it. */
  boolean embedded() {
    return lock.isPresent();
  }

  /** Connections; on a thread inside of {@link #transact} the transaction's own. */
  DataSource connections() {
    return connections;
  }

  /** Does all of the steps or, after an exception, none. */
  <T> T transact(TransactionDataSource.Steps<T> steps) {
    try {
      return connections.transact(steps);
    } catch (SQLException e) {
      throw new StoreException("The store failed: " + e.getMessage(), e);
    }
  }

  /** Steps of a transaction that have no result. */
  @FunctionalInterface
  interface Change {
    void run(Connection connection) throws SQLException;
  }

  /** Makes all of a change or, after an exception, nothing of it. */
  void change(Change change) {
    transact(
        connection -> {
          change.run(connection);
          return true;
        });
  }

  @Override
  public void close() {
    pool.close();
    lock.ifPresent(StoreLock::close);
  }
}
