package dev.flux.cli;

import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.review.JsonReport;
import dev.flux.review.Receipt;
import dev.flux.review.Review;
import dev.flux.review.Summary;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flux review}: reviews migrations of a working copy, or files and directories. */
@Command(
    name = "review",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Reviews migrations of a working copy, or named files and directories.",
    description = {
      "%nWithout PATH: the migrations that differ between the merge base with REF and the working"
          + " tree.",
      "%nWith PATH: those files are the change, and the earlier files of their directory the"
          + " history. A directory means every migration in it, each judged against the ones before"
          + " it as a populated schema."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nFlags:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing at or above --fail-on",
      "1:findings at or above --fail-on",
      "2:wrong use, or something that cannot be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  flux review",
      "  flux review --base origin/release --fail-on warning",
      "  flux review --engine postgresql:13 db/migrations/V7__owner.sql",
      "  flux review --format markdown db/migrations > review.md"
    })
final class ReviewCommand implements Callable<Integer> {
  private static final int FINDINGS = 1;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ChangeOptions change = new ChangeOptions();

  @Mixin private ShadowOptions shadow = new ShadowOptions();

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "What to print: text, json or markdown; default: ${DEFAULT-VALUE}.",
      converter = FormatConverter.class)
  private Format format = Format.text;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description =
          "Exit with 1 from there on: danger, warning or never; default: as flux.yml says, else"
              + " danger.",
      converter = ThresholdConverter.class)
  private @Nullable Threshold failOn;

  /** Spelled as people write them. */
  enum Format {
    text,
    json,
    markdown
  }

  /** Spelled as people write them. */
  enum Threshold {
    danger,
    warning,
    never;

    boolean reachedBy(Finding finding) {
      return switch (this) {
        case danger -> finding.severity() == Severity.DANGER;
        case warning -> finding.severity() != Severity.ADVICE;
        case never -> false;
      };
    }
  }

  /** Says which formats there are. */
  static final class FormatConverter extends Choice<Format> {
    FormatConverter() {
      super(Format.values());
    }
  }

  /** Says which severities there are. */
  static final class ThresholdConverter extends Choice<Threshold> {
    ThresholdConverter() {
      super(Threshold.values());
    }
  }

  @Override
  public Integer call() throws UsageException {
    ChangeOptions.Change found = change.find();
    Review review = shadow.prove(found.review());
    print(review);
    Threshold given = failOn;
    Predicate<Finding> fails = given == null ? found.rules()::fail : given::reachedBy;
    return review.findings().stream().anyMatch(fails) ? FINDINGS : 0;
  }

  private void print(Review review) {
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    switch (format) {
      case text -> out.print(Receipt.of(review, Terminal.takesColour()));
      case json -> out.println(JsonReport.of(review));
      case markdown -> out.print(Summary.of(review));
    }
    out.flush();
  }
}
