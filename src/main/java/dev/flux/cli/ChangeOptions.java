package dev.flux.cli;

import dev.flux.config.TableStatistics;
import dev.flux.migration.EngineChoice;
import dev.flux.migration.FoundMigrations;
import dev.flux.migration.MigrationFinder;
import dev.flux.migration.Tool;
import dev.flux.migration.tool.Tools;
import dev.flux.repository.ChangeContent;
import dev.flux.repository.GitException;
import dev.flux.repository.LocalCheckout;
import dev.flux.review.RepositoryRules;
import dev.flux.review.Review;
import dev.flux.review.ReviewPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which migrations a command is about: those of a working copy, or named ones. */
final class ChangeOptions {
  /**
   * What was found.
   *
   * @param top what paths are told from
   * @param rules what the repository says about itself: at the base of the change, or in the
   *     working copy where paths are named
   */
  record Change(Path top, FoundMigrations found, RepositoryRules rules) {
    Review review() {
      return ReviewPipeline.review(found, rules);
    }
  }

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
      names = "--stats",
      paramLabel = "FILE",
      description = "Sizes of the tables, as flux stats writes them; default: flux-stats.json.")
  private @Nullable Path stats;

  private RepositoryRules withStats(RepositoryRules rules) throws UsageException {
    Path file = stats;
    if (file == null) {
      return rules;
    }
    try {
      return rules.with(
          TableStatistics.read(file.toString(), Files.readString(file))
              .orElseThrow(() -> new UsageException(file + " is no file of flux stats")));
    } catch (IOException e) {
      throw new UsageException("cannot read --stats " + file + ": " + e.getMessage(), e);
    }
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

  /**
   * Finds them.
   *
   * @throws UsageException where a flag or path is wrong, or something cannot be read
   */
  Change find() throws UsageException {
    MigrationFinder finder = new MigrationFinder(Tools.all(), chosenTool(), chosenEngine());
    try {
      return paths.isEmpty() ? findInCheckout(finder) : findInPaths(finder);
    } catch (GitException e) {
      throw new UsageException(e.getMessage(), e);
    } catch (IOException e) {
      throw new UsageException("cannot read what is to be reviewed: " + e.getMessage(), e);
    }
  }

  private Change findInCheckout(MigrationFinder finder) throws GitException, UsageException {
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
      try (ChangeContent content = checkout.against(ref, RepositoryRules::concern)) {
        RepositoryRules rules = withStats(RepositoryRules.of(content, today()));
        return new Change(checkout.top(), finder.with(rules.settings()).find(content), rules);
      }
    }
  }

  private Change findInPaths(MigrationFinder finder) throws IOException, UsageException {
    if (base != null) {
      throw new UsageException(
          "--base and PATH do not go together: with PATH, those files are the change");
    }
    NamedPaths named = NamedPaths.of(paths);
    RepositoryRules rules = withStats(RepositoryRules.of(named.snapshot(), today()));
    return new Change(
        named.snapshot().top(),
        finder.with(rules.settings()).find(named.snapshot(), named.paths()),
        rules);
  }

  private static LocalDate today() {
    return LocalDate.now(Clock.systemUTC());
  }
}
