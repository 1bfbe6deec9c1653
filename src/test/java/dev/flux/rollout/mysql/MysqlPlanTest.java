package dev.flux.rollout.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.hazard.Examination;
import dev.flux.hazard.Examiner;
import dev.flux.rollout.ColumnValue;
import dev.flux.rollout.DualWrite;
import dev.flux.rollout.Phase;
import dev.flux.rollout.Planner;
import dev.flux.rollout.Rollout;
import dev.flux.rollout.Step;
import dev.flux.rollout.Told;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What plans for MySQL and MariaDB say, version by version. */
class MysqlPlanTest {
  private static final MysqlPlans MYSQL_5_7 = MysqlPlans.mysql(5, 7, 44);
  private static final MysqlPlans MYSQL_8_0_20 = MysqlPlans.mysql(8, 0, 20);
  private static final MysqlPlans MYSQL_8_4 = MysqlPlans.mysql(8, 4, 0);
  private static final MysqlPlans MARIADB_10_6 = MysqlPlans.mariadb(10, 6, 0);
  private static final MysqlPlans MARIADB_11_4 = MysqlPlans.mariadb(11, 4, 0);

  private static List<String> forwards(MysqlPlans plans, String change) {
    return plans.plan(MysqlRolloutCase.HISTORY, change).steps().stream()
        .map(Step::forward)
        .filter(sql -> !sql.isEmpty())
        .toList();
  }

  private static List<String> rollbacks(MysqlPlans plans, String change) {
    return plans.plan(MysqlRolloutCase.HISTORY, change).steps().stream()
        .map(Step::rollback)
        .filter(sql -> !sql.isEmpty())
        .toList();
  }

  @Test
  void theLightestAlgorithmOfEachVersionIsStated() {
    String change = "ALTER TABLE users ADD COLUMN note TEXT AFTER name;";
    String first = "SET SESSION lock_wait_timeout = 5;\n";
    String sql = "ALTER TABLE users ADD COLUMN note TEXT AFTER name, ";
    String rewritten =
        "-- flux: allow rewrite-table because rows can be changed meanwhile, or the server"
            + " refuses it\n";
    assertThat(forwards(MYSQL_5_7, change))
        .containsExactly(first + rewritten + sql + "ALGORITHM=INPLACE, LOCK=NONE;");
    assertThat(forwards(MYSQL_8_0_20, change))
        .containsExactly(first + rewritten + sql + "ALGORITHM=INPLACE, LOCK=NONE;");
    assertThat(forwards(MYSQL_8_4, change)).containsExactly(first + sql + "ALGORITHM=INSTANT;");
    assertThat(forwards(MARIADB_10_6, change)).containsExactly(first + sql + "ALGORITHM=INSTANT;");
  }

  @Test
  void anotherNameAndTypeAreTwoThings() {
    assertThat(
            forwards(
                MYSQL_8_4,
                "ALTER TABLE users CHANGE name full_name VARCHAR(120), MODIFY age BIGINT;"))
        .anyMatch(sql -> sql.contains("RENAME COLUMN name TO full_name"))
        .anyMatch(sql -> sql.contains("MODIFY COLUMN full_name VARCHAR(120)"))
        .noneMatch(sql -> sql.contains("CHANGE name"))
        .noneMatch(sql -> sql.contains("beside age"));
  }

  @Test
  void theWayBackSaysItToo() {
    assertThat(rollbacks(MARIADB_10_6, "CREATE INDEX users_age ON users (age);"))
        .containsExactly(
            "SET SESSION lock_wait_timeout = 5;\n"
                + "ALTER TABLE users DROP INDEX users_age, ALGORITHM=NOCOPY, LOCK=NONE;");
  }

  @Test
  void aTypeThatHoldsLessIsToldWithTheWayBack() {
    String change =
        "ALTER TABLE users ADD CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id);"
            + "ALTER TABLE users MODIFY made_at DATE NOT NULL;";
    assertThat(MYSQL_8_4.plan(MysqlRolloutCase.HISTORY, change).steps())
        .filteredOn(step -> step.forward().contains("made_at DATE"))
        .anyMatch(step -> step.loses().contains("`DATE` does not hold"));
  }

