package dev.flux.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeywordCaseTest {
  private static final String SQL =
      """
      -- flux: allow drop-column because NOBODY reads it
      ALTER TABLE "USERS" ADD CHECK (plan IN ('FREE', $$ NOT NULL $$)) NOT VALID;
      DO $flux$ BEGIN UPDATE users SET note = E'SET \\' NULL'; END $flux$;
      """;

  private static String written(Dialect dialect, List<String> names, String... authors) {
    List<Script> scripts =
        Stream.of(authors).map(author -> SqlReader.read(author, dialect)).toList();
    return KeywordCase.in(scripts, names, dialect).write(SQL);
  }

  @Test
  void keyWordsAreInLowerCaseWhereTheAuthorsAre() {
    assertThat(
            written(
                Dialect.POSTGRESQL, List.of(), "create table a (b int); drop table c", "select 1"))
        .isEqualTo(
            """
            -- flux: allow drop-column because NOBODY reads it
            alter table "USERS" add check (plan in ('FREE', $$ NOT NULL $$)) not valid;
            do $flux$ begin update users set note = E'SET \\' NULL'; end $flux$;
            """);
  }

  @Test
  void wordsThatTheAuthorsWriteInUpperCaseStayAsTheyAre() {
    assertThat(written(Dialect.POSTGRESQL, List.of(), "alter table a add b int NOT NULL"))
        .contains("add check (plan in (", ")) NOT valid;");
  }

  @Test
  void namesInUpperCaseStayAsTheyAre() {
    assertThat(written(Dialect.MYSQL, List.of("BEGIN"), "drop table a")).contains("BEGIN update");
  }

  @Test
  void oneStatementInUpperCaseIsEnoughToKeepIt() {
    assertThat(written(Dialect.POSTGRESQL, List.of(), "create table a (b int)", "DROP TABLE c"))
        .isEqualTo(SQL);
    assertThat(written(Dialect.POSTGRESQL, List.of())).isEqualTo(SQL);
  }

  @Test
  void whatFluxWritesInsideItsBatchesIsInTheirCaseToo() {
    KeywordCase keywords =
        KeywordCase.in(
            List.of(SqlReader.read("select 1", Dialect.POSTGRESQL)), List.of(), Dialect.POSTGRESQL);

    assertThat(
            keywords.write(
                "DO $flux_batches$ BEGIN EXECUTE $flux$ SELECT 'A' $flux$; END $flux_batches$"))
        .isEqualTo("do $flux_batches$ begin execute $flux$ select 'A' $flux$; end $flux_batches$");
  }
}
