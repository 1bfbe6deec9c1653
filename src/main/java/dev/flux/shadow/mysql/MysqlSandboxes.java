package dev.flux.shadow.mysql;

import dev.flux.config.Secret;
import dev.flux.config.ShadowSettings;
import dev.flux.shadow.Limits;
import dev.flux.shadow.Sandbox;
import dev.flux.shadow.Sandboxes;
import dev.flux.shadow.Unprovable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Sandboxes on a server of MySQL or MariaDB, whose user may make databases and users. */
public final class MysqlSandboxes implements Sandboxes {
  private final ShadowSettings settings;

  private MysqlSandboxes(ShadowSettings settings) {
    this.settings = settings;
  }

  /** On the server of an address: {@code jdbc:mysql://HOST/} or {@code jdbc:mariadb://HOST/}. */
  public static MysqlSandboxes at(ShadowSettings settings) {
    return new MysqlSandboxes(settings);
  }

  @Override
  public Sandbox open(Limits limits) throws Unprovable {
    try {
      return new MysqlSandbox(this, limits);
    } catch (SQLException e) {
      throw new Unprovable("the shadow server refuses: " + e.getMessage(), e);
    }
  }

  /** A session of the one who makes and drops databases; it never runs what others wrote. */
  Connection owner() throws SQLException {
    return connect("", settings.user().orElse("root"), settings.password());
  }

  /** A session in a database; no statement of it reads files of this machine. */
  Connection connect(String database, String user, java.util.Optional<Secret> password)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    password.ifPresent(secret -> properties.setProperty("password", secret.reveal()));
    properties.setProperty("allowLocalInfile", "false");
    properties.setProperty("allowMultiQueries", "false");
    properties.setProperty("allowPublicKeyRetrieval", "true");
    String url = settings.url().replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
    int behindHost = url.indexOf('/', "jdbc:mariadb://".length());
    String server = behindHost < 0 ? url : url.substring(0, behindHost);
    return DriverManager.getConnection(server + "/" + database, properties);
  }

  @Override
  public void close() {}
}
