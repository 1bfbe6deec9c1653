package dev.flux.work;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections of a pool, with one difference: whoever asks on a thread that is in a transaction
 * gets the transaction's own connection. So the scheduler's rows and Flux's rows change together.
 */
final class TransactionDataSource implements DataSource {
  private final DataSource pool;

  // Of this store, not of the class: two stores in one process have two transactions.
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable Connection> current = new ThreadLocal<>();

  TransactionDataSource(DataSource pool) {
    this.pool = pool;
  }

  /** Steps of a transaction; any exception undoes all of them. */
  @FunctionalInterface
  interface Steps<T> {
    T run(Connection connection) throws SQLException;
  }

  <T> T transact(Steps<T> steps) throws SQLException {
    if (current.get() != null) {
      throw new IllegalStateException("a transaction is already under way on this thread");
    }
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      current.set(borrowed(connection));
      boolean done = false;
      try {
        T result = steps.run(connection);
        connection.commit();
        done = true;
        return result;
      } finally {
        current.remove();
        if (!done) {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection inTransaction = current.get();
    return inTransaction != null ? inTransaction : pool.getConnection();
  }

  /** The connection as its borrowers see it: closing it does nothing, and it commits by itself. */
  private static Connection borrowed(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "close" -> null;
                  case "getAutoCommit" -> true;
                  case "commit", "rollback", "setAutoCommit" ->
                      throw new SQLException(method.getName() + " inside of a transaction");
                  default -> passed(connection, method, arguments);
                });
  }

  private static @Nullable Object passed(
      Connection connection, Method method, @Nullable Object[] arguments) throws Throwable {
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLException("connections are made with the settings of the store alone");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    pool.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return pool.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return pool.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return pool.isWrapperFor(type);
  }
}
