package dev.flux.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flux.endtoend.GitHubRepository.Pull;
import dev.flux.forge.github.FakePull.Posted;
import dev.flux.forge.github.FakeRepository.CheckRun;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server process that is killed in the middle of a review, and the next one on its data. */
class EndToEndKillTest {
  private static final Pattern LISTENING = Pattern.compile("listening at http://[^:]+:(\\d+)");

  @TempDir Path directory;

  private GitHubSite site;
  private GitHubRepository repository;

  @BeforeEach
  void open() {
    site = new GitHubSite(directory);
    repository = site.repository().base(EndToEndGitHubTest.BASE);
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** The real command in a process of its own. */
  private Process serve(Path log) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.flux.Flux",
            "serve",
            "--port",
            "0");
    command
        .environment()
        .putAll(
            Map.of(
                "FLUX_HOME", directory.resolve("home").toString(),
                "FLUX_GITHUB_API_URL", site.github.url().toString(),
                "FLUX_GITHUB_GIT_URL", site.git().toString(),
                "FLUX_GITHUB_APP_ID", "42",
                "FLUX_GITHUB_PRIVATE_KEY_FILE", site.keyFile().toString(),
                "FLUX_GITHUB_WEBHOOK_SECRET", RunningFlux.WEBHOOK_SECRET.reveal()));
    return command.redirectErrorStream(true).redirectOutput(new File(log.toString())).start();
  }

  private static int port(Path log) {
    AtomicReference<Integer> port = new AtomicReference<>(0);
    await("the server listens")
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              Matcher line = LISTENING.matcher(Files.readString(log));
              assertThat(line.find()).as(Files.readString(log)).isTrue();
              port.set(Integer.valueOf(line.group(1)));
            });
    return port.get();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/check-runs", "/issues/1/comments", "/pulls/1/reviews"})
  void theNextServerEndsWhatItBegan(String fatal) throws Exception {
    Path log = directory.resolve("log");
    Process process = serve(log);
    try {
      Pull pull =
          repository.open(
              Map.of(EndToEndGitHubTest.V2, EndToEndGitHubTest.COLUMN + EndToEndGitHubTest.INDEX));
      URI address = RunningFlux.address(port(log), "/webhooks/github");
      site.github.watch(
          call -> {},
          call -> {
            if (call.startsWith("POST ") && call.endsWith(fatal)) {
              process.destroyForcibly().onExit().join();
            }
          });
      HttpClient.newHttpClient()
          .send(
              RunningFlux.gitHubDelivery(address, "pull_request", pull.event("opened")),
              BodyHandlers.discarding());
      await("the process is killed").atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive());
      site.github.watch(call -> {}, call -> {});
      assertThat(pull.lastCheck().status()).isEqualTo("in_progress");

      try (RunningFlux next = site.start(site.asApp(), "home")) {
        next.settle();
        assertThat(repository.fake.checkRuns(pull.fake.headSha()))
            .singleElement()
            .returns("failure", CheckRun::conclusion);
        assertThat(pull.lastCheck().title()).startsWith("2 dangerous statements");
        assertThat(pull.fake.comments()).hasSize(1);
        assertThat(pull.fake.inlineComments())
            .isNotEmpty()
            .extracting(Posted::body)
            .doesNotHaveDuplicates();
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
