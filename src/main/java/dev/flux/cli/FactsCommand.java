package dev.flux.cli;

import dev.flux.engine.EngineVersion;
import dev.flux.migration.EngineChoice;
import dev.flux.review.FactSheet;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flux facts}: says what statements do to a live database. */
@Command(
    name = "facts",
    sortOptions = false,
    header = "Says what a statement locks, rewrites and scans, with the source.",
    description = "%nWithout STATEMENT: what common forms of statement do.",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nFlags:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  flux facts \"ALTER TABLE users ADD COLUMN age int DEFAULT 5\"",
      "  flux facts --engine postgresql --version 13"
    })
final class FactsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "STATEMENT", description = "SQL; quote it for your shell.")
  private List<String> words = List.of();

  @Option(
      names = "--engine",
      paramLabel = "NAME[:VERSION]",
      description = "postgresql, mysql, mariadb or sqlite; default: ${DEFAULT-VALUE}.")
  private String engine = "postgresql";

  @Option(names = "--version", paramLabel = "VERSION", description = "Of the engine, such as 16.")
  private @Nullable String version;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  @SuppressWarnings("UnusedVariable") // picocli sets and reads it
  private boolean help;

  @Override
  public Integer call() throws UsageException {
    EngineChoice chosen =
        EngineChoice.parse(engine)
            .orElseThrow(
                () ->
                    new UsageException(
                        "cannot read the engine '"
                            + engine
                            + "'; --engine takes postgresql, mysql, mariadb or sqlite"));
    String sql = String.join(" ", words).strip();
    String said = version;
    if (said != null) {
      Optional<EngineVersion> parsed = EngineVersion.parse(said);
      if (parsed.isEmpty()) {
        throw new UsageException("'" + said + "' is no version; --version takes one such as 16");
      }
      chosen = new EngineChoice(chosen.dialect(), parsed);
    }
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    out.print(sql.isEmpty() ? FactSheet.ofForms(chosen) : FactSheet.of(sql, chosen));
    out.flush();
    return 0;
  }
}