  @Test
  void aViewIsNotMissingBetweenSteps() {
    String view = "CREATE VIEW grown AS SELECT id, name FROM users;";
    String change = "DROP VIEW grown; ALTER TABLE users DROP COLUMN bio; " + view;
    assertThat(MYSQL_8_4.plan(MysqlRolloutCase.HISTORY + view, change).steps().toString())
        .contains("would fail between the steps");
  }

  @Test
  void whatHoldsLocksOfASessionIsNotTakenApart() {
    assertThat(
            forwards(
                MYSQL_8_4, "LOCK TABLES users WRITE; RENAME TABLE users TO people; UNLOCK TABLES;"))
        .isEmpty();
    assertThat(forwards(MYSQL_8_4, "RENAME TABLE users TO people;")).isNotEmpty();
  }

  @Test
  void whatOneSessionKnowsStaysTogether() {
    String change =
        """
        SET @part = ' ADD note TEXT';
        SET @text = CONCAT('ALTER TABLE teams', @part);
        PREPARE one FROM @text;
        EXECUTE one;
        DEALLOCATE PREPARE one;
        SET @text = 'ALTER TABLE seats ADD note TEXT';
        PREPARE one FROM @text;
        EXECUTE one;
        DEALLOCATE PREPARE one;
        ALTER TABLE users RENAME TO people;
        """;
    List<String> files = forwards(MYSQL_8_4, change);
    assertThat(files.subList(0, 2))
        .allSatisfy(file -> assertThat(file).contains("PREPARE one", "EXECUTE one", "DEALLOCATE"));
    assertThat(files.get(0)).doesNotContain("seats");
  }

  @Test
  void aNameThatAnotherTableTakesIsRenamedByHand() {
    String change =
        "RENAME TABLE seats TO seats_old; CREATE TABLE seats (id INT PRIMARY KEY, row_no INT);";
    assertThat(MYSQL_8_4.plan(MysqlRolloutCase.HISTORY, change).steps())
        .anyMatch(step -> step.missing().filter(m -> m.contains("the name `seats`")).isPresent());
  }

  @Test
  void aTableThatIsCreatedAnewIsCreatedWithItsKeys() {
    String create =
        "CREATE TABLE seats (id INT PRIMARY KEY, row_no INT, KEY seats_row (row_no), UNIQUE KEY two"
            + " (row_no, id))";
    assertThat(forwards(MYSQL_8_4, "DROP TABLE seats;\n" + create + ";"))
        .filteredOn(sql -> sql.contains("seats_row"))
        .singleElement()
        .asString()
        .contains(create);
    String index = "CREATE INDEX seats_row ON seats (row_no) LOCK = NONE";
    assertThat(
            forwards(
                MYSQL_8_4,
                "DROP TABLE seats;\nCREATE TABLE seats (id INT PRIMARY KEY, row_no INT);\n"
                    + index
                    + ";"))
        .noneMatch(sql -> sql.contains("\nLOCK = NONE"));
  }

  @Test
  void whatGoesWithItsTableGoesBeforeIt() {
    String sql =
        String.join(
            "\n",
            rollbacks(
                MYSQL_8_4,
                "CREATE TABLE rows_of (id INT PRIMARY KEY, n INT);\nCREATE INDEX by_n ON rows_of"
                    + " (n);\nALTER TABLE seats DROP COLUMN taken;"));
    assertThat(sql.indexOf("DROP INDEX by_n")).isLessThan(sql.indexOf("DROP TABLE rows_of"));
  }

