package dev.flux.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.hazard.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assertions;

/** The words fit, however much there is to say. */
class LargeReviewTest {
  private static final List<String> STATEMENTS =
      List.of(
          "CREATE INDEX %2$s_idx ON %1$s (%2$s);",
          "ALTER TABLE %1$s ALTER COLUMN %2$s SET NOT NULL;",
          "ALTER TABLE %1$s DROP COLUMN %2$s;",
          "ALTER TABLE %1$s RENAME COLUMN %2$s TO %2$s_new;",
          "ALTER TABLE %1$s ALTER COLUMN %2$s TYPE bigint;",
          "UPDATE %1$s SET %2$s = 1;",
          "GRUMBLE %1$s;",
          "ALTER TABLE %1$s ADD COLUMN %2$s_more text;",
          "ALTER TABLE %1$s ADD CONSTRAINT %2$s_check CHECK (%2$s > 0);");

  @Property(tries = 20)
  void anyMixtureFits(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 8) Integer> kinds,
      @ForAll @IntRange(min = 1, max = 6) int directories,
      @ForAll @IntRange(min = 1, max = 60) int nameLength) {
    OutputLimits.check(change(kinds, directories, nameLength));
  }

  @Example
  void hundredsOfFindingsFit() {
    List<Integer> kinds = IntStream.range(0, 200).mapToObj(i -> i % STATEMENTS.size()).toList();
    ReviewCase change = change(kinds, 2, 8);
    assertThat(change.review().findings()).hasSizeGreaterThan(300);
    assertThat(SequencedStep.of(change.review())).hasSizeGreaterThan(60);
    OutputLimits.check(change);
  }

  @Example
  void everyFindingStandsInTheSummary() {
    ReviewCase change = change(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8), 2, 8);
    assertThat(Summary.of(change.review()).lines().filter(l -> l.matches("- [🔴🟡🔵].*")))
        .hasSameSizeAs(change.review().findings());
  }

  @Example
  void aStatementOfAThousandActionsIsJudgedAndTakenApartByNobody() {
    for (String engine : List.of("postgresql", "mysql", "mariadb", "sqlite")) {
      for (String action : List.of("DROP COLUMN c%d", "ADD CONSTRAINT k%d CHECK (id > 0)")) {
        String alter =
            IntStream.range(0, 1_000)
                .mapToObj(action::formatted)
                .collect(Collectors.joining(", ", "ALTER TABLE users ", ";"));
        Map<String, String> base =
            Map.of(
                "flux.yml",
                "directories:\n  db: {tool: sql, engine: " + engine + "}\n",
                "db/001_users.sql",
                "CREATE TABLE users (id int PRIMARY KEY);");

        Review review =
            Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> ReviewCase.of(base, Map.of("db/002_change.sql", alter)).review());

        assertThat(review.findings()).as(engine + ": " + action).isNotEmpty();
        assertThat(review.findings()).extracting(Finding::path).containsOnly("db/002_change.sql");
        assertThat(SequencedStep.of(review)).as(engine + ": " + action).hasSizeLessThan(5);
      }
    }
  }

  /** Each makes a file, and all of them would have the same name. */
  @Example
  void thousandsOfStatementsOfOneKindAreJudgedAndPlannedInTime() {
    String change = "ALTER TABLE users ADD x int;\nALTER TABLE orders ADD x int;\n";
    Review review =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(60),
            () ->
                ReviewCase.of(
                        Map.of("flux.yml", "directories:\n  db: {tool: sql, engine: postgresql}\n"),
                        Map.of("db/change.sql", change.repeat(5_000)))
                    .review());

    assertThat(SequencedStep.of(review)).hasSize(10_000);
  }

  /** Each calls the next two: there are more ways through them than could ever be walked. */
  @Example
  void functionsThatCallOneAnotherAreFollowedOnce() {
    StringBuilder history = new StringBuilder("CREATE TABLE deep (id bigint PRIMARY KEY);\n");
    for (int i = 59; i >= 0; i--) {
      history.append(
          "CREATE FUNCTION f%d() RETURNS int LANGUAGE sql AS $$ SELECT %s $$;\n"
              .formatted(i, i > 57 ? "1 FROM deep" : "f%d() + f%d()".formatted(i + 1, i + 2)));
    }
    ReviewCase chain =
        ReviewCase.of(
            Map.of("db/001_a.sql", history.toString()), Map.of("db/002_b.sql", "SELECT f0();\n"));
    assertThat(chain.outputs().get("review.json")).contains("ACCESS SHARE", "deep");
  }

  @Example
  void textsOfAnyLengthAreRead() {
    String text = "it''s ".repeat(50_000);
    for (String engine : List.of("postgresql", "mysql", "mariadb", "sqlite")) {
      Map<String, String> base =
          Map.of(
              "flux.yml",
              "directories:\n  db: {tool: sql, engine: " + engine + "}\n",
              "db/001_users.sql",
              "CREATE TABLE users (id int PRIMARY KEY, name text, CHECK (name <> '"
                  + text
                  + "'));");
      String change =
          "UPDATE users SET name = '%1$s';\nINSERT INTO users SELECT id + 1, '%1$s' FROM users;\n"
              + "ALTER TABLE users ADD COLUMN note text DEFAULT '%1$s';\nDROP TABLE users;\n";

      ReviewCase large = ReviewCase.of(base, Map.of("db/002_change.sql", change.formatted(text)));

      assertThat(large.review().findings())
          .as(engine)
          .extracting(Finding::hazard)
          .contains("drop-table");
      OutputLimits.check(large);
    }
  }

  /** Nothing that reads them goes one call deeper with each member. */
  @Example
  void listsOfAnyLengthAreRead() {
    String members =
        IntStream.range(0, 5_000).mapToObj(i -> "id + " + i).collect(Collectors.joining(", "));
    String block =
        "DO $$ DECLARE r record; BEGIN SELECT %1$s INTO r FROM users WHERE id = 1;"
            + " FOR r IN SELECT %1$s FROM users WHERE id = 1 LOOP PERFORM 1; END LOOP; END $$;\n";
    String index = "CREATE INDEX users_many ON users (" + "id, ".repeat(30_000) + "id);\n";
    for (String engine : List.of("postgresql", "mysql", "mariadb", "sqlite")) {
      Map<String, String> base =
          Map.of(
              "flux.yml",
              "directories:\n  db: {tool: sql, engine: " + engine + "}\n",
              "db/001_users.sql",
              "CREATE TABLE users (id int PRIMARY KEY);");
      String change = engine.equals("postgresql") ? index + block.formatted(members) : index;

      ReviewCase large = ReviewCase.of(base, Map.of("db/002_change.sql", change));

      assertThat(large.review().findings()).as(engine).isNotEmpty();
      OutputLimits.check(large);
    }
  }

  private static ReviewCase change(List<Integer> kinds, int directories, int nameLength) {
    Map<String, String> base = new TreeMap<>();
    Map<String, String> head = new TreeMap<>();
    for (int directory = 0; directory < directories; directory++) {
      StringBuilder tables = new StringBuilder();
      StringBuilder change = new StringBuilder();
      for (int i = 0; i < kinds.size(); i++) {
        String table = "t" + "a".repeat(nameLength) + i;
        String column = "c" + "b".repeat(nameLength) + i;
        tables.append("CREATE TABLE " + table + " (id bigint PRIMARY KEY, " + column + " int);\n");
        change.append(String.format(STATEMENTS.get(kinds.get(i)), table, column)).append('\n');
      }
      base.put("part" + directory + "/db/001_tables.sql", tables.toString());
      head.put("part" + directory + "/db/002_change.sql", change.toString());
    }
    return ReviewCase.of(base, head);
  }
}
