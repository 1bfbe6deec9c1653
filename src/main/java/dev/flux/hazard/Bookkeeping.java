package dev.flux.hazard;

import dev.flux.sql.ObjectName;
import java.util.Locale;
import java.util.Set;

/**
 * The tables in which migration tools keep what has run: a row for each migration, or one alone.
 */
final class Bookkeeping {
  private static final Set<String> TABLES =
      Set.of(
          "__diesel_schema_migrations",
          "__drizzle_migrations",
          "__efmigrationshistory",
          "_prisma_migrations",
          "_sqlx_migrations",
          "alembic_version",
          "ar_internal_metadata",
          "databasechangelog",
          "databasechangeloglock",
          "django_migrations",
          "flyway_schema_history",
          "goose_db_version",
          "gorp_migrations",
          "knex_migrations",
          "knex_migrations_lock",
          "pgmigrations",
          "schema_migration",
          "schema_migrations",
          "sequelizemeta");

  private Bookkeeping() {}

  /** Whether the table is one of them. */
  static boolean holds(ObjectName table) {
    return TABLES.contains(table.name().toLowerCase(Locale.ROOT));
  }
}