  @Test
  void aTableIsCopiedOnce() {
    String twice =
        "ALTER TABLE seats MODIFY price BIGINT NOT NULL;\nCREATE INDEX of_taken ON seats (taken);\n"
            + "ALTER TABLE seats MODIFY taken INT;";
    List<Step> steps = MYSQL_8_4.plan(MysqlRolloutCase.HISTORY, twice).steps();
    assertThat(steps).allMatch(step -> step.missing().isEmpty());
    assertThat(steps.get(0).forward())
        .containsSubsequence("COLUMN price BIGINT", "ADD INDEX of_taken", "MODIFY taken INT");
    assertThat(steps).hasSize(5);
    assertThat(
            MYSQL_8_4
                .plan(
                    MysqlRolloutCase.HISTORY,
                    twice.replaceFirst("CREATE INDEX .*;", "UPDATE seats SET taken = 0;"))
                .steps())
        .anyMatch(step -> step.missing().filter(m -> m.contains("into one ALTER")).isPresent());
  }

  @Test
  void whatCannotBeRightWaitsForAPerson() {
    assertThat(
            missing(
                MYSQL_8_4,
                "ALTER TABLE users RENAME COLUMN bio TO story; ALTER TABLE users ADD bio INT;"))
        .anyMatch(m -> m.contains("different columns by `bio`"));
    assertThat(
            missing(MYSQL_8_4, "RENAME TABLE seats TO places; ALTER TABLE places ADD note TEXT;"))
        .anyMatch(m -> m.contains("before the table has that name"));
    assertThat(
            missing(
                MYSQL_8_4,
                "ALTER TABLE seats DROP PRIMARY KEY, ADD id INT AUTO_INCREMENT PRIMARY KEY;"))
        .anyMatch(m -> m.contains("its primary key `PRIMARY` is dropped"));
    assertThat(
            missing(
                MYSQL_8_4,
                "CREATE VIEW taken AS SELECT place FROM seats WHERE taken = 1;"
                    + " ALTER TABLE seats DROP COLUMN taken;"))
        .anyMatch(m -> m.contains("the view `taken` still reads `taken`"));
    assertThat(missing(MYSQL_8_4, "ALTER TABLE boxes MODIFY id BIGINT NOT NULL AUTO_INCREMENT;"))
        .anyMatch(m -> m.contains("a foreign key holds `id` of `boxes`"));
  }

  private static List<String> missing(MysqlPlans plans, String change) {
    return plans.plan(MysqlRolloutCase.HISTORY, change).steps().stream()
        .flatMap(step -> step.missing().stream())
        .toList();
  }

  @Test
  void rowsAreChangedBeforeTheColumnRefusesThem() {
    List<String> files =
        forwards(
            MYSQL_8_4,
            "UPDATE users SET bio = '' WHERE bio IS NULL; ALTER TABLE users MODIFY bio TEXT NOT"
                + " NULL;");
    assertThat(files.get(0)).contains("UPDATE users SET bio");
    assertThat(files.get(files.size() - 1)).contains("MODIFY COLUMN bio TEXT NOT NULL");
  }

  @Test
  void rowsOfOneOfSeveralTablesAreDeletedInBatches() {
    assertThat(
            forwards(
                MYSQL_8_4,
                "DELETE u FROM users u LEFT JOIN teams t ON t.id = u.team_id WHERE t.id IS NULL;"))
        .anyMatch(
            sql ->
                sql.contains(
                    "DELETE u FROM users u LEFT JOIN teams t ON t.id = u.team_id WHERE u.id >="));
  }

  @Test
  void aColumnGoesBehindTheOldIndexOverIt() {
    String sql =
        String.join(
            "\n",
            forwards(
                MYSQL_8_4,
                "DROP INDEX users_kind_age ON users; ALTER TABLE users DROP COLUMN age;"
                    + " CREATE INDEX users_kind_age ON users (kind, email);"));
    assertThat(sql)
        .containsSubsequence(
            "RENAME INDEX users_kind_age TO users_kind_age_old",
            "CREATE INDEX users_kind_age",
            "DROP INDEX users_kind_age_old",
            "DROP COLUMN age, ALGORITHM=INSTANT");
  }

