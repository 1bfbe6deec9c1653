package dev.flux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Facts for people who ask about a statement. */
class FactsCommandTest {
  @Test
  void aStatementWithItsSource() {
    FluxRun run = FluxRun.of("facts", "--version", "16", "CREATE INDEX i ON users (name)");
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("SHARE on users", "writes wait while an index is built", "source  ")
        .contains("create-index-blocking");
  }

  @Test
  void theVersionMatters() {
    String add = "ALTER TABLE users ADD COLUMN level int DEFAULT 1";
    assertThat(FluxRun.of("facts", "--engine", "postgresql:10", add).out())
        .contains("rewrites   users");
    assertThat(FluxRun.of("facts", "--engine", "postgresql:11", add).out())
        .contains("rewrites   nothing");
  }

  /** Its file is another one, as the server shows, and yet no row is written. */
  @Test
  void whatIsEmptiedIsNotWritten() {
    assertThat(FluxRun.of("facts", "TRUNCATE users").out())
        .contains("empties    users", "rewrites   nothing", "wait for an instant")
        .doesNotContain("rewrite-table");
  }

  @Test
  void withoutAStatementTheCommonForms() {
    FluxRun run = FluxRun.of("facts");
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("ALTER TABLE users VALIDATE CONSTRAINT checked")
        .doesNotContain("no fact about this");
    assertThat(run.out().lines().count()).isGreaterThan(100);
  }

  @Test
  void sqliteHasFormsAndWordsOfItsOwn() {
    FluxRun forms = FluxRun.of("facts", "--engine", "sqlite:3.45");
    assertThat(forms.exit()).isZero();
    assertThat(forms.out())
        .contains("PRAGMA foreign_keys", "every other write of the database file waits")
        .contains("Refused: the index users_code uses code.", "[SQLite, ALTER TABLE")
        .doesNotContain("no fact about this");
    assertThat(FluxRun.of("facts", "--engine", "sqlite:3.54", "VACUUM").out())
        .contains("only outside a transaction");
  }

  @Test
  void mysqlAndMariadbSayTheAlgorithmAndWhetherRowsCanBeWritten() {
    String add = "ALTER TABLE users ADD COLUMN level int DEFAULT 1";
    assertThat(FluxRun.of("facts", "--engine", "mysql:8.0.33", add).out())
        .startsWith("MySQL 8.0.33 (known)")
        .contains("algorithm  INSTANT", "writes     go on", "rebuild    no")
        .contains("commits what is open", "Exclusive metadata lock on users")
        .doesNotContain("ACCESS EXCLUSIVE");
    assertThat(FluxRun.of("facts", "--engine", "mysql:5.7", add).out())
        .contains("algorithm  INPLACE", "writes     go on: LOCK=NONE", "rebuild    yes");
    String type = "ALTER TABLE users MODIFY level bigint";
    assertThat(FluxRun.of("facts", "--engine", "mysql:8.0.33", type).out())
        .contains("algorithm  COPY", "writes     wait: LOCK=SHARED");
    assertThat(FluxRun.of("facts", "--engine", "mariadb:11.4", type).out())
        .contains("algorithm  COPY", "writes     go on: LOCK=NONE");
  }

  @Test
  void mysqlAndMariadbHaveFormsOfTheirOwn() {
    for (String engine : new String[] {"mysql:8.4", "mariadb:11.4"}) {
      FluxRun forms = FluxRun.of("facts", "--engine", engine);
      assertThat(forms.exit()).isZero();
      assertThat(forms.out())
          .contains("OPTIMIZE TABLE users", "(INSTANT)", "(COPY)")
          .doesNotContain("no fact about this");
    }
  }

  @Test
  void whatMakesNoSenseIsSaid() {
    assertThat(FluxRun.of("facts", "--engine", "abacus").err()).contains("'abacus'", "sqlite");
    assertThat(FluxRun.of("facts", "--version", "new").err()).contains("'new' is no version");
    assertThat(FluxRun.of("facts", "HOIST THE FLAG").out()).contains("a human must judge");
  }
}
