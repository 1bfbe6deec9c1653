package dev.flux.rollout;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL server for all tests; each database is a copy of a template. */
public final class LiveServer {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private LiveServer() {}

  private static final class Server {
    private static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("timezone", "UTC")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A new database, like the template. */
  public static String create(String template) throws SQLException {
    String name = "rollout" + COUNT.incrementAndGet();
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name + " template " + template);
    }
    return name;
  }

  /** A connection of the user that may do all. */
  public static Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database));
  }

  /** Where a database is, its user's name in it. */
  public static String url(String database) {
    return Server.INSTANCE.getJdbcUrl("postgres", database);
  }

  /** Runs SQL in one transaction, or each statement by itself. */
  public static void run(String database, String sql, boolean transactional) throws SQLException {
    try (Connection connection = connect(database)) {
      connection.setAutoCommit(!transactional);
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
      if (transactional) {
        connection.commit();
      }
    }
  }

  /** The first column of each row. */
  public static List<String> query(String database, String sql) throws SQLException {
    try (Connection connection = connect(database)) {
      return query(connection, sql);
    }
  }

  private static List<String> query(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(String.valueOf(result.getString(1)));
      }
    }
    return rows;
  }

  /** The schema, whatever the order of columns; names of constraints and indexes count. */
  public static SortedSet<String> catalog(String database) throws SQLException {
    return new TreeSet<>(
        query(
            database,
            """
            SELECT 'column ' || table_schema || '.' || table_name || '.' || column_name || ' '
              || coalesce(domain_name, udt_name) || coalesce('(' || character_maximum_length || ')', '')
              || coalesce('(' || numeric_precision || ',' || numeric_scale || ')', '') || ' '
              || is_nullable || ' ' || coalesce(column_default, '') || ' ' || is_identity || ' '
              || coalesce(identity_generation, '') || is_generated
              FROM information_schema.columns
              WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
            UNION ALL SELECT 'column settings ' || attrelid::regclass || '.' || attname || ' '
              || coalesce(attstattarget, -1) || ' ' || coalesce(attacl::text, '') || ' '
              || coalesce(attoptions::text, '')
              FROM pg_attribute JOIN pg_class c ON c.oid = attrelid AND relkind IN ('r', 'p')
              WHERE attnum > 0 AND NOT attisdropped AND c.oid >= 16384
              AND (attacl IS NOT NULL OR attoptions IS NOT NULL OR coalesce(attstattarget, -1) >= 0)
            UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' '
              || pg_get_constraintdef(oid) || ' ' || convalidated
              FROM pg_constraint WHERE conrelid <> 0 AND contype <> 'n'
              AND connamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
            UNION ALL SELECT 'index ' || indexdef || ' ' || i.indisvalid
              FROM pg_indexes x JOIN pg_index i
                ON i.indexrelid = format('%I.%I', x.schemaname, x.indexname)::regclass
              WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
            UNION ALL SELECT 'trigger ' || tgrelid::regclass || ' ' || tgname
              FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT 'view ' || schemaname || '.' || viewname || ' ' || definition
              FROM pg_views WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
            UNION ALL SELECT 'materialized view ' || schemaname || '.' || matviewname || ' ' || definition
              FROM pg_matviews
            UNION ALL SELECT 'comment ' || attrelid::regclass || '.' || attname || ' ' || description
              FROM pg_description JOIN pg_attribute ON attrelid = objoid AND attnum = objsubid
              WHERE classoid = 'pg_class'::regclass AND attrelid >= 16384 AND attnum > 0
            UNION ALL SELECT 'type ' || typname FROM pg_type
              LEFT JOIN pg_class c ON c.oid = typrelid
              WHERE typtype IN ('c', 'd') AND typnamespace = 'public'::regnamespace
              AND coalesce(relkind, 'c') = 'c'
            UNION ALL SELECT 'enum ' || t.typname || ' ' || string_agg(enumlabel, ',' ORDER BY enumsortorder)
              FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid GROUP BY t.typname
            UNION ALL SELECT 'sequence ' || schemaname || '.' || sequencename || ' ' || data_type
              FROM pg_sequences
            UNION ALL SELECT 'function ' || oid::regprocedure || ' ' || md5(prosrc) FROM pg_proc
              WHERE pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
            """));
  }

  /** Number and digest of the rows of every table, without the order of their columns. */
  public static SortedMap<String, List<String>> rows(String database) throws SQLException {
    SortedMap<String, List<String>> rows = new TreeMap<>();
    try (Connection connection = connect(database)) {
      for (String table :
          query(
              connection,
              "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                  + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")) {
        rows.put(
            table,
            query(
                connection,
                "SELECT count(*) || ' ' || md5(string_agg(to_jsonb(t)::text, ',' ORDER BY"
                    + " to_jsonb(t)::text)) FROM "
                    + table
                    + " AS t"));
      }
    }
    return rows;
  }
}