  @Test
  void aColumnBesideAnIndexThatComputesIsCopied() {
    String index = "CREATE INDEX lower_name ON users ((lower(name)));";
    String change = "ALTER TABLE users ADD short VARCHAR(9) AS (left(name, 9)) VIRTUAL;";
    assertThat(MYSQL_8_4.plan(MysqlRolloutCase.HISTORY + index, change).steps().get(0).title())
        .startsWith("Make an altered copy");
    assertThat(forwards(MYSQL_8_4, change)).noneMatch(sql -> sql.contains("users_new"));
  }

  @Test
  void whatTheAuthorStatesStays() {
    assertThat(
            forwards(MYSQL_8_4, "ALTER TABLE users ADD INDEX users_age (age), ALGORITHM=INPLACE;"))
        .containsExactly(
            "SET SESSION lock_wait_timeout = 5;\n"
                + "ALTER TABLE users ADD INDEX users_age (age), ALGORITHM=INPLACE;");
  }

  @Test
  void anAlgorithmThatTheServerRefusesIsReplaced() {
    assertThat(
            forwards(MYSQL_8_4, "ALTER TABLE users ADD INDEX users_age (age), ALGORITHM=INSTANT;"))
        .containsExactly(
            "SET SESSION lock_wait_timeout = 5;\n"
                + "ALTER TABLE users ADD INDEX users_age (age), ALGORITHM=INPLACE, LOCK=NONE;");
  }

  @Test
  void aLockThatIsNotNeededIsNotTaken() {
    assertThat(forwards(MYSQL_8_4, "CREATE INDEX users_age ON users (age) LOCK = SHARED;"))
        .containsExactly(
            "SET SESSION lock_wait_timeout = 5;\n"
                + "CREATE INDEX users_age ON users (age) ALGORITHM=INPLACE LOCK=NONE;");
  }

  @Test
  void everyStatementThatAltersHasAFileOfItsOwn() {
    List<String> files =
        forwards(
            MYSQL_8_4,
            """
            -- first
            CREATE INDEX users_age ON users (age);
            -- second
            ALTER TABLE teams ADD COLUMN note TEXT, ADD COLUMN more TEXT;
            """);
    assertThat(files).hasSize(2);
    assertThat(files.get(0)).contains("-- first\nCREATE INDEX");
    assertThat(files.get(1))
        .contains("-- second\nALTER TABLE teams ADD COLUMN note TEXT, ADD COLUMN more TEXT, ALG");
  }

  @Test
  void whatCopiesIsSplitFromTheRest() {
    List<String> files =
        forwards(
            MYSQL_8_4,
            "ALTER TABLE users ADD COLUMN note TEXT, MODIFY age BIGINT, ALGORITHM=COPY;");
    assertThat(files.get(0)).endsWith("ALTER TABLE users ADD COLUMN note TEXT, ALGORITHM=INSTANT;");
    assertThat(files.get(1))
        .contains("CREATE TABLE users_new LIKE users;\nALTER TABLE users_new MODIFY age BIGINT;");
    assertThat(files.get(2)).contains("made_at, note) VALUES (NEW.id");
  }

  @Test
  void copiesWithoutALockWhereTheServerCan() {
    String change = "ALTER TABLE users MODIFY age BIGINT;";
    assertThat(forwards(MARIADB_11_4, change))
        .singleElement()
        .asString()
        .contains("MODIFY age BIGINT, ALGORITHM=COPY, LOCK=NONE;");
    assertThat(forwards(MARIADB_10_6, change)).anyMatch(sql -> sql.contains("RENAME TABLE"));
  }

