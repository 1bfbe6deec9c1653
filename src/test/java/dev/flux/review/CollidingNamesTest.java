package dev.flux.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever names statements share, also where a server would refuse them, a review comes to its
 * end: tables that take names of columns, heirs of themselves, views that read each other.
 */
class CollidingNamesTest {
  private static final List<String> NAMES =
      List.of(
          "users",
          "orders",
          "id",
          "name",
          "users_pkey",
          "users_name_idx",
          "\"Users\"",
          "app.users");
  private static final List<String> COLUMNS =
      List.of("id", "name", "age", "\"Name\"", "users", "name_new");
  private static final List<String> TYPES =
      List.of("int", "bigint", "text", "varchar(300)", "boolean", "users", "serial", "json");
  private static final List<String> VALUES =
      List.of("1", "'a'", "NULL", "now()", "id", "users()", "(1 + 2)");

  private static final List<String> EVERYWHERE =
      List.of(
          "CREATE TABLE {n} (id bigint PRIMARY KEY, {c} {t} NOT NULL, {c} {t} DEFAULT {v});",
          "CREATE TABLE {n} ({c} int REFERENCES {n} ({c}), UNIQUE ({c}), CHECK ({c} > 0));",
          "CREATE TABLE {n} AS SELECT {c} FROM {n};",
          "DROP TABLE {n};",
          "ALTER TABLE {n} RENAME TO {c};",
          "ALTER TABLE {n} RENAME COLUMN {c} TO {c};",
          "ALTER TABLE {n} ADD COLUMN {c} {t};",
          "ALTER TABLE {n} ADD COLUMN {c} {t} NOT NULL DEFAULT {v};",
          "ALTER TABLE {n} ADD COLUMN {c} {t} UNIQUE;",
          "ALTER TABLE {n} DROP COLUMN {c};",
          "CREATE UNIQUE INDEX {i} ON {n} ({c}, {c});",
          "DROP INDEX {i};",
          "CREATE VIEW {n} AS SELECT {c} FROM {n} JOIN {n} x USING ({c});",
          "DROP VIEW {n};",
          "UPDATE {n} SET {c} = {v} WHERE {c} IS NULL;",
          "DELETE FROM {n};",
          "INSERT INTO {n} ({c}, {c}) SELECT {c}, {c} FROM {n};",
          "BEGIN;",
          "COMMIT;");
  private static final Map<String, List<String>> OF_ENGINE =
      Map.of(
          "postgresql",
          List.of(
              "CREATE TABLE {n} ({c} int, {c} {t}) PARTITION BY RANGE ({c});",
              "CREATE TABLE {n} PARTITION OF {n} FOR VALUES FROM (1) TO (10);",
              "CREATE TABLE {n} ({c} {t}) INHERITS ({n}, {n});",
              "CREATE TABLE {n} (LIKE {n} INCLUDING ALL);",
              "ALTER TABLE {n} ATTACH PARTITION {n} FOR VALUES FROM (1) TO (5);",
              "ALTER TABLE {n} INHERIT {n};",
              "ALTER TABLE {n} ALTER COLUMN {c} TYPE {t}, ALTER COLUMN {c} SET NOT NULL;",
              "ALTER TABLE {n} ALTER COLUMN {c} ADD GENERATED ALWAYS AS IDENTITY;",
              "ALTER TABLE {n} ADD COLUMN {c} {t} GENERATED ALWAYS AS ({c} || {c}) STORED;",
              "ALTER TABLE {n} ADD CONSTRAINT {i} FOREIGN KEY ({c}) REFERENCES {n} ({c});",
              "ALTER TABLE {n} ADD PRIMARY KEY ({c}), DROP CONSTRAINT {i};",
              "ALTER TABLE {n} DROP COLUMN {c} CASCADE;",
              "DROP TABLE {n}, {n} CASCADE;",
              "CREATE OR REPLACE VIEW {n} AS SELECT * FROM {n};",
              "CREATE MATERIALIZED VIEW {n} AS SELECT {c} FROM {n};",
              "REFRESH MATERIALIZED VIEW {n};",
              "CREATE TYPE {i} AS ENUM ('a', 'b');",
              "ALTER TYPE {i} RENAME VALUE 'a' TO 'a';",
              "CREATE DOMAIN {i} AS {t} CHECK (VALUE > {v});",
              "CREATE TRIGGER {i} BEFORE UPDATE ON {n} FOR EACH ROW EXECUTE FUNCTION {i}();",
              "DO $$ BEGIN ALTER TABLE {n} DROP COLUMN {c}; UPDATE {n} SET {c} = {v}; END $$;",
              "TRUNCATE {n}, {n} CASCADE;",
              "SET search_path = app, public;"),
          "mysql",
          List.of(
              "RENAME TABLE {n} TO {n}, {n} TO {n};",
              "ALTER TABLE {n} CHANGE {c} {c} {t} NOT NULL, RENAME TO {n};",
              "ALTER TABLE {n} MODIFY {c} {t} NOT NULL FIRST, ADD INDEX {i} ({c});",
              "ALTER TABLE {n} DROP PRIMARY KEY, ADD PRIMARY KEY ({c}, {c});",
              "ALTER TABLE {n} DROP {c}, DROP INDEX {i};",
              "ALTER TABLE {n} RENAME INDEX {i} TO {i};",
              "ALTER TABLE {n} ADD CONSTRAINT {i} FOREIGN KEY ({c}) REFERENCES {n} ({c});",
              "ALTER TABLE {n} CONVERT TO CHARACTER SET utf8mb4;",
              "CREATE TABLE {n} LIKE {n};",
              "UPDATE {n} a JOIN {n} b ON a.{c} = b.{c} SET a.{c} = b.{c};"),
          "sqlite",
          List.of(
              "ALTER TABLE {n} ADD COLUMN {c} {t} REFERENCES {n};",
              "CREATE TRIGGER {i} AFTER UPDATE ON {n} BEGIN UPDATE {n} SET {c} = {v}; END;",
              "PRAGMA foreign_keys = off;",
              "INSERT INTO {n} SELECT * FROM {n};"));

