package dev.flux.review;

import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.MigrationFile;
import dev.flux.rollout.Split;
import dev.flux.rollout.Step;
import dev.flux.sql.Dialect;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a split does, in words and as JSON. */
public final class SplitReport {
  private SplitReport() {}

  /**
   * For a terminal: the files with their SQL, or their names alone once they are written; then what
   * waits for later changes.
   *
   * @param splits one for each directory of the review
   */
  public static String text(Review review, List<Split> splits, boolean wrote) {
    if (splits.stream().allMatch(Split::isEmpty)) {
      return review.directories().isEmpty()
          ? "No migrations changed.\n"
          : "Nothing to split: " + Headline.of(review) + "." + withoutSteps(review) + "\n";
    }
    StringBuilder text = new StringBuilder();
    List<String> obstacles = all(splits, Split::obstacles).stream().distinct().toList();
    if (!obstacles.isEmpty()) {
      text.append("Nothing is written, since this is in the way:\n");
      obstacles.forEach(obstacle -> text.append("  ").append(plain(obstacle)).append('\n'));
      return text.toString();
    }
    List<MigrationFile> written = all(splits, Split::written);
    List<String> paths = written.stream().map(MigrationFile::path).toList();
    all(splits, Split::removed).stream()
        .filter(path -> !paths.contains(path))
        .forEach(path -> text.append(wrote ? "removed  " : "remove  ").append(line(path)));
    for (MigrationFile file : written) {
      text.append(wrote ? "wrote    " : "write   ").append(line(file.path()));
      if (!wrote) {
        text.append('\n');
        code(text, file.content());
      }
    }
    for (DirectoryReview directory : review.directories()) {
      boolean several = review.directories().size() > 1;
      directory
          .proof()
          .map(proof -> plain(Headline.proof(directory, proof, several)))
          .ifPresent(sentence -> text.append('\n').append(sentence).append('\n'));
    }
    for (int i = 0; i < splits.size(); i++) {
      byHand(text, review.directories().get(i).examination().change(), splits.get(i).byHand());
    }
    append(text, "Later, each in a change of its own (--here writes them too):", later(splits));
    append(
        text, "Not written until it is said what rows that exist hold:", all(splits, Split::open));
    return text.append(wrote ? "" : "\nNothing is written yet: add --write.\n").toString();
  }

  /** What is dangerous and has no steps, where nothing has any. */
  private static String withoutSteps(Review review) {
    String hazards =
        review.findings(Severity.DANGER).stream()
            .map(Finding::hazard)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return hazards.isEmpty()
        ? ""
        : " Flux has no steps for " + hazards + " here: do what `flux review` says of each.";
  }

  private static List<Step> later(List<Split> splits) {
    return all(splits, Split::later);
  }

  private static <T> List<T> all(List<Split> splits, Function<Split, List<T>> part) {
    return splits.stream().flatMap(split -> part.apply(split).stream()).toList();
  }

  /** Nobody but the reader has these: they stand in no file. */
  private static void byHand(StringBuilder text, MigrationChange change, List<Step> steps) {
    Map<Boolean, List<Step>> ofShell =
        steps.stream().collect(Collectors.partitioningBy(Step::isOfShell));
    String tool = plain(change.tool().title());
    byHand(
        text,
        "\nBy hand with %s, each when its turn comes, since %s:\n"
            .formatted(
                client(change.engine().dialect()),
                change.engine().dialect() == Dialect.SQLITE
                    ? "SQLite has no loop that commits"
                    : tool + " would run it in a transaction with others"),
        ofShell.getOrDefault(false, List.of()));
    byHand(
        text,
        "\nBy hand in a shell, each before %s runs the migration behind it:\n".formatted(tool),
        ofShell.getOrDefault(true, List.of()));
  }

  private static void byHand(StringBuilder text, String heading, List<Step> steps) {
    text.append(steps.isEmpty() ? "" : heading);
    for (Step step : steps) {
      text.append("  ").append(line(step)).append("\n\n");
      code(text, step.forward());
      if (!step.rollback().isBlank()) {
        text.append("  The way back:\n\n");
        code(text, step.rollback());
      }
    }
  }

  /** The program that comes with the engine and runs a script. */
  private static String client(Dialect dialect) {
    return switch (dialect) {
      case POSTGRESQL -> "psql";
      case MYSQL -> "mysql";
      case MARIADB -> "mariadb";
      case SQLITE -> "sqlite3";
    };
  }

  private static void code(StringBuilder text, String content) {
    Markdown.visible(content)
        .lines()
        .forEach(sql -> text.append(sql.isEmpty() ? "" : "    ").append(sql).append('\n'));
    text.append('\n');
  }

  private static void append(StringBuilder text, String heading, List<Step> steps) {
    if (steps.isEmpty()) {
      return;
    }
    text.append('\n').append(heading).append('\n');
    for (Step step : steps) {
      text.append("  ").append(line(step));
      step.missing().ifPresent(missing -> text.append(". ").append(plain(missing)));
      text.append('\n');
    }
  }

  private static String line(Step step) {
    return plain(step.title()) + (step.gate().isBlank() ? "" : " — once " + plain(step.gate()));
  }

  private static String line(String path) {
    return Markdown.line(path) + "\n";
  }

  private static String plain(String prose) {
    return Markdown.line(prose).replace("`", "");
  }

  /**
   * As one line of JSON: {@code rollout} as in a review, the paths that are {@code written} and
   * {@code removed}, {@code obstacles}, and whether it {@code wrote}.
   */
  public static String json(Review review, List<Split> splits, boolean wrote) {
    StringWriter text = new StringWriter();
    try {
      JsonReport.writeSplit(review, splits, wrote, text);
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes every text", e);
    }
    return text.toString();
  }
}