  @Test
  void linesForToolsAreComplete() {
    String first = forwards(MYSQL_8_4, "ALTER TABLE seats MODIFY place TEXT NOT NULL;").get(0);
    assertThat(forwards(MYSQL_8_4, "ALTER TABLE users MODIFY age BIGINT COMMENT 'it''s';").get(0))
        .contains("--alter='MODIFY age BIGINT COMMENT '\\''it'\\'''\\''s'\\'''")
        .contains("pt-online-schema-change --defaults-file=\"$HOME/.my.cnf\"")
        .contains("D=\"$MYSQL_DATABASE\",t='users'")
        .doesNotContain("<", "...", "TODO");
    assertThat(first).isNotEmpty();
  }

  @Test
  void tablesTiedByForeignKeysAreLeftToATool() {
    Rollout rollout =
        MYSQL_8_4.plan(MysqlRolloutCase.HISTORY, "ALTER TABLE boxes MODIFY weight BIGINT;");
    assertThat(rollout.steps())
        .extracting(Step::kind)
        .containsExactly(Step.Kind.SCRIPT, Step.Kind.MIGRATION);
    Step script = rollout.steps().get(0);
    assertThat(script.forward())
        .startsWith("pt-online-schema-change")
        .contains("--alter='MODIFY weight BIGINT' --alter-foreign-keys-method=auto")
        .doesNotContain("gh-ost");
    assertThat(script.rollback()).contains("--alter='MODIFY COLUMN weight INT'");
    assertThat(rollout.steps().get(1).gate()).contains("golang-migrate was told");
  }

  @Test
  void asksForAValueThatOnlyAHumanKnows() {
    Rollout rollout =
        MYSQL_8_4.plan(
            MysqlRolloutCase.HISTORY, "ALTER TABLE users ADD COLUMN status VARCHAR(9) NOT NULL;");
    assertThat(rollout.steps().get(0).forward())
        .endsWith("ALTER TABLE users ADD COLUMN status VARCHAR(9), ALGORITHM=INSTANT;")
        .startsWith(
            """
            -- flux: later users.status:
            --   ALTER TABLE users MODIFY COLUMN status VARCHAR(9) NOT NULL;
            """);
    assertThat(rollout.steps().stream().flatMap(step -> step.question().stream()))
        .singleElement()
        .asString()
        .contains("/flux split value users.status = 'new'");
    Examination written =
        MYSQL_8_4.examine(
            MysqlRolloutCase.HISTORY,
            List.of(MysqlPlans.migration(2, "add_status", rollout.steps().get(0).forward(), "")),
            true);
    Examination left = Examiner.examine(Planner.findPostponed(written).orElseThrow());
    assertThat(Planner.plan(left).steps()).hasSize(3).allMatch(step -> step.awaited().isPresent());
    Told told =
        new Told(
            List.of(),
            List.of(ColumnValue.parse("users.status = 'new'").orElseThrow()),
            DualWrite.APPLICATION);
    assertThat(Planner.plan(left, told).steps())
        .extracting(Step::forward)
        .anyMatch(sql -> sql.contains("SET status = 'new'"))
        .anyMatch(sql -> sql.contains("MODIFY COLUMN status VARCHAR(9) NOT NULL"));
  }

  @Test
  void namesTheDeploysOfARenameThatTheApplicationWrites() {
    Rollout rollout =
        MYSQL_8_4.plan(
            "CREATE TABLE pears (id INT PRIMARY KEY, sort VARCHAR(9) NOT NULL, KEY by_sort"
                + " (sort));",
            "ALTER TABLE pears RENAME COLUMN sort TO kind;");
    assertThat(rollout.steps())
        .noneMatch(step -> step.forward().contains("TRIGGER"))
        .filteredOn(step -> step.kind() == Step.Kind.DEPLOY)
        .extracting(Step::title)
        .containsExactly(
            "Deploy the version that writes both `sort` and `kind`",
            "Deploy the version that reads `kind` and still writes `sort`",
            "Deploy the version that no longer writes `sort`");
    assertThat(rollout.steps())
        .extracting(Step::slug)
        .containsSubsequence(
            "backfill_kind",
            "index_kind_as_by_sort",
            "set_not_null_kind",
            "let_sort_be_null",
            "drop_sort",
            "name_by_sort");
  }

