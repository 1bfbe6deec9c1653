package dev.flux.review;

import dev.flux.engine.Engine;
import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.migration.MigrationChange;
import dev.flux.rollout.Phase;
import dev.flux.shadow.Proof;
import dev.flux.sql.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one-line forms of a review. */
public final class Headline {
  private static final int MOST_CHANGES = 2;

  private Headline() {}

  /** The verdict with its numbers: "2 dangerous statements, rollout in 3 phases". */
  public static String of(Review review) {
    if (review.directories().isEmpty() && review.loose().isEmpty()) {
      return "No migrations changed";
    }
    return switch (review.verdict()) {
      case RISKY -> risky(review);
      case UNREADABLE -> unreadable(review) + ": a human must decide";
      case SAFE -> {
        int warnings = review.findings(Severity.WARNING).size();
        String rest = warnings == 0 ? "nothing dangerous" : count(warnings, "warning");
        yield count(review.migrations().size(), "migration") + ", " + rest;
      }
    };
  }

  private static String risky(Review review) {
    List<Finding> dangers =
        review.findings(Severity.DANGER).stream().filter(Headline::readable).toList();
    Set<Finding> ofStatements =
        review.statements().flatMap(s -> s.findings().stream()).collect(Collectors.toSet());
    int statements = places(dangers.stream().filter(ofStatements::contains));
    int all = places(dangers.stream());
    int others = all - statements;
    return Stream.of(
            statements == 0 ? "" : count(statements, "dangerous statement"),
            others == 0 ? "" : count(others, "dangerous file"),
            unreadable(review),
            phases(review))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /** "1 unreadable statement and 2 unreadable migrations"; empty where Flux reads everything. */
  private static String unreadable(Review review) {
    List<Finding> unread =
        review.findings(Severity.DANGER).stream().filter(f -> !readable(f)).toList();
    int files = places(unread.stream().filter(finding -> finding.line() == 0));
    int statements = places(unread.stream().filter(finding -> finding.line() > 0));
    return Stream.of(
            statements == 0 ? "" : count(statements, "unreadable statement"),
            files == 0 ? "" : count(files, "unreadable migration"))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" and "));
  }

  private static boolean readable(Finding finding) {
    return !finding.hazard().equals(Review.UNREADABLE);
  }

  private static String phases(Review review) {
    long phases =
        Arrays.stream(Phase.Name.values()).filter(name -> !review.steps(name).isEmpty()).count();
    return phases == 0 ? "" : "rollout in " + count((int) phases, "phase");
  }

  /** How many places the findings stand at; two about one statement count once. */
  private static int places(Stream<Finding> findings) {
    return (int) findings.map(finding -> finding.path() + ":" + finding.line()).distinct().count();
  }

  /** What the change does, in a few words. */
  static String change(Review review) {
    if (review.directories().isEmpty()) {
      long migrations = review.loose().stream().filter(f -> !readable(f)).count();
      return migrations == 0
          ? "the settings of this repository"
          : count((int) migrations, "migration") + " that Flux cannot read";
    }
    List<Operation> operations =
        review.statements().flatMap(s -> s.statement().operations().stream()).toList();
    return Wording.summary(operations, MOST_CHANGES);
  }

  /** The engines of the change: {@code PostgreSQL 16 (known)}. */
  static String engines(Review review) {
    return review.directories().isEmpty()
        ? "not known"
        : review.directories().stream()
            .map(directory -> directory.examination().change().engine())
            .map(Engine::toString)
            .distinct()
            .collect(Collectors.joining(", "));
  }

  /** The tools of the change. */
  static String tools(Review review) {
    return review.directories().isEmpty()
        ? "no tool that Flux reads"
        : review.directories().stream()
            .map(directory -> directory.examination().change().tool().title())
            .distinct()
            .collect(Collectors.joining(", "));
  }

  /** The directory's path; a dot for the top. */
  static String name(DirectoryReview directory) {
    String path = directory.examination().change().directory();
    return path.isEmpty() ? "." : path;
  }

  /** Tool, engine and size of one directory. */
  static String subject(DirectoryReview directory) {
    MigrationChange change = directory.examination().change();
    return change.tool().title()
        + ", "
        + change.engine()
        + ", "
        + count(directory.examination().migrations().size(), "migration");
  }

  /** How Flux knows tool and engine, with names between backticks. */
  static String source(DirectoryReview directory) {
    MigrationChange change = directory.examination().change();
    return "Tool: "
        + change.tool().title()
        + (change.toolEvidence().isEmpty() ? "" : " (" + change.toolEvidence() + ")")
        + ". Engine: "
        + change.engine().source()
        + ".";
  }

  /** What running the change showed, with the directory's name where there are several. */
  static String proof(DirectoryReview directory, Proof proof, boolean named) {
    String sentence = proof.sentence() + ".";
    return named ? name(directory) + ": " + sentence : capital(sentence);
  }

  /** With a capital at its beginning. */
  public static String capital(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }

  /** "1 phase", "3 phases". */
  public static String count(int number, String noun) {
    String plural = noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
    return number + " " + (number == 1 ? noun : plural);
  }

  /** The first few: {@code 1, 2 and 5}, or {@code 1, 2 and 7 more}. */
  public static String list(List<String> names, int most) {
    int last = names.size() - 1;
    if (last < 1) {
      return String.join("", names);
    }
    return names.size() > most
        ? String.join(", ", names.subList(0, most)) + " and " + (names.size() - most) + " more"
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  /** A line of at most that many characters, cut between words where it is longer. */
  static String shorten(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(limit - 3)) ? limit - 3 : limit - 2;
    String cut = text.substring(0, end);
    int space = cut.lastIndexOf(' ');
    return (space > limit / 2 ? cut.substring(0, space) : cut).replaceFirst("[,;: ]+$", "") + " …";
  }

  /** {@code path:line}, or the path alone for a finding about a whole file. */
  static String place(Finding finding) {
    return finding.line() > 0 ? finding.path() + ":" + finding.line() : finding.path();
  }
}
