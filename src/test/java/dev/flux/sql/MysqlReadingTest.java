package dev.flux.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that only MySQL or MariaDB know. */
class MysqlReadingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE a (b int) PARTITION BY RANGE (b) (PARTITION p0 VALUES LESS THAN (10))",
        "CREATE TABLE a (b int) ENGINE=InnoDB PARTITION BY LINEAR KEY ALGORITHM=2 (b) PARTITIONS 4",
        "CREATE TABLE a (b int, c date) PARTITION BY RANGE COLUMNS (c) SUBPARTITION BY HASH (b)"
            + " SUBPARTITIONS 2 (PARTITION p VALUES LESS THAN (MAXVALUE))",
        "CREATE TABLE a (b point NOT NULL SRID 4326, SPATIAL INDEX (b))",
        "CREATE TABLE a LIKE b",
        "CREATE TABLE a (LIKE b)",
        "CREATE TABLE a (b int INVISIBLE, c varchar(3) CHARACTER SET latin1 COLLATE latin1_bin"
            + " COLUMN_FORMAT DYNAMIC STORAGE DISK) COMMENT='x' DATA DIRECTORY='/d'",
        "CREATE TABLE a (b int, FULLTEXT KEY f (c) WITH PARSER ngram, KEY k (d DESC) INVISIBLE)",
        "CREATE TABLE a (b int, x timestamp(6) GENERATED ALWAYS AS ROW START,"
            + " y timestamp(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (x, y))"
            + " WITH SYSTEM VERSIONING",
        "CREATE TABLE a IGNORE SELECT * FROM b",
        "CREATE TABLE a (c int) REPLACE AS SELECT 1 c",
        "CREATE TABLE a SELECT 1",
        "ALTER TABLE a PARTITION BY HASH (b) PARTITIONS 8",
        "ALTER TABLE a ADD COLUMN c int PARTITION BY HASH (b)",
        "ALTER TABLE a REMOVE PARTITIONING",
        "ALTER TABLE a REORGANIZE PARTITION p, q INTO (PARTITION r VALUES LESS THAN (3))",
        "ALTER TABLE a EXCHANGE PARTITION p WITH TABLE b WITHOUT VALIDATION",
        "ALTER TABLE a DROP PARTITION IF EXISTS p, q",
        "ALTER TABLE a TRUNCATE PARTITION ALL",
        "ALTER TABLE a COALESCE PARTITION 2",
        "ALTER TABLE a CONVERT PARTITION p TO TABLE b",
        "ALTER TABLE a ALTER CHECK c NOT ENFORCED, ALTER INDEX i INVISIBLE",
        "ALTER TABLE a ALTER COLUMN c SET INVISIBLE",
        "ALTER TABLE a ORDER BY b, c DESC, LOCK=NONE",
        "ALTER TABLE a DISCARD TABLESPACE",
        "ALTER TABLE a CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, COMMENT 'x'",
        "ALTER TABLE a DEFAULT CHARACTER SET = utf8mb4 DEFAULT COLLATE = utf8mb4_bin",
        "ALTER TABLE a ENGINE InnoDB ROW_FORMAT DYNAMIC",
        "ALTER TABLE a ADD SYSTEM VERSIONING, ADD PERIOD FOR p (x, y)",
        "ALTER TABLE a NOWAIT ADD COLUMN IF NOT EXISTS b int",
        "ALTER TABLE a WAIT 5 DROP COLUMN IF EXISTS b",
        "ALTER ONLINE TABLE a ADD COLUMN b int",
        "ALTER IGNORE TABLE a ADD UNIQUE (b)",
        "ALTER TABLE a ADD CONSTRAINT FOREIGN KEY IF NOT EXISTS k (b) REFERENCES c (d) MATCH FULL",
        "CREATE INDEX i USING BTREE ON a (b(10), c DESC) COMMENT 'x' ALGORITHM=INPLACE LOCK=NONE",
        "CREATE INDEX i ON a ((lower(b)), (c + 1))",
        "CREATE OR REPLACE INDEX IF NOT EXISTS i ON a (b) NOWAIT",
        "DROP INDEX i ON a ALGORITHM INPLACE LOCK NONE",
        "DROP INDEX IF EXISTS i ON a WAIT 3",
        "RENAME TABLE IF EXISTS a WAIT 5 TO b",
        "CREATE DATABASE a CHARACTER SET utf8mb4",
        "ALTER DATABASE a CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        "CREATE SEQUENCE s START WITH 1 INCREMENT BY 1",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM a",
        "CREATE USER 'u'@'%' IDENTIFIED BY 'x'",
        "SET @x = (SELECT count(*) FROM a)",
        "PREPARE s FROM @x",
        "EXECUTE s USING @a, @b",
        "DEALLOCATE PREPARE s",
        "LOAD DATA LOCAL INFILE 'f' INTO TABLE a FIELDS TERMINATED BY ','",
        "INSERT INTO a (b) VALUES (1) ON DUPLICATE KEY UPDATE b = VALUES(b)",
        "INSERT IGNORE INTO a SET b = 1",
        "REPLACE INTO a SELECT * FROM b",
        "UPDATE a JOIN b ON a.x = b.x SET a.y = b.y WHERE b.z IS NULL LIMIT 10",
        "DELETE a FROM a JOIN b ON a.x = b.x WHERE b.y = 1",
        "LOCK TABLES a WRITE, b READ",
        "UNLOCK TABLES",
        "FLUSH TABLES",
        "ANALYZE TABLE a, b",
        "ANALYZE LOCAL TABLE a",
        "CHECK TABLE a",
        "OPTIMIZE TABLE a",
        "/*!50100 ALTER TABLE a PARTITION BY KEY (b) */",
        "/*!40101 SET NAMES utf8 */",
        "CREATE /*!50017 DEFINER=`r`@`l` */ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW"
            + " SET NEW.b = 1 */",
        "ALTER TABLE `a` ADD `partition` int, ADD COLUMN `key` int, DROP COLUMN `index`",
        "DO SLEEP(1)",
        "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'x'",
        "RESIGNAL",
        "UPDATE a SET b=`c` WHERE `d`=`e`",
        "SET PASSWORD FOR u = 'x'",
        "SET GLOBAL max_connections = 5, @@session.sql_mode = ''",
        "ALTER USER u ACCOUNT LOCK",
        "INSTALL PLUGIN p SONAME 's'"
      })
  void isRead(String sql) {
    for (Dialect dialect : List.of(Dialect.MYSQL, Dialect.MARIADB)) {
      Script script = SqlReader.read(sql, dialect);
      assertThat(script.statements()).as(sql).hasSize(1);
      assertThat(script.statements().get(0).operations())
          .as(sql)
          .noneMatch(Unreadable.class::isInstance);
    }
  }
}