  @Test
  void backfillsWalkAlongTheKeyAndLeaveTimestampsAlone() {
    String sql =
        forwards(
                MYSQL_8_4,
                "-- flux: backfill users.status = 'new'\n"
                    + "ALTER TABLE users ADD COLUMN status VARCHAR(9) NOT NULL;")
            .get(1);
    assertThat(sql)
        .startsWith("DROP PROCEDURE IF EXISTS flux_batches_of_users;\nCREATE PROCEDURE")
        .contains(
            "UPDATE users SET status = 'new', users.made_at = users.made_at"
                + " WHERE users.id >= @flux_from_1 AND users.id <= @flux_to_1 AND status IS NULL;")
        .contains("COMMIT;\n    DO SLEEP(0.05);")
        .endsWith("DROP PROCEDURE flux_batches_of_users;");
  }

  @Test
  void aTableWithoutAKeyIsNotChangedInBatches() {
    Rollout rollout =
        MYSQL_8_4.plan("CREATE TABLE notes (text VARCHAR(9));", "UPDATE notes SET text = 'x';");
    assertThat(rollout.steps())
        .singleElement()
        .satisfies(
            step -> assertThat(step.missing().orElse("")).contains("Give `notes` a primary key"));
  }

  @Test
  void whatIsDroppedWaitsForADeploy() {
    Rollout rollout = MYSQL_8_4.plan(MysqlRolloutCase.HISTORY, "DROP INDEX users_name ON users;");
    assertThat(rollout.phases()).extracting(Phase::name).contains(Phase.Name.CONTRACT);
    Step last = rollout.steps().get(rollout.steps().size() - 1);
    assertThat(last.afterDeploy()).isTrue();
    assertThat(last.rollback()).contains("ADD INDEX users_name (name) INVISIBLE");
  }

  /** MySQL refuses it in place beside some others, and in company it blocks writes either way. */
  @Test
  void anIndexOnAnExpressionComesBackAsTheServerCan() {
    Rollout rollout =
        MYSQL_8_4.plan(
            "CREATE TABLE stays (id INT PRIMARY KEY, ends DATETIME(6), size INT,"
                + " KEY one ((COALESCE(ends, CAST('9999-12-31 23:59:59' AS DATETIME)))),"
                + " KEY two ((size + 1)));",
            "DROP INDEX two ON stays;");
    Step last = rollout.steps().get(rollout.steps().size() - 1);
    assertThat(last.rollback())
        .contains("ADD INDEX two ((size + 1)) INVISIBLE")
        .doesNotContain("ALGORITHM");
  }

  @Test
  void longNamesFit() {
    String table = "t".repeat(64);
    List<String> files =
        forwards(
            MYSQL_8_4,
            "CREATE TABLE small (id INT PRIMARY KEY);\nALTER TABLE users MODIFY age BIGINT;");
    assertThat(files).isNotEmpty();
    Rollout rollout =
        MYSQL_8_4.plan(
            "CREATE TABLE " + table + " (id INT PRIMARY KEY, a INT);",
            "ALTER TABLE " + table + " MODIFY a BIGINT;");
    for (Step step : rollout.steps()) {
      assertThat(step.forward().split("[^\\w]+", -1)).allMatch(word -> word.length() <= 64);
    }
  }

  @Test
  void suggestsTheTimeoutAndTheAlgorithmInPlace() {
    Rollout rollout =
        MYSQL_8_4.plan(
            MysqlRolloutCase.HISTORY, "ALTER TABLE users\n  ADD COLUMN note TEXT;\nSELECT 1;\n");
    assertThat(rollout.fixes())
        .containsExactly(
            new Rollout.Fix(
                "no-lock-timeout",
                "migrations/000002_change.up.sql",
                1,
                2,
                "SET SESSION lock_wait_timeout = 5;\n"
                    + "ALTER TABLE users\n  ADD COLUMN note TEXT, ALGORITHM=INSTANT;"));
  }
}
