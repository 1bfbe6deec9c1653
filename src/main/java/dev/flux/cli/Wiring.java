package dev.flux.cli;

import dev.flux.config.Secret;
import dev.flux.config.ServerSettings;
import dev.flux.config.ShadowSettings;
import dev.flux.forge.Forge;
import dev.flux.forge.ForgeKind;
import dev.flux.forge.Markers;
import dev.flux.forge.github.GitHubCredentials;
import dev.flux.forge.github.GitHubForge;
import dev.flux.forge.github.GitHubSettings;
import dev.flux.forge.gitlab.GitLabForge;
import dev.flux.forge.gitlab.GitLabSettings;
import dev.flux.migration.EngineChoice;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationFinder;
import dev.flux.migration.Tool;
import dev.flux.migration.tool.Tools;
import dev.flux.repository.CacheUpkeep;
import dev.flux.repository.CommitWriter;
import dev.flux.repository.GitCache;
import dev.flux.request.Proofs;
import dev.flux.request.ReviewJob;
import dev.flux.review.JsonReport;
import dev.flux.review.RepositoryRules;
import dev.flux.review.ReviewPipeline;
import dev.flux.server.FluxServer;
import dev.flux.server.InvalidRequest;
import dev.flux.server.ReviewRequest;
import dev.flux.server.ServerStartException;
import dev.flux.shadow.Limits;
import dev.flux.shadow.ThrowawayShadow;
import dev.flux.shadow.Unprovable;
import dev.flux.work.RetryPolicy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts the rooms together for a server. */
public final class Wiring {
  private static final Duration GIT_TIMEOUT = Duration.ofSeconds(60);

  private Wiring() {}

  /** Starts a server with everything it needs. */
  public static FluxServer start(ServerSettings settings)
      throws UsageException, ServerStartException {
    return start(settings, RetryPolicy.USUAL);
  }

  /** Starts a server that tries again when it is told to. */
  public static FluxServer start(ServerSettings settings, RetryPolicy retries)
      throws UsageException, ServerStartException {
    Clock clock = Clock.systemUTC();
    Map<ForgeKind, ReviewJob.Connection> connections = connections(settings, clock);
    GitCache git = new GitCache(settings.home().resolve("git"), GIT_TIMEOUT, clock);
    CacheUpkeep upkeep = new CacheUpkeep(git, settings.limits().gitCache(), clock);
    MigrationFinder finder = new MigrationFinder(Tools.all(), Optional.empty(), Optional.empty());
    Proofs proofs = proofs(settings.shadow());
    return FluxServer.start(
        settings,
        retries,
        request -> review(request, clock),
        (reviews, rollouts, address) ->
            new ReviewJob(
                connections,
                new ReviewJob.Git(git, new CommitWriter(git, GIT_TIMEOUT, clock), upkeep),
                new ReviewJob.Kept(reviews, rollouts),
                finder,
                proofs,
                address,
                clock));
  }

  /** An embedded server starts with the first proof, and ends with the virtual machine. */
  private static Proofs proofs(ShadowSettings settings) throws UsageException {
    if (settings.kind() == ShadowSettings.Kind.OFF) {
      return Proofs.NONE;
    }
    try {
      return new Proofs(Optional.of(ThrowawayShadow.of(settings, Limits.USUAL)), settings.forks());
    } catch (Unprovable e) {
      throw new UsageException("FLUX_SHADOW: " + e.getMessage(), e);
    }
  }

  private static Map<ForgeKind, ReviewJob.Connection> connections(
      ServerSettings settings, Clock clock) throws UsageException {
    Map<ForgeKind, ReviewJob.Connection> connections = new EnumMap<>(ForgeKind.class);
    if (settings.github().isPresent()) {
      ServerSettings.GitHub github = settings.github().get();
      Forge forge = new GitHubForge(gitHub(github), clock);
      connections.put(ForgeKind.GITHUB, connection(forge, github.webhookSecrets()));
    }
    if (settings.gitlab().isPresent()) {
      ServerSettings.GitLab gitlab = settings.gitlab().get();
      Forge forge =
          new GitLabForge(
              new GitLabSettings(
                  gitlab.url(), gitlab.gitUrl().orElse(gitlab.url()), gitlab.token()),
              clock);
      connections.put(ForgeKind.GITLAB, connection(forge, gitlab.webhookSecrets()));
    }
    return connections;
  }

  /** What Flux writes on a forge is signed with the secret that it shares with that forge. */
  private static ReviewJob.Connection connection(Forge forge, List<Secret> webhookSecrets) {
    return new ReviewJob.Connection(forge, new Markers(webhookSecrets));
  }

  private static GitHubSettings gitHub(ServerSettings.GitHub github) throws UsageException {
    GitHubCredentials credentials = credentials(github.credentials());
    return github
        .gitUrl()
        .map(git -> new GitHubSettings(github.apiUrl(), git, credentials))
        .orElseGet(() -> GitHubSettings.of(github.apiUrl(), credentials));
  }

  private static GitHubCredentials credentials(ServerSettings.GitHubCredentials configured)
      throws UsageException {
    if (configured instanceof ServerSettings.GitHubCredentials.Token token) {
      return new GitHubCredentials.Token(token.token());
    }
    ServerSettings.GitHubCredentials.App app = (ServerSettings.GitHubCredentials.App) configured;
    try {
      return GitHubCredentials.App.of(String.valueOf(app.id()), app.privateKeyFile());
    } catch (IOException e) {
      throw new UsageException("FLUX_GITHUB_PRIVATE_KEY_FILE: " + e.getMessage(), e);
    }
  }

  private static String review(ReviewRequest request, Clock clock) throws InvalidRequest {
    MigrationFinder finder = new MigrationFinder(Tools.all(), tool(request), engine(request));
    List<MigrationFile> history = files(request.history());
    List<MigrationFile> files = files(request.files());
    RepositoryRules rules = RepositoryRules.of(history, files, LocalDate.now(clock));
    return JsonReport.of(
        ReviewPipeline.review(finder.with(rules.settings()).find(history, files), rules));
  }

  private static List<MigrationFile> files(List<ReviewRequest.SourceFile> files) {
    return files.stream().map(file -> new MigrationFile(file.path(), file.content())).toList();
  }

  private static Optional<Tool> tool(ReviewRequest request) throws InvalidRequest {
    if (request.tool().isEmpty()) {
      return Optional.empty();
    }
    Optional<Tool> found = Tools.find(request.tool().get());
    if (found.isEmpty()) {
      String known = Tools.all().stream().map(Tool::id).sorted().collect(Collectors.joining(", "));
      throw new InvalidRequest("tool: '" + request.tool().get() + "' is none of: " + known);
    }
    return found;
  }

  private static Optional<EngineChoice> engine(ReviewRequest request) throws InvalidRequest {
    if (request.engine().isEmpty()) {
      return Optional.empty();
    }
    String wanted = request.engine().get() + request.version().map(v -> ":" + v).orElse("");
    Optional<EngineChoice> found = EngineChoice.parse(wanted);
    if (found.isEmpty()) {
      throw new InvalidRequest(
          "engine: '" + wanted + "' is none of postgresql, mysql, mariadb, sqlite with a version");
    }
    return found;
  }
}
