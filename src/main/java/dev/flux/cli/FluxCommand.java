package dev.flux.cli;

import dev.flux.cli.demo.DemoCommand;
import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code flux}: names the commands. */
@Command(
    name = "flux",
    description = "Reviews database migrations and writes the safe rollout.",
    mixinStandardHelpOptions = true,
    versionProvider = FluxCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nFlags:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  flux review               the migrations of this branch",
      "  flux review db/migrations every migration of a directory",
      "  flux demo                 a pull request reviewed on this machine alone",
      "",
      "Each command has its own --help."
    },
    subcommands = {
      ReviewCommand.class,
      SplitCommand.class,
      StatsCommand.class,
      FactsCommand.class,
      ServeCommand.class,
      DemoCommand.class,
      WarmCommand.class
    })
public final class FluxCommand implements Runnable {
  /** Wrong use, or something that cannot be read. */
  static final int USAGE = 2;

  @Spec private @Nullable CommandSpec spec;

  /** Runs the command line and gives its exit code. */
  public static int run(String... args) {
    CommandLine line = new CommandLine(new FluxCommand());
    line.setParameterExceptionHandler(FluxCommand::explainUsage);
    line.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command));
    return line.execute(args);
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }

  private static int explainUsage(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.println("flux: " + message(wrong));
    if (wrong instanceof UnmatchedArgumentException unmatched && !isWord(unmatched)) {
      err.println("Flags of " + name + ": " + flags(command));
    }
    err.println("More: " + name + " --help");
    return USAGE;
  }

  private static String message(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(wrong.getMessage());
    }
    String argument = unmatched.getUnmatched().get(0);
    String nearest =
        unmatched.getSuggestions().stream()
            .findFirst()
            .map(suggestion -> " (did you mean " + suggestion + "?)")
            .orElse("");
    if (!isWord(unmatched)) {
      return "there is no flag " + argument + nearest + ".";
    }
    CommandLine command = wrong.getCommandLine();
    return command.getSubcommands().isEmpty()
        ? command.getCommandSpec().qualifiedName() + " takes no '" + argument + "'."
        : "there is no command '" + argument + "'" + nearest + ". Commands: " + commands(command);
  }

  /** Whether it is the name of something rather than a flag. */
  private static boolean isWord(UnmatchedArgumentException unmatched) {
    return !unmatched.getUnmatched().get(0).startsWith("-");
  }

  private static String commands(CommandLine command) {
    return command.getSubcommands().entrySet().stream()
        .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }

  private static String flags(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .map(OptionSpec::longestName)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static int explain(Exception failure, CommandLine command) throws Exception {
    if (failure instanceof UsageException) {
      command.getErr().println("flux: " + failure.getMessage());
      return USAGE;
    }
    if (System.getenv("FLUX_TRACE") != null) {
      throw failure;
    }
    command
        .getErr()
        .println(
            "flux: this should not happen: "
                + failure
                + ". Please report it; FLUX_TRACE=1 shows where it happened.");
    return USAGE;
  }

  /** The version that the jar was built as. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = FluxCommand.class.getPackage().getImplementationVersion();
      return new String[] {"flux " + (version == null ? "development" : version)};
    }
  }
}
