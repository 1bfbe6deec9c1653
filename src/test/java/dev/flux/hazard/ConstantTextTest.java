package dev.flux.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which expressions of MySQL have a value that needs no run to be known. */
class ConstantTextTest {
  private final Map<String, Set<String>> variables = new HashMap<>();

  @Test
  void stringsInEitherQuote() {
    assertThat(ConstantText.of(" 'it''s' ", variables)).contains(Set.of("it's"));
    assertThat(ConstantText.of("\"a \\\"b\\\" # c\"", variables)).contains(Set.of("a \"b\" # c"));
  }

  @Test
  void variablesFollowTheirAssignments() {
    ConstantText.assign(
        "@a := 'x', @`B` = (SELECT count(*), 1 FROM t), @c = concat(@a, 7)", variables);
    assertThat(variables).containsOnlyKeys("@a", "@c");
    assertThat(ConstantText.of("@C", variables)).contains(Set.of("x7"));
    ConstantText.assign("@a = now()", variables);
    assertThat(ConstantText.of("@a", variables)).isEmpty();
  }

  @Test
  void parametersAreNoVariablesOfTheSession() {
    ConstantText.assign("a = 'x', @a = 'y'", variables);
    assertThat(ConstantText.of("CONCAT(A, @a, `a`)", variables)).contains(Set.of("xyx"));
  }

  @Test
  void eachOfAListThatIsGiven() {
    assertThat(ConstantText.list("'a, b', now(), 3)"))
        .containsExactly(Optional.of(Set.of("a, b")), Optional.empty(), Optional.of(Set.of("3")));
  }

  @Test
  void eitherValueOfAChoice() {
    assertThat(
            ConstantText.of(
                "CONCAT('ALTER ', IF((SELECT max(')') FROM t WHERE a IN (1, 2)) > 0, 'a', 'b'))",
                variables))
        .contains(Set.of("ALTER a", "ALTER b"));
  }

  @Test
  void nothingElse() {
    assertThat(ConstantText.of("concat('a', database())", variables)).isEmpty();
    assertThat(ConstantText.of("'a' + 1", variables)).isEmpty();
    assertThat(ConstantText.of("(SELECT 'a' FROM t)", variables)).isEmpty();
    assertThat(ConstantText.of("if(a, 'b')", variables)).isEmpty();
    assertThat(ConstantText.of("", variables)).isEmpty();
  }

  @Test
  void endsWhateverIsWritten() {
    assertThat(ConstantText.of("concat(".repeat(100_000), variables)).isEmpty();
    assertThat(ConstantText.of("'" + "''".repeat(100_000), variables)).isEmpty();
    assertThat(ConstantText.of("concat(" + "if(1,'a','b'),".repeat(100) + "'c')", variables))
        .isEmpty();
  }
}
