package dev.flux.rollout.mysql;

import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Optional;

/**
 * A change and what must stand in its steps.
 *
 * @param only the one server that it is for; empty for both
 * @param meant what the author's own migration comes to; the change itself but for losses that the
 *     rollout mends
 * @param shows words of a step on MySQL
 * @param showsOnMariadb the same on MariaDB
 */
record MysqlRolloutCase(
    String name,
    Optional<Dialect> only,
    String change,
    String meant,
    String shows,
    String showsOnMariadb) {
  static final String HISTORY =
      """
      CREATE TABLE teams (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
        name VARCHAR(100) NOT NULL,
        PRIMARY KEY (id)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
      CREATE TABLE users (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
        email VARCHAR(255) NOT NULL,
        name VARCHAR(100) DEFAULT 'x' COMMENT 'what''s it',
        team_id BIGINT UNSIGNED,
        kind ENUM('a','b') NOT NULL DEFAULT 'a',
        age INT,
        bio TEXT,
        made_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
        PRIMARY KEY (id),
        UNIQUE KEY users_email (email),
        KEY users_name (name),
        KEY users_kind_age (kind, age)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
      CREATE TABLE seats (
        team_id BIGINT UNSIGNED NOT NULL,
        place VARCHAR(36) NOT NULL,
        price DECIMAL(8,2) NOT NULL DEFAULT '1.00',
        taken TINYINT(1),
        PRIMARY KEY (team_id, place)
      ) ENGINE=InnoDB DEFAULT CHARSET=latin1;
      CREATE TABLE boxes (
        id INT NOT NULL AUTO_INCREMENT,
        size ENUM('s','l'),
        weight INT,
        PRIMARY KEY (id)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
      CREATE TABLE labels (
        id INT NOT NULL AUTO_INCREMENT,
        box_id INT,
        text VARCHAR(50),
        PRIMARY KEY (id),
        CONSTRAINT labels_box FOREIGN KEY (box_id) REFERENCES boxes (id)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
      CREATE TABLE tolls (
        id INT NOT NULL AUTO_INCREMENT,
        code VARCHAR(20) NOT NULL,
        n INT,
        total INT AS (n * 2) VIRTUAL,
        PRIMARY KEY (id),
        KEY tolls_code (code),
        KEY tolls_code_n (code, n)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
      CREATE TABLE `Odd Table` (
        `the key` BINARY(16) NOT NULL,
        `order` INT NOT NULL,
        `group` VARCHAR(20),
        PRIMARY KEY (`the key`)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
      """;

  static final String ROWS =
      """
      INSERT INTO teams (name) VALUES ('one'), ('two'), ('three');
      INSERT INTO users (email, name, team_id, kind, age, bio)
        SELECT CONCAT('u', n, '@example.org'), NULLIF(CONCAT('n', n), 'n7'), 1 + n % 3,
          IF(n % 2, 'a', 'b'), NULLIF(n % 50, 3), REPEAT('b', n % 7)
        FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS n
          FROM (SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9) AS a,
            (SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9) AS b,
            (SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9) AS c,
            (SELECT 0 AS d UNION SELECT 1 UNION SELECT 2) AS e) AS numbers;
      INSERT INTO boxes (weight) SELECT age FROM users WHERE id < 100;
      INSERT INTO labels (box_id, text) SELECT id, CONCAT('t', id) FROM boxes;
      INSERT INTO tolls (code, n) SELECT CONCAT('c', id), id FROM users;
      INSERT INTO seats (team_id, place, price) SELECT team_id, CONCAT('p', id), id FROM users;
      INSERT INTO `Odd Table` SELECT UNHEX(MD5(id)), id, name FROM users WHERE id < 2500;
      """;

  boolean runsOn(Dialect dialect) {
    return only.isEmpty() || only.get() == dialect;
  }

  String shows(Dialect dialect) {
    return dialect == Dialect.MYSQL ? shows : showsOnMariadb;
  }

  private static MysqlRolloutCase both(String name, String change, String shows) {
    return new MysqlRolloutCase(name, Optional.empty(), change, change, shows, shows);
  }

  private static MysqlRolloutCase each(String name, String change, String mysql, String mariadb) {
    return new MysqlRolloutCase(name, Optional.empty(), change, change, mysql, mariadb);
  }

  private static MysqlRolloutCase on(Dialect dialect, String name, String change, String shows) {
    return new MysqlRolloutCase(name, Optional.of(dialect), change, change, shows, shows);
  }

  private static MysqlRolloutCase mended(String name, String change, String meant, String shows) {
    return new MysqlRolloutCase(name, Optional.empty(), change, meant, shows, shows);
  }

  static List<MysqlRolloutCase> all() {
    return List.of(
        on(
            Dialect.MYSQL,
            "one copy for all statements that need it",
            "ALTER TABLE seats MODIFY price BIGINT NOT NULL DEFAULT 1; CREATE INDEX seats_taken ON"
                + " seats (taken); ALTER TABLE seats MODIFY taken INT;",
            "ALTER TABLE seats_new MODIFY taken INT;"),
        on(
            Dialect.MYSQL,
            "drop an indexed column beside a virtual one",
            "ALTER TABLE tolls DROP COLUMN code;",
            "ALTER TABLE tolls DROP INDEX tolls_code, DROP INDEX tolls_code_n, ADD INDEX"
                + " tolls_code_n (n), ALGORITHM=INPLACE, LOCK=NONE;"),
        on(
            Dialect.MYSQL,
            "rename an indexed column beside a virtual one",
            "ALTER TABLE tolls RENAME COLUMN code TO sku;",
            "ALTER TABLE tolls DROP INDEX tolls_code, DROP INDEX tolls_code_n, ALGORITHM=INPLACE,"
                + " LOCK=NONE;"),
        both(
            "an added column whose default goes",
            "ALTER TABLE users ADD COLUMN state VARCHAR(9) NOT NULL DEFAULT 'new';\n"
                + "ALTER TABLE users ALTER COLUMN state DROP DEFAULT;",
            "ALTER TABLE users ALTER COLUMN state DROP DEFAULT, ALGORITHM=INSTANT;"),
        both(
            "rows before NOT NULL",
            "UPDATE users SET bio = '' WHERE bio IS NULL; ALTER TABLE users MODIFY bio TEXT NOT"
                + " NULL;",
            "MODIFY COLUMN bio TEXT NOT NULL"),
        both(
            "a column behind the old index over it",
            "DROP INDEX users_kind_age ON users; ALTER TABLE users DROP COLUMN age; CREATE INDEX"
                + " users_kind_age ON users (kind, email);",
            "DROP INDEX users_kind_age_old"),
        both(
            "another primary key",
            "ALTER TABLE seats DROP PRIMARY KEY, ADD PRIMARY KEY (place, team_id);",
            "DROP PRIMARY KEY, ADD PRIMARY KEY (place, team_id), ALGORITHM=INPLACE, LOCK=NONE;"),
        both(
            "another primary key in two statements",
            "ALTER TABLE `Odd Table` DROP PRIMARY KEY;\n"
                + "ALTER TABLE `Odd Table` ADD PRIMARY KEY (`the key`, `order`);",
            "DROP PRIMARY KEY, ADD PRIMARY KEY (`the key`, `order`), ALGORITHM=INPLACE,"
                + " LOCK=NONE;"),
        both(
            "another primary key beside a number that begins a key of its own",
            "ALTER TABLE users DROP PRIMARY KEY, ADD PRIMARY KEY (email), ADD KEY by_id (id);",
            "DROP PRIMARY KEY, ADD PRIMARY KEY (email), ALGORITHM=INPLACE, LOCK=NONE;"),
        both(
            "column at the end",
            "ALTER TABLE users ADD COLUMN note VARCHAR(20);",
            "ADD COLUMN note VARCHAR(20), ALGORITHM=INSTANT;"),
        both(
            "several at once",
            "ALTER TABLE users ADD COLUMN note VARCHAR(20), ADD COLUMN flag INT NOT NULL DEFAULT 0"
                + " AFTER name, ADD INDEX users_age (age);",
            "ALGORITHM=INPLACE, LOCK=NONE;"),
        each(
            "several statements",
            "CREATE TABLE logs (id BIGINT PRIMARY KEY);\n"
                + "CREATE INDEX users_age ON users (age);\n"
                + "ALTER TABLE teams ADD COLUMN note TEXT;",
            "CREATE INDEX users_age ON users (age) ALGORITHM=INPLACE LOCK=NONE;",
            "CREATE INDEX users_age ON users (age) ALGORITHM=NOCOPY LOCK=NONE;"),
        each(
            "drop index",
            "DROP INDEX users_name ON users;",
            "ALTER INDEX users_name INVISIBLE, ALGORITHM=INPLACE, LOCK=NONE;",
            "ALTER INDEX users_name IGNORED, ALGORITHM=INSTANT;"),
        both(
            "drop unique index",
            "ALTER TABLE users DROP INDEX users_email;",
            "DROP INDEX users_email"),
        each(
            "foreign key",
            "ALTER TABLE users ADD CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams"
                + " (id) ON DELETE SET NULL;",
            "ON DELETE SET NULL, ALGORITHM=INPLACE, LOCK=NONE;",
            "ON DELETE SET NULL, ALGORITHM=NOCOPY, LOCK=NONE;"),
        both(
            "not null without default",
            "-- flux: backfill users.status = CONCAT('s', id)\n"
                + "ALTER TABLE users ADD COLUMN status VARCHAR(20) NOT NULL COMMENT 'a;b' AFTER"
                + " name;",
            "MODIFY COLUMN status VARCHAR(20) NOT NULL COMMENT 'a;b', ALGORITHM=INPLACE,"
                + " LOCK=NONE;"),
        both(
            "not null, key of two columns",
            "-- flux: backfill seats.note = CONCAT(place, '-', team_id)\n"
                + "ALTER TABLE seats ADD COLUMN note VARCHAR(60) NOT NULL FIRST;",
            "CALL flux_batches_of_seats();"),
        both(
            "not null, odd names",
            "-- flux: backfill `Odd Table`.`new one` = `order`\n"
                + "ALTER TABLE `Odd Table` ADD COLUMN `new one` INT NOT NULL;",
            "`the key` > @flux_to_1"),
        on(
            Dialect.MYSQL,
            "default from an expression",
            "ALTER TABLE users ADD COLUMN token CHAR(36) NOT NULL DEFAULT (CONCAT('a', 'b'));",
            "AND token IS NULL"),
        on(
            Dialect.MARIADB,
            "default for each row",
            "ALTER TABLE users ADD COLUMN token CHAR(36) NOT NULL DEFAULT (UUID());",
            "users.id >= @flux_from_1 AND users.id <= @flux_to_1 AND token IS NULL"),
        both(
            "unique column",
            "ALTER TABLE users ADD COLUMN code VARCHAR(20) UNIQUE AFTER email;",
            "UNIQUE AFTER email, ALGORITHM=INPLACE, LOCK=NONE;"),
        both(
            "update of all",
            "UPDATE users SET bio = LOWER(name);",
            "UPDATE users SET bio = LOWER(name) WHERE users.id >= @flux_from_1"),
        both(
            "delete of many",
            "DELETE FROM seats WHERE price > 5;",
            "(seats.team_id > @flux_from_1 OR (seats.team_id = @flux_from_1 AND seats.place >="
                + " @flux_from_2))"),
        both(
            "update by a join",
            "UPDATE users u JOIN teams t ON t.id = u.team_id SET u.bio = t.name;",
            "u.id >= @flux_from_1"),
        each(
            "type that copies",
            "ALTER TABLE users MODIFY COLUMN age BIGINT DEFAULT 7;",
            "RENAME TABLE users TO users_old, users_new TO users;",
            "ALGORITHM=COPY, LOCK=NONE;"),
        each(
            "two types beside a new column",
            "ALTER TABLE seats ADD COLUMN note TEXT, MODIFY price BIGINT NOT NULL, MODIFY taken INT"
                + " AFTER team_id;",
            "ALTER TABLE seats ADD COLUMN note TEXT, ALGORITHM=INSTANT;",
            "ALGORITHM=COPY, LOCK=NONE;"),
        each(
            "character set",
            "ALTER TABLE seats CONVERT TO CHARACTER SET utf8mb4;",
            "gh-ost --conf=\"$HOME/.my.cnf\" --host=\"$MYSQL_HOST\" --database=\"$MYSQL_DATABASE\""
                + " --table='seats' --alter='CONVERT TO CHARACTER SET utf8mb4'",
            "ALGORITHM=COPY, LOCK=NONE;"),
        both(
            "full text",
            "CREATE FULLTEXT INDEX users_bio ON users (bio);",
            "ADD FULLTEXT INDEX users_bio (bio);"),
        each(
            "stored generated column",
            "ALTER TABLE users ADD COLUMN shout VARCHAR(100) AS (UPPER(name)) STORED AFTER name;",
            "REPLACE INTO users_new (id, email, name, team_id, kind, age, bio, made_at)",
            "ALGORITHM=COPY, LOCK=NONE;"),
        each(
            "check",
            "ALTER TABLE users ADD CONSTRAINT grown CHECK (age IS NULL OR age < 200);",
            "ADD CONSTRAINT grown CHECK",
            "ALGORITHM=COPY, LOCK=NONE;"),
        each(
            "reordered labels",
            "ALTER TABLE users MODIFY kind ENUM('b','c','a') NOT NULL DEFAULT 'a';",
            "ENUM('b','c','a')",
            "ALGORITHM=COPY, LOCK=NONE;"),
        each(
            "odd names, key in binary",
            "ALTER TABLE `Odd Table` MODIFY `order` BIGINT NOT NULL;",
            "`Odd Table_new`",
            "ALGORITHM=COPY, LOCK=NONE;"),
        both(
            "written anew in place",
            "OPTIMIZE TABLE seats;",
            "ALTER TABLE seats FORCE, ALGORITHM=INPLACE, LOCK=NONE;"),
        both(
            "the same engine",
            "ALTER TABLE users ENGINE=InnoDB;",
            "ALTER TABLE users ENGINE=InnoDB, ALGORITHM=INPLACE, LOCK=NONE;"),
        mended(
            "attributes that would be lost",
            "ALTER TABLE users MODIFY name VARCHAR(120);",
            "ALTER TABLE users MODIFY name VARCHAR(120) DEFAULT 'x' COMMENT 'what''s it';",
            "MODIFY COLUMN name VARCHAR(120) DEFAULT 'x' COMMENT 'what''s it', ALGORITHM="),
        each(
            "labels between others",
            "ALTER TABLE users MODIFY kind ENUM('a','x','b') NOT NULL DEFAULT 'a';",
            "ALTER TABLE users_new MODIFY kind ENUM('a','x','b') NOT NULL DEFAULT 'a';",
            "MODIFY kind ENUM('a','x','b') NOT NULL DEFAULT 'a', ALGORITHM=COPY, LOCK=NONE;"),
        new MysqlRolloutCase(
            "labels between others of a table that others refer to",
            Optional.of(Dialect.MYSQL),
            "ALTER TABLE boxes MODIFY size ENUM('s','m','l');",
            "ALTER TABLE boxes MODIFY size ENUM('s','l','m');",
            "ENUM('s','l','m'), ALGORITHM=INSTANT;",
            ""),
        each(
            "rows joined to others",
            "INSERT INTO boxes (id, weight)\n"
                + "SELECT u.id, t.id FROM users u JOIN teams t ON t.id = u.team_id WHERE u.id >"
                + " 500;",
            "ON t.id = u.team_id WHERE u.id >= @flux_from_1 AND u.id <= @flux_to_1 AND (u.id >"
                + " 500)",
            "ON t.id = u.team_id WHERE u.id >= @flux_from_1 AND u.id <= @flux_to_1 AND (u.id >"
                + " 500)"),
        mended(
            "not null",
            "-- flux: backfill users.age = 0\nALTER TABLE users MODIFY age INT NOT NULL;",
            "UPDATE users SET age = 0 WHERE age IS NULL; ALTER TABLE users MODIFY age INT NOT"
                + " NULL;",
            "MODIFY COLUMN age INT NOT NULL, ALGORITHM=INPLACE, LOCK=NONE;"),
        both(
            "drop column",
            "ALTER TABLE users DROP COLUMN bio;",
            "REPLACE INTO users_bio_export (id, bio) SELECT id, bio FROM users WHERE"),
        both(
            "drop columns with keys",
            "ALTER TABLE users DROP COLUMN kind, DROP COLUMN name;",
            "ALTER TABLE users DROP COLUMN kind, ALGORITHM="),
        both(
            "drop a column that rows must fill",
            "ALTER TABLE teams DROP COLUMN name;",
            "ALTER TABLE teams ALTER COLUMN name SET DEFAULT '', ALGORITHM=INSTANT;"),
        both(
            "another index under the name of one that goes",
            "ALTER TABLE users DROP INDEX users_name;\n"
                + "ALTER TABLE users ADD UNIQUE KEY users_name (email, name);",
            "RENAME INDEX users_name TO users_name_old"),
        both(
            "a column dropped and added again",
            "ALTER TABLE users DROP COLUMN bio;\n"
                + "ALTER TABLE users ADD COLUMN bio VARCHAR(90) NOT NULL DEFAULT '';",
            "DROP COLUMN bio,\n  ADD COLUMN bio VARCHAR(90) NOT NULL DEFAULT '', ALGORITHM="),
        both(
            "drop column, odd names",
            "ALTER TABLE `Odd Table` DROP COLUMN `order`;",
            "`Odd Table_order_export`"),
        both("drop table", "DROP TABLE seats;", "RENAME TABLE seats TO seats_dropped;"),
        both(
            "drop table with foreign characters",
            "DROP TABLE `Odd Table`;",
            "RENAME TABLE `Odd Table` TO `Odd Table_dropped`;"),
        both(
            "rename table",
            "RENAME TABLE seats TO places;",
            "CREATE SQL SECURITY INVOKER VIEW places AS SELECT team_id, place, price, taken FROM"
                + " seats;"),
        both(
            "rename table by ALTER",
            "ALTER TABLE users RENAME TO people;",
            "RENAME TABLE people TO people_view, users TO people;"),
        both(
            "rename column",
            "ALTER TABLE users RENAME COLUMN name TO full_name;",
            "ADD COLUMN full_name"),
        both(
            "rename required column",
            "ALTER TABLE users RENAME COLUMN kind TO sort;",
            "ADD INDEX users_kind_age_new (sort, age)"),
        both(
            "rename unique column",
            "ALTER TABLE users RENAME COLUMN email TO mail;",
            "ADD INDEX users_email_new (mail), ALGORITHM="),
        mended(
            "rename by CHANGE",
            "ALTER TABLE seats CHANGE taken is_taken TINYINT(1) DEFAULT 0;",
            "ALTER TABLE seats CHANGE taken is_taken TINYINT(1) DEFAULT 0;",
            "MODIFY COLUMN is_taken TINYINT(1) DEFAULT 0"),
        both(
            "unique",
            "ALTER TABLE labels ADD CONSTRAINT labels_text UNIQUE (text, box_id);",
            "ADD CONSTRAINT labels_text UNIQUE (text, box_id), ALGORITHM="),
        each(
            "type of a table with foreign keys",
            "ALTER TABLE boxes MODIFY weight BIGINT;",
            "-- flux: allow change-column-type because a tool beside the server has done it",
            "ALGORITHM=COPY, LOCK=NONE;"),
        both(
            "default of a column",
            "ALTER TABLE users ALTER COLUMN age SET DEFAULT 3;",
            "SET DEFAULT 3, ALGORITHM=INSTANT;"));
  }
}
