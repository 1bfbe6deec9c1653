package dev.flux.rollout;

import dev.flux.schema.Table;

/**
 * What a table has that no migration may tell of, read from the server as a step runs (manual, 53
 * System Catalogs).
 */
record ServerKnown(Situation situation, Table table) {

  /**
   * Refuses a table that has more, or less, than the history tells: what is unknown would be
   * missing in its copy.
   */
  String guard() {
    return """
    DO $flux$
    DECLARE
      flux_table regclass := {table};
      flux_found text;
    BEGIN
      SELECT format('%s columns, %s indexes, %s triggers, %s views, %s foreign keys to it, %s others',
        (SELECT count(*) FROM pg_attribute WHERE attrelid = flux_table AND attnum > 0 AND NOT attisdropped),
        (SELECT count(*) FROM pg_index WHERE indrelid = flux_table AND NOT indisclustered AND NOT indisreplident),
        (SELECT count(*) FROM pg_trigger WHERE tgrelid = flux_table AND NOT tgisinternal AND tgenabled = 'O'),
        (SELECT count(DISTINCT r.ev_class) FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
          JOIN pg_class v ON v.oid = r.ev_class AND v.relkind = 'v' AND v.reloptions IS NULL
          WHERE d.refobjid = flux_table AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'n'),
        (SELECT count(*) FROM pg_constraint WHERE confrelid = flux_table),
        (SELECT count(*) FROM pg_depend WHERE refobjid = flux_table AND refclassid = 'pg_class'::regclass AND deptype = 'n'
          AND classid IN ('pg_proc'::regclass, 'pg_policy'::regclass))
        + (SELECT count(*) FROM pg_rewrite r JOIN pg_depend d ON d.objid = r.oid AND d.classid = 'pg_rewrite'::regclass
          JOIN pg_class v ON v.oid = r.ev_class AND (v.relkind <> 'v' OR v.reloptions IS NOT NULL)
          WHERE d.refobjid = flux_table AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'n')
        + (SELECT count(*) FROM pg_depend d JOIN pg_type t ON t.typrelid = flux_table
          WHERE d.refobjid IN (t.oid, t.typarray) AND d.refclassid = 'pg_type'::regclass AND d.deptype = 'n')
        + (SELECT count(*) FROM pg_policy WHERE polrelid = flux_table)
        + (SELECT count(*) FROM pg_publication_rel WHERE prrelid = flux_table)
        + (SELECT count(*) FROM pg_statistic_ext WHERE stxrelid = flux_table)
        + (SELECT count(*) FROM pg_inherits WHERE flux_table IN (inhrelid, inhparent))
        + (SELECT count(*) FROM pg_class WHERE oid = flux_table AND (relrowsecurity OR relkind <> 'r')))
        INTO flux_found;
      IF flux_found <> '{known}' THEN
        RAISE EXCEPTION 'The migrations tell of {known} of {name}, which has %; nothing was changed', flux_found;
      END IF;
    END
    $flux$;\
    """
        .replace("{table}", regclass(situation.sql(table.name())))
        .replace("{name}", table.name().toString().replace("'", "''").replace("%", "%%"))
        .replace("{known}", known());
  }

  private String known() {
    return "%d columns, %d indexes, %d triggers, %d views, %d foreign keys to it, 0 others"
        .formatted(
            table.columns().size(),
            table.indexes().size(),
            table.triggers().size(),
            new Hanging(situation, table).views().size(),
            Referring.count(situation, table));
  }

