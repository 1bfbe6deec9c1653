package dev.flux.cli;

import dev.flux.config.Secret;
import dev.flux.config.TableStatistics;
import dev.flux.stats.DatabaseStatistics;
import dev.flux.stats.StatisticsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flux stats}: writes how much the tables of a database hold. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Writes how much the tables of a database hold, and none of their data.",
    description = {
      "%nReads row estimates, sizes and write rates with read-only statements, from PostgreSQL,"
          + " MySQL, MariaDB or SQLite. Reviews take the file into account."
    },
    optionListHeading = "%nFlags:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  FLUX_STATS_PASSWORD=… flux stats --user reader \\",
      "    --url jdbc:postgresql://db/shop",
      "  flux stats --url jdbc:sqlite:data/shop.db"
    })
final class StatsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--url", paramLabel = "URL", required = true, description = "JDBC URL.")
  private String url = "";

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Its password is taken from FLUX_STATS_PASSWORD.")
  private @Nullable String user;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write; default: ${DEFAULT-VALUE}.")
  private Path out = Path.of(TableStatistics.FILE);

  @Override
  public Integer call() throws UsageException {
    Optional<Secret> password =
        Optional.ofNullable(System.getenv("FLUX_STATS_PASSWORD")).map(Secret::of);
    try {
      LocalDate today = LocalDate.now(Clock.systemUTC());
      String json = DatabaseStatistics.read(url, Optional.ofNullable(user), password, today);
      Files.writeString(out, json);
      PrintWriter say = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
      int tables =
          TableStatistics.read(out.toString(), json).orElse(TableStatistics.NONE).tables().size();
      say.println("Wrote " + out + ": " + tables + (tables == 1 ? " table." : " tables."));
      say.flush();
      return 0;
    } catch (StatisticsException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UsageException("cannot write " + out + ": " + e.getMessage(), e);
    }
  }
}
