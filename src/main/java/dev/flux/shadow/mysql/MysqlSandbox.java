package dev.flux.shadow.mysql;

import dev.flux.config.Secret;
import dev.flux.shadow.Limits;
import dev.flux.shadow.Sandbox;
import dev.flux.shadow.SandboxDatabase;
import dev.flux.shadow.Unprovable;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A user that may do everything in its own databases and nothing else, and these. */
final class MysqlSandbox implements Sandbox {
  private static final Logger LOG = LoggerFactory.getLogger(MysqlSandbox.class);

  /** A user without a name, whom some servers have, comes first at localhost otherwise. */
  private static final List<String> HOSTS = List.of("%", "localhost");

  private static final SecureRandom RANDOM = new SecureRandom();

  private final MysqlSandboxes server;
  private final Connection connection;
  private final String user = "flux_shadow_" + random(6);
  private final Secret password = Secret.of(random(16) + "aA1!");
  private final Set<String> databases = new LinkedHashSet<>();
  private final String title;
  private final Watch watch;
  private int count;

  MysqlSandbox(MysqlSandboxes server, Limits limits) throws SQLException {
    this.server = server;
    this.connection = server.owner();
    this.title = title(connection);
    String own = user.replace("_", "\\_") + "\\_%";
    for (String host : HOSTS) {
      String account = "'" + user + "'@'" + host + "'";
      execute("CREATE USER " + account + " IDENTIFIED BY '" + password.reveal() + "'");
      execute("GRANT ALL PRIVILEGES ON `" + own + "`.* TO " + account);
    }
    this.watch = new Watch(server.owner(), user, limits);
  }

  private static String title(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT VERSION()")) {
      row.next();
      String version = row.getString(1);
      String product = version.contains("MariaDB") ? "MariaDB" : "MySQL";
      return product + " " + version.replaceFirst("-.*", "");
    }
  }

  private static String random(int bytes) {
    byte[] chosen = new byte[bytes];
    RANDOM.nextBytes(chosen);
    return HexFormat.of().formatHex(chosen);
  }

  private synchronized void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public String server() {
    return title;
  }

  Watch watch() {
    return watch;
  }

  @Override
  public SandboxDatabase create() throws Unprovable {
    return new MysqlDatabase(this, createEmpty());
  }

  /** Its name. */
  String createEmpty() throws Unprovable {
    watch.check();
    String name = user + "_" + ++count;
    try {
      execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
      databases.add(name);
      watch.databases(databases);
      return name;
    } catch (SQLException e) {
      throw unprovable(e);
    }
  }

  void drop(String database) throws Unprovable {
    try {
      execute("DROP DATABASE " + database);
      databases.remove(database);
      watch.databases(databases);
    } catch (SQLException e) {
      throw unprovable(e);
    }
  }

  /** A session as the user. */
  Connection connect(String database) throws SQLException {
    return server.connect(database, user, Optional.of(password));
  }

  /** Why something could not be done: a limit, where one was reached. */
  Unprovable unprovable(SQLException e) {
    return new Unprovable(
        watch.reached().orElseGet(() -> "the shadow server refuses: " + Session.message(e)), e);
  }

  @Override
  public void close() {
    watch.close();
    try (connection) {
      for (String host : HOSTS) {
        execute("DROP USER '" + user + "'@'" + host + "'");
      }
      for (String database : databases) {
        execute("DROP DATABASE IF EXISTS " + database);
      }
    } catch (SQLException e) {
      LOG.warn("the shadow database {} may still be there: {}", user, e.getMessage());
    }
  }
}
