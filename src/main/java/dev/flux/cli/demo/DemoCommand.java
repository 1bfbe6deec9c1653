package dev.flux.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flux.cli.Terminal;
import dev.flux.cli.UsageException;
import dev.flux.cli.Wiring;
import dev.flux.config.ServerSettings;
import dev.flux.forge.ForgeKind;
import dev.flux.repository.SampleRepository;
import dev.flux.server.FluxServer;
import dev.flux.server.Logging;
import dev.flux.server.ServerStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flux demo}: the main job on this machine alone, with sample deliveries. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts the server, a small forge and sample repositories on this machine, sends signed"
          + " sample deliveries, and shows each review as people would see it.",
      "Exits with 0 only if every sample was reviewed as expected."
    })
public final class DemoCommand implements Callable<Integer> {
  static final long PATIENCE_SECONDS = 60;
  private static final Pattern DANGER = Pattern.compile("\\*\\*danger\\*\\* · `([a-z-]+)`");

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--once", description = "End by itself after the last sample.")
  private boolean once;

  @Override
  public Integer call() throws UsageException, InterruptedException {
    System.setProperty(Logging.LEVEL, "WARN");
    Path home = temporaryHome();
    try {
      return run(home);
    } catch (IOException e) {
      throw new UsageException("the demo cannot start: " + e.getMessage(), e);
    } catch (ServerStartException e) {
      throw new UsageException(e.getMessage(), e);
    } finally {
      Deletion.of(home);
    }
  }

  private static Path temporaryHome() throws UsageException {
    try {
      return Files.createTempDirectory("flux-demo");
    } catch (IOException e) {
      throw new UsageException("the demo needs a temporary directory: " + e.getMessage(), e);
    }
  }

  private int run(Path home)
      throws IOException, InterruptedException, UsageException, ServerStartException {
    List<Conversation> conversations = new ArrayList<>();
    for (Sample sample : Sample.readAll(samples())) {
      Path place = place(home, sample);
      conversations.add(
          new Conversation(
              sample,
              place,
              SampleRepository.create(place, sample.base(), sample.head(), sample.headRef())));
    }
    DemoSecrets secrets = DemoSecrets.make(home);
    try (LocalGitHub github =
            new LocalGitHub(of(ForgeKind.GITHUB, conversations), Clock.systemUTC());
        LocalGitLab gitlab = new LocalGitLab(of(ForgeKind.GITLAB, conversations))) {
      github.start();
      gitlab.start();
      ServerSettings settings = secrets.settings(home, github.address(), gitlab.address());
      try (FluxServer server = Wiring.start(settings)) {
        int failures = 0;
        for (Conversation conversation : conversations) {
          boolean expected =
              show(conversation, secrets, server)
                  && new ObeyedCommand(
                          conversation, secrets, server.address(), github::opened, this::say)
                      .show();
          failures += expected ? 0 : 1;
        }
        say(conclusion(conversations.size(), failures));
        linger(server);
        return failures == 0 ? 0 : 1;
      }
    }
  }

  /** The folder of the samples; the launcher says where the project is. */
  private static Path samples() throws UsageException {
    Path folder = Path.of(System.getProperty("flux.top", "")).resolve("webhook-samples");
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          "there is no folder "
              + folder.toAbsolutePath()
              + "; run ./flux demo from a checkout of Flux");
    }
    return folder;
  }

  private static Path place(Path home, Sample sample) {
    return home.resolve(sample.id().forge().id()).resolve(sample.id().repository() + ".git");
  }

  private static List<Conversation> of(ForgeKind forge, List<Conversation> conversations) {
    return conversations.stream().filter(c -> c.sample().id().forge() == forge).toList();
  }

  private boolean show(Conversation conversation, DemoSecrets secrets, FluxServer server)
      throws IOException, InterruptedException {
    Sample sample = conversation.sample();
    say("");
    say(
        "━━ "
            + sample.name()
            + ": "
            + sample.id().forge().title()
            + " "
            + sample.id().forge().requestWord()
            + " “"
            + sample.title()
            + "”");
    int status = secrets.deliver(conversation, server.address());
    say("   delivery signed and sent, answered " + status);
    if (!conversation.awaitConclusion(PATIENCE_SECONDS)) {
      say("   ✗ no review within " + PATIENCE_SECONDS + " s");
      return false;
    }
    say(
        "   check “Flux / migrations”: "
            + conversation.conclusion()
            + " — "
            + conversation.title());
    for (JsonNode comment : conversation.comments()) {
      say("");
      say(CommentView.of(comment.path("body").asText()).stripTrailing());
    }
    for (JsonNode comment : conversation.lineComments()) {
      say("");
      say("   on " + place(comment));
      say(CommentView.of(text(comment)).stripTrailing());
    }
    if (!conversation.page().isEmpty()) {
      say("");
      say("   page: " + conversation.page());
    }
    return asExpected(conversation);
  }

  private static JsonNode first(JsonNode comment) {
    return comment.has("notes") ? comment.path("notes").path(0) : comment;
  }

  private static String text(JsonNode comment) {
    return first(comment).path("body").asText();
  }

  private static String place(JsonNode comment) {
    JsonNode position = first(comment).path("position");
    return position.isObject()
        ? position.path("new_path").asText() + ":" + position.path("new_line").asInt()
        : comment.path("path").asText() + ":" + comment.path("line").asInt();
  }

  private boolean asExpected(Conversation conversation) {
    Sample sample = conversation.sample();
    Set<String> hazards = new TreeSet<>();
    for (JsonNode comment : conversation.lineComments()) {
      Matcher danger = DANGER.matcher(text(comment));
      if (danger.find()) {
        hazards.add(danger.group(1));
      }
    }
    boolean expected =
        sample.conclusion().equals(conversation.conclusion()) && sample.hazards().equals(hazards);
    say("");
    say(
        expected
            ? "   ✓ as expected: " + sample.conclusion() + " " + sample.hazards()
            : "   ✗ expected "
                + sample.conclusion()
                + " "
                + sample.hazards()
                + ", but it was "
                + conversation.conclusion()
                + " "
                + hazards);
    return expected;
  }

  private static String conclusion(int samples, int failures) {
    String words = samples + " samples reviewed";
    return failures == 0
        ? "\n" + words + ", all as expected."
        : "\n" + words + ", " + failures + " not as expected.";
  }

  private void linger(FluxServer server) throws InterruptedException {
    if (!once && Terminal.isAttached()) {
      say("The pages stay at " + server.address() + " until you press Ctrl-C.");
      new CountDownLatch(1).await();
    }
  }

  private void say(String line) {
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
