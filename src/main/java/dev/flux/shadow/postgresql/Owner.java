package dev.flux.shadow.postgresql;

import dev.flux.config.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The way into a server for the one who makes and drops databases and roles. It never runs what
 * others wrote.
 *
 * @param url of JDBC
 * @param own whether the server was started here and nobody else uses it
 */
record Owner(String url, Optional<String> user, Optional<Secret> password, boolean own) {

  /** A connection to the database of the address, where no untrusted SQL ever ran. */
  Connection connect() throws SQLException {
    return source().getConnection();
  }

  /** A connection to another database; its objects are not trusted, so that names are whole. */
  Connection connect(String database) throws SQLException {
    PGSimpleDataSource source = source();
    source.setDatabaseName(database);
    source.setOptions("-c search_path=pg_catalog");
    return source.getConnection();
  }

  /** Without a user: for a role of the sandbox. */
  PGSimpleDataSource anybody() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    return source;
  }

  private PGSimpleDataSource source() {
    PGSimpleDataSource source = anybody();
    user.ifPresent(source::setUser);
    password.ifPresent(secret -> source.setPassword(secret.reveal()));
    return source;
  }
}
