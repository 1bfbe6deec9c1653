package dev.flux.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private static final Command REVIEW = new Command.Known(Command.Word.REVIEW, "");
  private static final Command HELP = new Command.Known(Command.Word.HELP, "");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/flux review",
        "  /flux   review  ",
        "/Flux Review",
        "Looks good.\n/flux review\nThanks!",
        "Looks good.\r\n\r\n/flux review\r\n",
        "/flux review\n--\nMira",
        "/flux review <!-- sent from a phone -->",
        "> /flux help\n\n/flux review",
        "<!-- note -->\n\n/flux review",
        "*thanks*  \n/flux review",
      })
  void aCommandBeginsALine(String comment) {
    assertThat(Commands.parse(comment)).containsExactly(REVIEW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "please /flux review",
        "`/flux review`",
        "``\n/flux review\n``",
        "```\n/flux review\n```",
        "~~~sql\n/flux review",
        "    /flux review",
        "> /flux review",
        "> quoted\n/flux review",
        "- /flux review",
        "# /flux review",
        "<!-- /flux review -->",
        "<!--\n\n/flux review\n\n-->",
        "text <!--\n/flux review\n-->",
        "*a\n/flux review*",
        "\\/flux review",
        "&#47;flux review",
        "/fluxreview",
        "/flux-review",
        "[/flux review](there)",
      })
  void whatWasNotSaidToFluxIsNoCommand(String comment) {
    assertThat(Commands.parse(comment)).isEmpty();
  }

  @Test
  void argumentsFollowTheWord() {
    assertThat(Commands.parse("/flux review  0123abc\tnow"))
        .singleElement()
        .isInstanceOfSatisfying(
            Command.Known.class,
            known -> assertThat(known.arguments()).containsExactly("0123abc", "now"));
  }

  @Test
  void aValueKeepsItsSpaces() {
    assertThat(
            Commands.parse(
                "Go on.\n/flux split --here value jobs.state_of = 'in  work & \"x\"' \nBye"))
        .containsExactly(
            new Command.Known(
                Command.Word.SPLIT, "--here value jobs.state_of = 'in  work & \"x\"'"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "value lines.total = price*amount*rate",
        "value users.tag = '_x_ <b> [y](z)' || `quoted`",
        "--here value users.tag = __a__",
        "value users.tag = `a",
      })
  void anExpressionIsNoMarkup(String arguments) {
    assertThat(Commands.parse("Go on.\n/flux split " + arguments + "\nBye"))
        .containsExactly(new Command.Known(Command.Word.SPLIT, arguments));
  }

  @Test
  void aSignatureIsNoArgument() {
    assertThat(Commands.parse("/flux split --here <!-- sent from a phone -->"))
        .containsExactly(new Command.Known(Command.Word.SPLIT, "--here"));
  }

  @Test
  void eachColumnHasItsLine() {
    String lines =
        IntStream.range(0, 20)
            .mapToObj(i -> "/flux split value t.c" + i + " = " + i + "\n")
            .collect(Collectors.joining());
    assertThat(Commands.parse(lines)).hasSize(20);
  }

  @Test
  void theNameAloneAsksForHelp() {
    assertThat(Commands.parse("/flux")).containsExactly(HELP);
  }

  @Test
  void threeCommandsAreEnough() {
    assertThat(Commands.parse("/flux help\n/flux review\n\n/flux help\n/flux review"))
        .containsExactly(HELP, REVIEW, HELP);
  }

  @Test
  void anUnknownWordBringsTheKnownOnes() {
    assertThat(Commands.parse("/flux hepl"))
        .containsExactly(
            new Command.Unknown("hepl", List.of("help", "review", "split", "confirm")));
    assertThat(Commands.parse("/flux re|`view\n\n/flux @all"))
        .containsExactly(
            new Command.Unknown("re??view", List.of("review", "split", "confirm", "help")),
            new Command.Unknown("?all", List.of("review", "split", "confirm", "help")));
  }

  @Provide
  Arbitrary<String> comments() {
    return Arbitraries.of(
            "/flux", " ", "review", "\n", "\r\n", "`", "```", "> ", "- ", "<!--", "-->", "*", "[",
            "](", ")", "\\", "\t", "&#47;", "<b>", "x", "🍐", "\u0000", "====", "| ", "_")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 1000)
  void noCommentCrashesIt(@ForAll("comments") String comment) {
    assertThat(Commands.parse(comment)).hasSizeLessThanOrEqualTo(Commands.MOST);
  }

  @Property(tries = 300)
  void aFenceHidesEverything(@ForAll("comments") String comment) {
    String inside = comment.replace("`", "'");
    assertThat(Commands.parse("```\n" + inside + "\n```")).isEmpty();
  }

  @Property(tries = 300)
  void aCommandCountsOnlyWhereALineOfTheCommentBeginsWithIt(@ForAll("comments") String comment) {
    long lines =
        comment
            .replace('\r', '\n')
            .lines()
            .filter(line -> line.strip().startsWith("/flux"))
            .count();
    assertThat((long) Commands.parse(comment).size()).isLessThanOrEqualTo(lines);
  }
}