  /**
   * Gives another table the owner, privileges, comment and settings of one; LIKE takes the rest.
   *
   * @param from quoted where it needs to be
   * @param to likewise
   */
  static String carriedOver(String from, String to) {
    return allowed("owner, privileges and settings are as the server knows them")
        + """
        DO $flux$
        DECLARE
          flux_table regclass := {from};
          flux_each text;
        BEGIN
          FOR flux_each IN
            SELECT format('REVOKE ALL ON {to} FROM %s', CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)
              FROM pg_class, aclexplode(relacl) WHERE oid = {new} AND grantee <> relowner
            UNION ALL SELECT format('GRANT %s ON {to} TO %s%s', privilege_type,
                CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END)
              FROM pg_class, aclexplode(relacl) WHERE oid = flux_table AND grantee <> relowner
            UNION ALL SELECT format('GRANT %s (%I) ON {to} TO %s%s', privilege_type, attname,
                CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END)
              FROM pg_attribute, aclexplode(attacl) WHERE attrelid = flux_table AND attnum > 0 AND NOT attisdropped
            UNION ALL SELECT format('ALTER TABLE {to} SET (%s)', array_to_string(reloptions, ', '))
              FROM pg_class WHERE oid = flux_table AND reloptions IS NOT NULL
            UNION ALL SELECT format('ALTER TABLE {to} SET (toast.%s)', array_to_string(t.reloptions, ', toast.'))
              FROM pg_class c JOIN pg_class t ON t.oid = c.reltoastrelid WHERE c.oid = flux_table AND t.reloptions IS NOT NULL
            UNION ALL SELECT format('ALTER TABLE {to} ALTER COLUMN %I SET STATISTICS %s', attname, attstattarget)
              FROM pg_attribute WHERE attrelid = flux_table AND attnum > 0 AND NOT attisdropped AND attstattarget >= 0
            UNION ALL SELECT format('ALTER TABLE {to} ALTER COLUMN %I SET (%s)', attname, array_to_string(attoptions, ', '))
              FROM pg_attribute WHERE attrelid = flux_table AND NOT attisdropped AND attoptions IS NOT NULL
            UNION ALL SELECT 'ALTER TABLE {to} REPLICA IDENTITY ' || CASE relreplident WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END
              FROM pg_class WHERE oid = flux_table AND relreplident IN ('f', 'n')
            UNION ALL SELECT format('ALTER SEQUENCE %s AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s CYCLE',
                pg_get_serial_sequence({name}, a.attname), seqtypid::regtype, seqincrement, seqmin, seqmax, seqstart, seqcache,
                CASE WHEN NOT seqcycle THEN 'NO' END)
              FROM pg_sequence JOIN pg_depend d ON d.objid = seqrelid JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
              WHERE a.attrelid = flux_table AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'
            UNION ALL SELECT format('GRANT %s ON SEQUENCE %s TO %s', privilege_type, pg_get_serial_sequence({name}, a.attname),
                CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)
              FROM pg_class s JOIN pg_depend d ON d.objid = s.oid JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid,
                aclexplode(s.relacl)
              WHERE a.attrelid = flux_table AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i' AND grantee <> s.relowner
            UNION ALL SELECT format('COMMENT ON TABLE {to} IS %L', description)
              FROM pg_description WHERE objoid = flux_table AND classoid = 'pg_class'::regclass AND objsubid = 0
            UNION ALL SELECT format('ALTER TABLE {to} OWNER TO %s', c.relowner::regrole)
              FROM pg_class c JOIN pg_class n ON n.oid = {new} WHERE c.oid = flux_table AND c.relowner <> n.relowner
          LOOP
            EXECUTE flux_each;
          END LOOP;
        END
        $flux$;\
        """
            .replace("{from}", regclass(from))
            .replace("{new}", regclass(to))
            .replace("{name}", literal(to))
            .replace("{to}", to.replace("'", "''").replace("%", "%%"));
  }

  /**
   * Gives a table the sequences of another: those of serials as they are, and for those of identity
   * columns, which stay with their table, their names and how far they have come.
   *
   * @param from quoted where it needs to be
   * @param to likewise
   */
  static String sequences(String from, String to) {
    return allowed("sequences are those that the server knows")
        + """
        DO $flux$
        DECLARE
          flux_own record;
          flux_other regclass;
        BEGIN
          FOR flux_own IN
            SELECT s.oid::regclass AS sequence, s.relname, a.attname, d.deptype, c.relname AS of_table
              FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
                JOIN pg_class c ON c.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
              WHERE c.oid = {old} AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
          LOOP
            IF flux_own.deptype = 'a' THEN
              EXECUTE format('ALTER SEQUENCE %s OWNED BY {to}.%I', flux_own.sequence, flux_own.attname);
            ELSE
              flux_other := pg_get_serial_sequence({name}, flux_own.attname)::regclass;
              EXECUTE format('SELECT setval(%L, last_value, is_called) FROM %s', flux_other, flux_own.sequence);
              EXECUTE format('ALTER SEQUENCE %s RENAME TO %I', flux_own.sequence, flux_own.of_table || '_' || flux_own.attname || '_seq');
              EXECUTE format('ALTER SEQUENCE %s RENAME TO %I', flux_other, flux_own.relname);
            END IF;
          END LOOP;
        END
        $flux$;\
        """
            .replace("{old}", regclass(from))
            .replace("{name}", literal(to))
            .replace("{to}", to.replace("'", "''").replace("%", "%%"));
  }

  private static String allowed(String reason) {
    return Sql.allow("hidden-sql", reason);
  }

  private static String regclass(String name) {
    return literal(name) + "::regclass";
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
