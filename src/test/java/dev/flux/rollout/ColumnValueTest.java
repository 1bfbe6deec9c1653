package dev.flux.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnValueTest {
  private static final String USERS = "CREATE TABLE users (id bigint PRIMARY KEY);";

  private static boolean isExpression(String text) {
    return ColumnValue.parse("users.status = " + text)
        .filter(value -> value.isExpression(Dialect.POSTGRESQL))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'active'",
        "'in  work'",
        "''",
        "0",
        "-1.5",
        "true",
        "NULL",
        "now()",
        "email",
        "lower(email) || '@'",
        "'{}'::jsonb",
        "$$a$$",
        "CASE WHEN age > 1 THEN 1 ELSE 2 END",
        "(SELECT max(id) FROM plans)",
        "'it''s'",
      })
  void oneExpressionIsTaken(String text) {
    assertThat(isExpression(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1; DROP TABLE users",
        "1;;",
        "1 -- and so on",
        "1, role = 'admin'",
        "1 WHERE id = 1",
        "1) OR (1",
        "1)",
        "(1",
        "1 RETURNING id",
        "1 FROM plans",
        "'open",
        "\"open",
        "$$open",
        "1 /* open",
        "1)); DROP TABLE users; --",
        "1\n; DROP TABLE users",
      })
  void whatEndsOrOpensSomethingElseIsNot(String text) {
    assertThat(isExpression(text)).isFalse();
  }

  @Test
  void namesAreReadAsSqlReadsThem() {
    assertThat(ColumnValue.parse("Sales.Users.Status='x'"))
        .hasToString("Optional[sales.users.status = 'x']");
    assertThat(ColumnValue.parse("\"My Users\".\"Of\"\"State\" = 1").map(ColumnValue::column))
        .contains("Of\"State");
    assertThat(ColumnValue.parse("status = 'x'")).isEmpty();
    assertThat(ColumnValue.parse("a.b.c.d = 'x'")).isEmpty();
    assertThat(ColumnValue.parse("users.status =")).isEmpty();
    assertThat(ColumnValue.parse("users.status = '" + "x".repeat(600) + "'")).isEmpty();
  }

  @Test
  void aCommandWinsOverTheFileAndTheFileOverTheSettings() {
    String bare = "ALTER TABLE users ADD COLUMN status text NOT NULL;";
    String said = bare + " -- flux: backfill users.status = 'file'\n";
    List<ColumnValue> commanded = values("public.users.status = 'command'");
    List<ColumnValue> settings = values("users.status = 'settings'");
    assertThat(filled(bare, Told.NOTHING)).isEmpty();
    assertThat(filled(bare, new Told(List.of(), settings, DualWrite.APPLICATION)))
        .contains("'settings'");
    assertThat(filled(said, new Told(List.of(), settings, DualWrite.APPLICATION)))
        .contains("'file'");
    assertThat(filled(said, new Told(commanded, settings, DualWrite.APPLICATION)))
        .contains("'command'");
    assertThat(
            filled(
                bare,
                new Told(
                    values("users.status = 1; DROP TABLE users"),
                    List.of(),
                    DualWrite.APPLICATION)))
        .isEmpty();
    assertThat(filled(bare, new Told(values("plans.status = 1"), List.of(), DualWrite.APPLICATION)))
        .isEmpty();
  }

  private static List<ColumnValue> values(String text) {
    return ColumnValue.parse(text).stream().toList();
  }

  /** What the rows are filled with. */
  private static Optional<String> filled(String change, Told told) {
    return Planner.plan(Plans.examine(USERS, change), told).steps().stream()
        .filter(step -> step.slug().equals("backfill_status") && step.missing().isEmpty())
        .map(step -> step.forward().replaceFirst("(?s).*SET status = (.*?) WHERE.*", "$1"))
        .findFirst();
  }
}
