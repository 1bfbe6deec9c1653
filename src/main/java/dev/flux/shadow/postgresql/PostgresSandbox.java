package dev.flux.shadow.postgresql;

import dev.flux.shadow.Limits;
import dev.flux.shadow.Sandbox;
import dev.flux.shadow.SandboxDatabase;
import dev.flux.shadow.Unprovable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A role that may do nothing outside of its own databases, and these. The role logs in by itself:
 * no statement leads back to whoever made it (manual, 22.2 Role Attributes).
 */
final class PostgresSandbox implements Sandbox {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresSandbox.class);

  /**
   * Extensions that may not make themselves at home for a plain user, and that give nobody a way
   * out of the database; all others are the role's to create, where the server trusts them.
   */
  private static final Set<String> ALLOWED_EXTENSIONS =
      Set.of(
          "btree_gin",
          "btree_gist",
          "citext",
          "cube",
          "earthdistance",
          "fuzzystrmatch",
          "hstore",
          "intarray",
          "isn",
          "ltree",
          "pg_stat_statements",
          "pg_trgm",
          "pgcrypto",
          "postgis",
          "seg",
          "tablefunc",
          "unaccent",
          "uuid-ossp",
          "vector");

  private final Owner owner;
  private final Limits limits;
  private final Connection connection;
  private final String server;
  private final String role = "flux_shadow_" + Names.random(6);
  private final String password = Names.random(24);
  private final Set<String> databases = new LinkedHashSet<>();
  private final Set<String> roles = new LinkedHashSet<>();
  private final Watch watch;
  private int count;

  private PostgresSandbox(Owner owner, Limits limits, Connection connection) throws SQLException {
    this.owner = owner;
    this.limits = limits;
    this.connection = connection;
    this.server = "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion();
    createRole();
    this.watch = new Watch(owner.connect(), role, limits);
  }

  static PostgresSandbox open(Owner owner, Limits limits) throws Unprovable {
    try {
      return new PostgresSandbox(owner, limits, owner.connect());
    } catch (SQLException e) {
      throw new Unprovable("the shadow server refuses: " + Sql.message(e), e);
    }
  }

  private void createRole() throws SQLException {
    if (connection.getMetaData().getDatabaseMajorVersion() >= 16) {
      // Nobody guesses a random password, however quick a guess is; and each session asks for it.
      execute("SET scram_iterations = 1");
    }
    execute(
        "CREATE ROLE "
            + role
            + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
            + " CONNECTION LIMIT 12 PASSWORD "
            + Names.literal(password));
    if (isSuperuser()) {
      execute("ALTER ROLE " + role + " SET temp_file_limit = '256MB'");
    } else {
      execute("GRANT " + role + " TO CURRENT_USER");
    }
  }

  private boolean isSuperuser() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user")) {
      return row.next() && row.getBoolean(1);
    }
  }

  private synchronized void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public String server() {
    return server.replaceFirst(" \\(.*", "");
  }

  Limits limits() {
    return limits;
  }

  Watch watch() {
    return watch;
  }

  @Override
  public SandboxDatabase create() throws Unprovable {
    String name = create("template0");
    try (Connection inside = owner.connect(name);
        Statement statement = inside.createStatement()) {
      statement.execute("ALTER SCHEMA public OWNER TO " + role);
    } catch (SQLException e) {
      throw unprovable(e);
    }
    return PostgresDatabase.of(this, name);
  }

  /** A new database like another, to which nobody is connected. */
  String create(String template) throws Unprovable {
    watch.check();
    String name = role + "_" + ++count;
    try {
      execute("CREATE DATABASE " + name + " OWNER " + role + " TEMPLATE " + template);
      databases.add(name);
      watch.databases(databases);
      execute("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
      return name;
    } catch (SQLException e) {
      throw unprovable(e);
    }
  }

  void drop(String database) throws Unprovable {
    try {
      endSessions(" AND datname = " + Names.literal(database));
      execute("DROP DATABASE " + database);
      databases.remove(database);
      watch.databases(databases);
    } catch (SQLException e) {
      throw unprovable(e);
    }
  }

  /** Why something could not be done: a limit, where one was reached. */
  Unprovable unprovable(SQLException e) {
    return new Unprovable(
        watch.reached().orElseGet(() -> "the shadow server refuses: " + Sql.message(e)), e);
  }

  /** A session as the role; settings begin as given. */
  Connection connect(String database, String... settings) throws SQLException {
    PGSimpleDataSource source = owner.anybody();
    source.setDatabaseName(database);
    source.setUser(role);
    source.setPassword(password);
    source.setPreferQueryMode(org.postgresql.jdbc.PreferQueryMode.SIMPLE);
    // What a query of the change gives is thrown away; it must not fill the memory here.
    source.setMaxResultBuffer("16M");
    source.setOptions(
        "-c statement_timeout="
            + limits.statement().toMillis()
            + " -c idle_in_transaction_session_timeout="
            + limits.whole().toMillis()
            + " -c client_min_messages=error"
            + (settings.length == 0 ? "" : " -c " + String.join(" -c ", List.of(settings))));
    return source.getConnection();
  }

  /**
   * Creates an extension that the server does not trust and Flux does.
   *
   * @return whether it is there now, so that the statement need not run
   */
  boolean createdExtension(String database, String extension) throws SQLException {
    if (!ALLOWED_EXTENSIONS.contains(extension)) {
      return false;
    }
    try (Connection inside = owner.connect(database);
        Statement statement = inside.createStatement()) {
      String known =
          "SELECT 1 FROM pg_catalog.pg_available_extensions WHERE name = "
              + Names.literal(extension);
      boolean available;
      try (ResultSet row = statement.executeQuery(known)) {
        available = row.next();
      }
      if (!available || isTrusted(statement, extension)) {
        return false;
      }
      statement.execute(
          "CREATE EXTENSION IF NOT EXISTS " + Names.quoted(extension) + " SCHEMA public");
      return true;
    }
  }

  /** Source: manual, CREATE EXTENSION; the catalog says so from 13 on. */
  private boolean isTrusted(Statement statement, String extension) throws SQLException {
    if (connection.getMetaData().getDatabaseMajorVersion() < 13) {
      return false;
    }
    try (ResultSet row =
        statement.executeQuery(
            "SELECT bool_or(trusted) FROM pg_catalog.pg_available_extension_versions WHERE name = "
                + Names.literal(extension))) {
      return row.next() && row.getBoolean(1);
    }
  }

  /**
   * Makes a role that a migration names, with no rights and no way in.
   *
   * @return whether it is there now; on a server that others use it is not made
   */
  boolean createdRole(String name) throws SQLException {
    if (!owner.own() || name.startsWith("pg_")) {
      return false;
    }
    if (roles.add(name)) {
      Optional<String> existing = Optional.empty();
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname = "
                      + Names.literal(name))) {
        existing = row.next() ? Optional.of(row.getString(1)) : existing;
      }
      if (existing.isPresent()) {
        roles.remove(name);
        return false;
      }
      execute("CREATE ROLE " + Names.quoted(name) + " NOLOGIN NOINHERIT");
      execute("GRANT " + Names.quoted(name) + " TO " + role);
    }
    return true;
  }

  private void endSessions(String condition) throws SQLException {
    execute(
        "SELECT pg_catalog.pg_terminate_backend(pid, 5000) FROM pg_catalog.pg_stat_activity WHERE"
            + " usename = "
            + Names.literal(role)
            + condition);
  }

  @Override
  public void close() {
    watch.close();
    try (connection) {
      endSessions("");
      for (String database : databases) {
        execute("DROP DATABASE IF EXISTS " + database);
      }
      for (String each : roles) {
        execute("DROP ROLE IF EXISTS " + Names.quoted(each));
      }
      execute("DROP ROLE IF EXISTS " + role);
    } catch (SQLException e) {
      LOG.warn("the shadow database {} may still be there: {}", role, Sql.message(e));
    }
  }
}
