package dev.flux.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.config.Secret;
import dev.flux.config.ServerSettings;
import dev.flux.forge.github.FakeGitHub;
import dev.flux.repository.GitHttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A look-alike of GitHub with real git behind it, which asks for a token that works. */
final class GitHubSite implements AutoCloseable {
  static final String BOT = "flux-reviews[bot]";
  static final Map<String, String> ALL =
      Map.of("checks", "write", "pull_requests", "write", "contents", "read", "metadata", "read");

  /** What an App is granted that also commits. */
  static final Map<String, String> WRITING =
      Map.of("checks", "write", "pull_requests", "write", "contents", "write", "metadata", "read");

  private static final String PERSONAL = "ghp_invented_for_tests";
  private static final KeyPair KEY = key();

  final FakeGitHub github =
      new FakeGitHub(Clock.systemUTC()).app("42", "flux-reviews", KEY.getPublic()).start();
  final GitHttpServer git;
  private final Path directory;
  private final Map<Path, GitHubRepository> byDirectory = new ConcurrentHashMap<>();
  private int repositories;

  GitHubSite(Path directory) {
    this.directory = directory;
    this.git = new GitHttpServer(directory.resolve("git"));
    git.requirePusher(github::mayPush);
    git.onPush(push -> byDirectory.get(push.repository().normalize()).pushed(push));
    git.requirePassword(token -> github.isToken(token) || token.equals(PERSONAL));
    github.user("flux-user", PERSONAL);
  }

  private static KeyPair key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Grants the App these permissions and no others. */
  void permit(Map<String, String> permissions) {
    github.app(new FakeGitHub.App("42", "flux-reviews", KEY.getPublic(), permissions));
  }

  /** Settings of a Flux that is registered here as an App. */
  ServerSettings.GitHub asApp() {
    return RunningFlux.gitHub(
        github.url(), git(), new ServerSettings.GitHubCredentials.App(42, keyFile()));
  }

  /** Settings of a Flux that has a personal token. */
  ServerSettings.GitHub asUser() {
    return RunningFlux.gitHub(
        github.url(), git(), new ServerSettings.GitHubCredentials.Token(Secret.of(PERSONAL)));
  }

  /** Where repositories are, without a slash at its end. */
  URI git() {
    return URI.create(git.url("").toString().replaceFirst("/$", ""));
  }

  Path keyFile() {
    Path file = directory.resolve("app.pem");
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(KEY.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    try {
      return Files.writeString(file, pem);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RunningFlux start(ServerSettings.GitHub settings, String home) {
    return new RunningFlux(directory.resolve(home), Optional.of(settings), Optional.empty());
  }

  /** A new repository with the App installed. */
  GitHubRepository repository() {
    String name = "orchard/pear-" + ++repositories;
    Path place = directory.resolve("git").resolve(name + ".git").normalize();
    GitHubRepository repository =
        new GitHubRepository(github.addRepository(name).install(70 + repositories), place);
    byDirectory.put(place, repository);
    return repository;
  }

  @Override
  public void close() {
    git.close();
    github.close();
    assertThat(github.complaints()).isEmpty();
  }
}
