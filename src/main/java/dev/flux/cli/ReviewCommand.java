package dev.flux.cli;

import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.migration.EngineChoice;
import dev.flux.migration.FoundMigrations;
import dev.flux.migration.MigrationFinder;
import dev.flux.migration.MigrationPaths;
import dev.flux.migration.Tool;
import dev.flux.migration.tool.Tools;
import dev.flux.repository.ChangeContent;
import dev.flux.repository.GitException;
import dev.flux.repository.LocalCheckout;
import dev.flux.review.JsonReport;
import dev.flux.review.Receipt;
import dev.flux.review.Review;
import dev.flux.review.ReviewPipeline;
import dev.flux.review.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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

  @Parameters(paramLabel = "PATH", description = "Files or directories to review.")
  private List<Path> paths = List.of();

  @Option(
      names = "--base",
      paramLabel = "REF",
      description =
          "Compare with this branch, tag or commit; default: the remote's default branch.")
  private @Nullable String base;

  @Option(
      names = "--engine",
      paramLabel = "NAME[:VERSION]",
      description = "Such as postgresql:16; default: as the repository says, else assumed.")
  private @Nullable String engine;

  @Option(
      names = "--tool",
      paramLabel = "NAME",
      description = "Such as flyway, prisma or sql; default: as the repository says.")
  private @Nullable String tool;

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
          "Exit with 1 from there on: danger, warning or never; default: ${DEFAULT-VALUE}.",
      converter = ThresholdConverter.class)
  private Threshold failOn = Threshold.danger;

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
  static final class FormatConverter implements ITypeConverter<Format> {
    @Override
    public Format convert(String value) {
      return choose(Format.values(), value);
    }
  }

  /** Says which severities there are. */
  static final class ThresholdConverter implements ITypeConverter<Threshold> {
    @Override
    public Threshold convert(String value) {
      return choose(Threshold.values(), value);
    }
  }

  private static <T extends Enum<T>> T choose(T[] choices, String value) {
    return Arrays.stream(choices)
        .filter(choice -> choice.name().equals(value.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "it takes one of: "
                        + Arrays.stream(choices)
                            .map(Enum::name)
                            .collect(Collectors.joining(", "))));
  }

  @Override
  public Integer call() throws UsageException {
    Review review = ReviewPipeline.review(find(finder()));
    print(review);
    return review.findings().stream().anyMatch(failOn::reachedBy) ? FINDINGS : 0;
  }

  private MigrationFinder finder() throws UsageException {
    return new MigrationFinder(Tools.all(), chosenTool(), chosenEngine());
  }

  private Optional<Tool> chosenTool() throws UsageException {
    if (tool == null) {
      return Optional.empty();
    }
    Optional<Tool> found = Tools.find(tool);
    if (found.isEmpty()) {
      String known = Tools.all().stream().map(Tool::id).sorted().collect(Collectors.joining(", "));
      throw new UsageException("there is no tool '" + tool + "'; --tool takes one of: " + known);
    }
    return found;
  }

  private Optional<EngineChoice> chosenEngine() throws UsageException {
    if (engine == null) {
      return Optional.empty();
    }
    Optional<EngineChoice> found = EngineChoice.parse(engine);
    if (found.isEmpty()) {
      throw new UsageException(
          "cannot read the engine '"
              + engine
              + "'; --engine takes postgresql, mysql, mariadb or sqlite, with a version where it is"
              + " known: postgresql:16");
    }
    return found;
  }

  private FoundMigrations find(MigrationFinder finder) throws UsageException {
    try {
      return paths.isEmpty() ? findInCheckout(finder) : findInPaths(finder);
    } catch (GitException e) {
      throw new UsageException(e.getMessage(), e);
    } catch (IOException e) {
      throw new UsageException("cannot read what is to be reviewed: " + e.getMessage(), e);
    }
  }

  private FoundMigrations findInCheckout(MigrationFinder finder)
      throws GitException, UsageException {
    Path here = Path.of("").toAbsolutePath();
    try (LocalCheckout checkout =
        LocalCheckout.find(here)
            .orElseThrow(
                () ->
                    new UsageException(
                        here
                            + " is in no git repository; name the files or directories to"
                            + " review"))) {
      String ref = base == null ? checkout.defaultBase() : base;
      try (ChangeContent content = checkout.against(ref, MigrationPaths::isCandidate)) {
        return finder.find(content);
      }
    }
  }

  private FoundMigrations findInPaths(MigrationFinder finder) throws IOException, UsageException {
    if (base != null) {
      throw new UsageException(
          "--base and PATH do not go together: with PATH, those files are the change");
    }
    NamedPaths named = NamedPaths.of(paths);
    return finder.find(named.snapshot(), named.paths());
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