  @Property(tries = 100)
  void aReviewOfPostgresEnds(@ForAll("postgresql") List<List<String>> files) {
    ends("postgresql", files);
  }

  @Property(tries = 60)
  void aReviewOfMysqlEnds(@ForAll("mysql") List<List<String>> files) {
    ends("mysql", files);
  }

  @Property(tries = 60)
  void aReviewOfSqliteEnds(@ForAll("sqlite") List<List<String>> files) {
    ends("sqlite", files);
  }

  @Provide
  Arbitrary<List<List<String>>> postgresql() {
    return files("postgresql");
  }

  @Provide
  Arbitrary<List<List<String>>> mysql() {
    return files("mysql");
  }

  @Provide
  Arbitrary<List<List<String>>> sqlite() {
    return files("sqlite");
  }

  private static void ends(String engine, List<List<String>> files) {
    Map<String, String> base =
        Map.of(
            "flux.yml",
            "directories:\n  db: {tool: sql, engine: " + engine + "}\n",
            "db/001_first.sql",
            "CREATE TABLE users (id bigint PRIMARY KEY, name text, age int);\n"
                + String.join("\n", files.get(0)));

    ReviewCase change =
        ReviewCase.of(base, Map.of("db/002_next.sql", String.join("\n", files.get(1)) + "\n"));

    assertThat(change.outputs()).hasSize(4);
    OutputLimits.check(change);
  }

  private static Arbitrary<List<List<String>>> files(String engine) {
    Arbitrary<String> statement =
        Combinators.combine(
                Arbitraries.of(
                    Stream.of(EVERYWHERE, OF_ENGINE.get(engine)).flatMap(List::stream).toList()),
                Arbitraries.of(NAMES).list().ofSize(4),
                Arbitraries.of(COLUMNS).list().ofSize(4),
                Arbitraries.of(TYPES),
                Arbitraries.of(VALUES))
            .as(CollidingNamesTest::written)
            .map(sql -> engine.equals("mysql") ? sql.replace('"', '`') : sql);
    return statement.list().ofMinSize(1).ofMaxSize(5).list().ofSize(2);
  }

  private static String written(
      String template, List<String> names, List<String> columns, String type, String value) {
    String sql = template.replace("{t}", type).replace("{v}", value);
    for (String name : names) {
      sql = sql.replaceFirst("\\{n}", name).replaceFirst("\\{i}", name.replace("app.", ""));
    }
    for (String column : columns) {
      sql = sql.replaceFirst("\\{c}", column);
    }
    return sql;
  }
}
