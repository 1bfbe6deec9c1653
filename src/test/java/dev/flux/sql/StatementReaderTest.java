package dev.flux.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.sql.Predicate.Shape;
import dev.flux.sql.Predicate.Term;
import dev.flux.sql.SessionOperation.SetSetting;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementReaderTest {
  private static List<Operation> read(String sql, Dialect dialect) {
    List<Statement> statements = SqlReader.read(sql, dialect).statements();
    assertThat(statements).hasSize(1);
    return statements.get(0).operations();
  }

  private static Operation only(String sql) {
    List<Operation> operations = read(sql, Dialect.POSTGRESQL);
    assertThat(operations).hasSize(1);
    return operations.get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "ALTER TABLE IF EXISTS ONLY a ADD CONSTRAINT n NOT NULL b NOT VALID | add-constraint",
        "ALTER TABLE a ADD CONSTRAINT u UNIQUE USING INDEX i DEFERRABLE | add-constraint",
        "ALTER TABLE a ADD EXCLUDE USING gist (b WITH &&) WHERE (c > 1) | add-constraint",
        "ALTER TABLE a ALTER b SET EXPRESSION AS (c + 1) | set-expression",
        "ALTER TABLE a ALTER b ADD GENERATED ALWAYS AS IDENTITY (START 3) | add-identity",
        "ALTER TABLE a ALTER b SET STATISTICS -1 | set-column-option",
        "ALTER TABLE a DETACH PARTITION b CONCURRENTLY | detach-partition",
        "ALTER TABLE a ATTACH PARTITION b FOR VALUES FROM (1) TO (MAXVALUE) | attach-partition",
        "ALTER TABLE a SET LOGGED | rewrite-table",
        "ALTER TABLE a REPLICA IDENTITY USING INDEX i | set-table-option",
        "ALTER TABLE a SET SCHEMA b | move-to-schema",
        "ALTER INDEX a ATTACH PARTITION b | attach-index",
        "ALTER TYPE a ADD VALUE IF NOT EXISTS 'b' BEFORE 'c' | add-enum-value",
        "ALTER DOMAIN a ADD CONSTRAINT b CHECK (VALUE > 0) NOT VALID | alter-domain",
        "ALTER SEQUENCE a OWNED BY b.c | alter-object",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO a | change-privileges",
        "CREATE TABLE a PARTITION OF b FOR VALUES IN (1) | create-table",
        "CREATE TEMP TABLE a ON COMMIT DROP AS SELECT 1 WITH NO DATA | create-table",
        "CREATE MATERIALIZED VIEW a AS SELECT 1 WITH NO DATA | create-view",
        "CREATE RULE a AS ON INSERT TO b DO INSTEAD NOTHING | create-policy",
        "CREATE CONSTRAINT TRIGGER a AFTER INSERT ON b EXECUTE FUNCTION c() | create-trigger",
        "CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" | create-object",
        "DROP FUNCTION IF EXISTS a(int, text), b CASCADE | drop-routine",
        "DROP INDEX CONCURRENTLY IF EXISTS a, b.c | drop-index",
        "REINDEX (CONCURRENTLY) TABLE a | reindex",
        "VACUUM (FULL, ANALYZE) a | rewrite-table",
        "VACUUM (FULL false) a | maintain",
        "CLUSTER a USING b | rewrite-table",
        "TRUNCATE ONLY a RESTART IDENTITY CASCADE | truncate-table",
        "COMMENT ON COLUMN a.b.c IS NULL | set-comment",
        "ROLLBACK TO SAVEPOINT a | savepoint",
        "DO LANGUAGE plpgsql $$ BEGIN END $$ | run-block",
        "EXPLAIN ANALYZE DELETE FROM a | delete",
        "EXPLAIN DELETE FROM a | session",
        "EXPLAIN SELECT * FROM a | query",
        "MERGE INTO a USING b ON a.c = b.c WHEN MATCHED THEN DELETE | merge",
        "WOBBLE a | unreadable",
        "DROP TABLE a b | unreadable",
        "BEGIN INSERT INTO a VALUES (1) | unreadable",
      })
  void everyStatementHasItsKind(String sql, String kind) {
    assertThat(only(sql).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "int4 | integer | | 0",
        "varchar(20)[] | character varying | 20 | 1",
        "timestamptz | timestamp with time zone | | 0",
        "timestamp(3) | timestamp without time zone | 3 | 0",
        "decimal(10, 2) | numeric | 10,2 | 0",
        "char | character | 1 | 0",
        "\"char\" | \"char\" | | 0",
        "double precision | double precision | | 0",
        "float(10) | real | | 0",
        "bool | boolean | | 0",
        "app.\"Role\"[][] | app.Role | | 2",
        "pg_catalog.int8 | bigint | | 0",
        "int ARRAY[3] | integer | | 1",
        "bigserial | bigserial | | 0"
      })
  void aTypeHasTheNameOfTheEngine(String written, String name, String modifiers, int dimensions) {
    ColumnOperation.AddColumn add =
        (ColumnOperation.AddColumn) only("ALTER TABLE a ADD b " + written + " NULL");
    List<String> expected = modifiers == null ? List.of() : List.of(modifiers.split(","));
    assertThat(add.column().type()).contains(new SqlType(name, expected, dimensions, written));
    assertThat(add.column().autoIncrement()).isEqualTo(name.contains("serial"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SET lock_timeout = '5s' | lock_timeout | 5s | SESSION",
        "SET LOCAL statement_timeout TO 0 | statement_timeout | 0 | LOCAL",
        "SET search_path TO a, public | search_path | a, public | SESSION",
        "SET TIME ZONE 'UTC' | timezone | UTC | SESSION",
        "SELECT pg_catalog.set_config('lock_timeout', '1s', true) | lock_timeout | 1s | LOCAL",
        "ALTER SYSTEM SET work_mem = '1MB' | work_mem | 1MB | GLOBAL"
      })
  void aSettingHasItsScope(String sql, String name, String value, SetSetting.Scope scope) {
    assertThat(only(sql)).isEqualTo(new SetSetting(name, value, scope));
  }

  @Test
  void aLanguageInQuotesIsNoPartOfTheBlock() {
    String sql = "DO LANGUAGE 'plpgsql' $$ BEGIN NULL; END $$";
    assertThat(SqlReader.read(sql, Dialect.POSTGRESQL).statements().get(0).operations())
        .containsExactly(new DataOperation.RunBlock("plpgsql", " BEGIN NULL; END "));
  }

  @Test
  void theConditionOfAnUpdateIsTakenApart() {
    String condition =
        "a = 1 AND (b IS NULL AND c IN (SELECT d FROM e)) AND f BETWEEN 1 AND 2"
            + " AND g <> 3 AND t.h = e.i AND true AND j IN (1, 2) AND lower(k) = 'l'";
    DataOperation.Update update =
        (DataOperation.Update) only("UPDATE t SET a = 2 FROM e WHERE " + condition);
    Predicate where = update.where().orElseThrow();
    assertThat(where.text()).isEqualTo(condition);
    assertThat(where.terms())
        .extracting(Term::shape)
        .containsExactly(
            Shape.EQUALS_VALUE,
            Shape.IS_NULL,
            Shape.IN_QUERY,
            Shape.RANGE,
            Shape.NEGATION,
            Shape.JOIN,
            Shape.ALWAYS_TRUE,
            Shape.IN_VALUES,
            Shape.OTHER);
    assertThat(where.terms().get(1).text()).isEqualTo("b IS NULL");
    assertThat(where.terms().get(3).text()).isEqualTo("f BETWEEN 1 AND 2");
    assertThat(where.terms().get(7).columns()).isEqualTo(Set.of("j"));
    assertThat(update.reads()).containsExactly(ObjectName.of("e"));
    assertThat(update.columns()).containsExactly("a");
  }

  @Test
  void onlyTheQueryThatLocksIsLocking() {
    assertThat(
            SqlReader.read("SELECT a FROM b FOR UPDATE; SELECT a FROM b", Dialect.POSTGRESQL)
                .statements())
        .extracting(s -> ((DataOperation.Query) s.operations().get(0)).locking())
        .containsExactly(true, false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "ALTER TABLE a ALTER b SET DEFAULT c NOT",
        "ALTER TABLE a ADD COLUMN",
        "ALTER TABLE a ADD b int,",
        "ALTER TABLE",
        "CREATE INDEX",
        "CREATE TABLE a (b int",
        "CREATE TABLE a (b int, )",
        "CREATE VIEW a AS",
        "DROP INDEX",
        "SET a =",
        "COMMENT ON",
        "GRANT SELECT ON",
        "INSERT INTO a",
        "INSERT INTO a VALUES",
        "COPY a"
      })
  void aStatementThatBreaksOffIsUnreadable(String sql) {
    assertThat(SqlReader.read(sql, Dialect.POSTGRESQL).statements().get(0).readable()).isFalse();
  }

  @Test
  void whatWithChangesComesFirst() {
    List<Operation> operations =
        read(
            "WITH gone AS (DELETE FROM a WHERE b = 1 RETURNING *) INSERT INTO c SELECT * FROM gone",
            Dialect.POSTGRESQL);
    assertThat(operations).extracting(Operation::kind).containsExactly("delete", "insert");
    assertThat(((DataOperation.Insert) operations.get(1)).reads())
        .doesNotContain(ObjectName.of("gone"));
  }

  @Test
  void aDefaultNamesWhatItCalls() {
    ColumnOperation.AddColumn add =
        (ColumnOperation.AddColumn)
            only(
                "ALTER TABLE a ADD b timestamptz DEFAULT (NOW() AT TIME ZONE 'utc')::text NOT"
                    + " NULL");
    Expression value = add.column().defaultValue().orElseThrow();
    assertThat(value)
        .isEqualTo(new Expression("(NOW() AT TIME ZONE 'utc')::text", Set.of("now"), Set.of()));
    assertThat(add.column().notNull()).isTrue();
  }

  @Test
  void whatCreateSchemaMakesIsInTheSchema() {
    String sql =
        "CREATE SCHEMA hr CREATE TABLE pay (person int REFERENCES people, team int REFERENCES"
            + " teams) CREATE VIEW paid AS SELECT 1 FROM pay, teams CREATE TABLE people (id int)";
    List<Operation> made = read(sql, Dialect.POSTGRESQL);

    assertThat(made)
        .extracting(Operation::kind)
        .containsExactly("create-object", "create-table", "create-view", "create-table");
    TableOperation.CreateTable pay = (TableOperation.CreateTable) made.get(1);
    assertThat(pay.table()).isEqualTo(ObjectName.of("hr", "pay"));
    assertThat(pay.columns())
        .flatExtracting(ColumnDefinition::constraints)
        .flatExtracting(constraint -> constraint.reference().stream().toList())
        .extracting(reference -> reference.table().toString())
        .containsExactly("hr.people", "teams");
    assertThat(((ObjectOperation.CreateView) made.get(2)).reads())
        .containsExactly(ObjectName.of("hr", "pay"), ObjectName.of("teams"));
  }

  @Test
  void anIndexHasItsParts() {
    IndexOperation.CreateIndex index =
        (IndexOperation.CreateIndex)
            only(
                "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY s.t USING gin"
                    + " (a DESC NULLS LAST, lower(b) text_ops) INCLUDE (c) WHERE d > 0");
    assertThat(index.index()).isEqualTo(Optional.of(ObjectName.of("i")));
    assertThat(index.table()).isEqualTo(ObjectName.of("s", "t"));
    assertThat(List.of(index.unique(), index.concurrently(), index.ifNotExists(), index.only()))
        .containsOnly(true);
    assertThat(index.elements())
        .extracting(IndexOperation.CreateIndex.Element::column)
        .containsExactly(Optional.of("a"), Optional.empty());
    assertThat(index.include()).containsExactly("c");
    assertThat(index.definition()).startsWith("s.t USING gin").endsWith("WHERE d > 0");
  }

  @Test
  void mysqlReadsWhatItsMigrationsUse() {
    assertThat(
            read(
                "ALTER TABLE a ADD COLUMN b INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'x' AFTER c,"
                    + " MODIFY d VARCHAR(10) CHARACTER SET utf8mb4 NOT NULL, CHANGE e f TEXT,"
                    + " ADD INDEX g (h(10), i DESC), DROP FOREIGN KEY j, DROP PRIMARY KEY,"
                    + " ENGINE=InnoDB, ALGORITHM=INPLACE, LOCK=NONE, ADD PARTITION (PARTITION p)",
                Dialect.MYSQL))
        .extracting(Operation::kind)
        .containsExactly(
            "add-column",
            "modify-column",
            "modify-column",
            "create-index",
            "drop-constraint",
            "drop-constraint",
            "rewrite-table",
            "choose-algorithm",
            "choose-algorithm",
            "change-partitions");
    assertThat(
            read(
                "CREATE TABLE `a` (`id` bigint(20) NOT NULL AUTO_INCREMENT, PRIMARY KEY (`id`),"
                    + " UNIQUE KEY `u` (`b`), KEY `k` (`c`) USING BTREE) ENGINE=InnoDB"
                    + " DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
                Dialect.MYSQL))
        .extracting(Operation::kind)
        .containsExactly("create-table", "create-index");
    assertThat(read("RENAME TABLE a TO b, c TO d", Dialect.MARIADB)).hasSize(2);
    assertThat(read("ALTER TABLE a RENAME b", Dialect.MYSQL))
        .containsExactly(new TableOperation.RenameTable(ObjectName.of("a"), "b", false));
    assertThat(read("CREATE OR REPLACE TABLE a (b int)", Dialect.MARIADB))
        .extracting(Operation::kind)
        .containsExactly("drop-table", "create-table");
  }

  @Test
  void sqliteReadsWhatItsMigrationsUse() {
    assertThat(
            read(
                "CREATE TABLE [a] (id INTEGER PRIMARY KEY AUTOINCREMENT, b, c VARCHAR(10) DEFAULT"
                    + " 'x' COLLATE NOCASE, d TEXT AS (b) STORED, UNIQUE (b) ON CONFLICT IGNORE)"
                    + " WITHOUT ROWID, STRICT",
                Dialect.SQLITE))
        .extracting(Operation::kind)
        .containsExactly("create-table");
    assertThat(read("PRAGMA foreign_keys = OFF", Dialect.SQLITE))
        .hasOnlyElementsOfType(SessionOperation.Session.class);
    assertThat(read("INSERT OR IGNORE INTO a SELECT * FROM b", Dialect.SQLITE))
        .extracting(Operation::kind)
        .containsExactly("insert");
  }
}
