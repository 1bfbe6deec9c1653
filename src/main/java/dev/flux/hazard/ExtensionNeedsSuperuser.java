package dev.flux.hazard;

import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectOperation.CreateObject;
import java.util.List;
import java.util.Set;

/**
 * Catches {@code CREATE EXTENSION} of an extension that only a superuser may install.
 *
 * <p>In production: the migration fails, unless its role is a superuser or the provider's stand-in
 * for one; on a developer's machine it usually is.
 *
 * <p>Engines: PostgreSQL, every version. Before 13 every extension needs a superuser, later those
 * that are not marked as trusted.
 *
 * <p>Safe path: have an administrator install it before the deploy; with {@code IF NOT EXISTS} the
 * migration then passes.
 *
 * <p>Source: PostgreSQL manual, CREATE EXTENSION; 36.17.1 Extension Files, trusted. The list is
 * that of {@code pg_available_extension_versions.trusted} on 13 to 18.
 */
final class ExtensionNeedsSuperuser extends OperationHazard<CreateObject> {
  private static final String BUILT_IN = "plpgsql";

  /** What every role that may create in the database can install; the same on 13 to 18. */
  static final Set<String> TRUSTED =
      Set.of(
          "bool_plperl",
          "btree_gin",
          "btree_gist",
          "citext",
          "cube",
          "dict_int",
          "fuzzystrmatch",
          "hstore",
          "intarray",
          "isn",
          "jsonb_plperl",
          "lo",
          "ltree",
          "pg_trgm",
          "pgcrypto",
          "plperl",
          BUILT_IN,
          "pltcl",
          "seg",
          "tablefunc",
          "tcn",
          "tsm_system_rows",
          "tsm_system_time",
          "unaccent",
          "uuid-ossp");

  ExtensionNeedsSuperuser() {
    super("extension-needs-superuser", Severity.WARNING, CreateObject.class);
  }

  @Override
  List<Finding> examine(CreateObject create, ExaminedClause clause) {
    String name = create.name().name();
    boolean trusts = clause.engine().version().atLeast(13);
    if (create.object() != ObjectKind.EXTENSION
        || !clause.postgresql()
        || name.equals(BUILT_IN)
        || (trusts && TRUSTED.contains(name))) {
      return List.of();
    }
    return clause.finding(
        this,
        "The migration fails where its role is no superuser",
        trusts
            ? Words.code(name) + " is none of the extensions that PostgreSQL marks as trusted"
            : "no extension is trusted before PostgreSQL 13",
        "Have an administrator install it before the deploy"
            + (create.ifNotExists() ? "." : ", and write IF NOT EXISTS."));
  }
}
