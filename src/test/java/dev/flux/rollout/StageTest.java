package dev.flux.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.migration.MigrationFile;
import dev.flux.rollout.Stage.Gate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StageTest {
  private static final String USERS =
      "CREATE TABLE users (id bigint PRIMARY KEY, email text, name text, age integer);";
  private static final String RENAME = "ALTER TABLE users RENAME COLUMN name TO full_name;";
  private static final String DROP = "ALTER TABLE users DROP COLUMN age;";

  private static List<Stage> stages(String... changes) {
    return Stage.of(Plans.plan(USERS, changes));
  }

  @Test
  void aRenameHasThreeStagesWithTheirGates() {
    List<Stage> stages = stages(RENAME);
    assertThat(stages)
        .extracting(Stage::phase)
        .containsExactly(Phase.Name.EXPAND, Phase.Name.BACKFILL, Phase.Name.CONTRACT);
    assertThat(stages)
        .extracting(Stage::gates)
        .containsExactly(Set.of(), Set.of(Gate.DEPLOY), Set.of(Gate.DEPLOY, Gate.BACKFILL));
    assertThat(stages.get(2).deploys()).hasSize(2);
  }

  @Test
  void aDropBeginsWithADeployAndCommitsNothingBefore() {
    List<Stage> stages = stages(DROP);
    assertThat(stages.get(0).files()).isEmpty();
    assertThat(stages.get(0).steps()).isEmpty();
    assertThat(stages.get(1).deploys()).hasSize(1);
    assertThat(stages.get(1).files()).isNotEmpty();
  }

  @Test
  void anIndexIsOneStage() {
    assertThat(stages("CREATE INDEX users_email_idx ON users (email);"))
        .singleElement()
        .satisfies(stage -> assertThat(stage.files()).isNotEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RENAME,
        DROP,
        RENAME + DROP,
        DROP + RENAME + "CREATE INDEX users_email_idx ON users (email);",
        "ALTER TABLE users ADD COLUMN status text NOT NULL; -- flux: backfill users.status = 'a'\n"
            + DROP,
        "ALTER TABLE users ALTER COLUMN age TYPE bigint;" + RENAME,
        "UPDATE users SET age = 1;" + DROP,
        "DROP TABLE users;",
      })
  void nothingIsLostAndNothingWaitsInside(String change) {
    Rollout rollout = Plans.plan(USERS, change);
    List<Stage> stages = Stage.of(rollout);
    assertThat(stages.stream().flatMap(stage -> stage.steps().stream()))
        .containsExactlyElementsOf(rollout.steps());
    assertThat(stages.stream().flatMap(stage -> stage.files().stream()))
        .containsExactlyElementsOf(rollout.files().stream().map(Rollout.PhasedFile::file).toList());
    assertThat(stages.get(0).steps())
        .noneMatch(step -> step.afterDeploy() || step.kind() == Step.Kind.DEPLOY);
    for (Stage stage : stages.subList(1, stages.size())) {
      assertThat(stage.gates()).contains(Gate.DEPLOY);
      int works = stage.steps().indexOf(stage.works().get(0));
      assertThat(stage.steps().subList(works, stage.steps().size()))
          .noneMatch(step -> step.kind() == Step.Kind.DEPLOY);
      assertThat(stage.works().stream().dropWhile(Step::releaseLater))
          .as("nothing waits for a release after what stands here")
          .noneMatch(Step::releaseLater);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE users ADD COLUMN a text NOT NULL; -- flux: backfill users.a = 'a'\n"
            + "ALTER TABLE users ADD COLUMN b text NOT NULL; -- flux: backfill users.b = 'b'\n"
            + "ALTER TABLE users ADD COLUMN c text NOT NULL; -- flux: backfill users.c = 'c'\n",
        RENAME + "ALTER TABLE users RENAME COLUMN age TO years;",
        RENAME
            + "ALTER TABLE users ADD COLUMN a text NOT NULL; -- flux: backfill users.a = 'a'\n"
            + "ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
      })
  void severalStatementsShareTheirDeploys(String change) {
    assertThat(stages(change))
        .extracting(Stage::phase)
        .containsExactly(Phase.Name.EXPAND, Phase.Name.BACKFILL, Phase.Name.CONTRACT);
  }

  @Test
  void dropsAndChangesOfTypeShareTheirDeploys() {
    String history =
        USERS + "CREATE TABLE orders (id bigint PRIMARY KEY, a int UNIQUE, b int, c text);";
    String retype = "ALTER TABLE orders ALTER COLUMN b TYPE bigint;";
    List<Stage> many =
        Stage.of(
            Plans.plan(
                history,
                DROP
                    + "ALTER TABLE orders DROP COLUMN a;"
                    + retype
                    + "ALTER TABLE orders DROP COLUMN c;"
                    + "ALTER TABLE users ALTER COLUMN email TYPE varchar(50);"));
    assertThat(many)
        .hasSameSizeAs(Stage.of(Plans.plan(history, DROP)))
        .hasSameSizeAs(Stage.of(Plans.plan(history, retype)));
    assertThat(many.stream().flatMap(stage -> stage.deploys().stream()).map(Step::title))
        .containsExactly(
            "Deploy the version that neither reads nor writes `age`, `a` and `c`, and works with"
                + " either type of `b` and `email`");
  }

  @Test
  void renamesShareBothOfTheirDeploys() {
    Rollout rollout =
        Plans.plan(
            "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, name text NOT NULL);",
            "ALTER TABLE users RENAME COLUMN name TO full_name;"
                + "ALTER TABLE users RENAME COLUMN email TO mail;");
    assertThat(rollout.steps())
        .filteredOn(step -> step.kind() == Step.Kind.DEPLOY)
        .extracting(Step::title)
        .containsExactly(
            "Deploy the version that writes both `name` and `full_name`, and writes both `email`"
                + " and `mail`",
            "Deploy the version that reads `full_name` and still writes `name`, and reads `mail`"
                + " and still writes `email`",
            "Deploy the version that no longer writes `name` and `email`");
  }

  @Test
  void directoriesAreMergedStageByStage() {
    Stage one = stages(RENAME).get(1);
    Stage other = stages(DROP).get(1);
    Split rename =
        new Split(List.of("a.sql"), stages(RENAME).get(0), List.of(one), List.of(), List.of());
    Split drop =
        new Split(List.of("b.sql"), stages(DROP).get(0), List.of(other), List.of(), List.of());
    Stack stack = Stack.of(List.of(rename, drop));
    assertThat(stack.removed()).containsExactly("a.sql", "b.sql");
    assertThat(stack.later()).hasSize(1);
    assertThat(stack.later().get(0).files())
        .containsExactlyElementsOf(
            Stream.concat(one.files().stream(), other.files().stream()).toList())
        .extracting(MigrationFile::path)
        .isNotEmpty();
    assertThat(stack.isEmpty()).isFalse();
    assertThat(Stack.of(List.of()).isEmpty()).isTrue();
  }
}
