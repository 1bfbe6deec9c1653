package dev.flux.cli;

import dev.flux.config.ServerSettings;
import dev.flux.config.ServerSettingsException;
import dev.flux.server.FluxServer;
import dev.flux.server.ServerStartException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flux serve}: the server, until it is stopped. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serves webhooks, the review API and pages.",
      "Every setting is a key of the configuration file and an environment variable, which wins;"
          + " see the README. With no forge configured it serves the review API and pages alone."
    })
final class ServeCommand implements Callable<Integer> {
  @Option(names = "--port", paramLabel = "PORT", description = "Listen here; 0 for any free port.")
  private @Nullable Integer port;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Read settings from this YAML file.")
  private @Nullable Path config;

  @Override
  public Integer call() throws UsageException, InterruptedException {
    try (FluxServer server = Wiring.start(settings())) {
      CountDownLatch stopped = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, stopped), "stop"));
      stopped.await();
      return 0;
    } catch (ServerStartException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private static void stop(FluxServer server, CountDownLatch stopped) {
    server.close();
    stopped.countDown();
  }

  private ServerSettings settings() throws UsageException {
    try {
      ServerSettings settings = ServerSettings.load(Optional.ofNullable(config));
      return port == null ? settings : settings.withPort(port);
    } catch (ServerSettingsException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
