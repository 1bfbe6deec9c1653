package dev.flux.forge.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.config.Secret;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeKind;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;

/** A look-alike of GitHub with one repository and one pull request, and Flux as its App. */
final class GitHubWorld implements AutoCloseable {
  static final String REPOSITORY = "acme/shop";
  static final String BASE = "b".repeat(40);
  static final String MERGE_BASE = "a".repeat(40);
  static final String HEAD = "1".repeat(40);
  static final String NEXT = "2".repeat(40);
  static final long INSTALLATION = 77;
  static final KeyPair KEY = key();

  final SettableClock clock = new SettableClock();
  final FakeGitHub github =
      new FakeGitHub(clock).app("42", "flux-reviews", KEY.getPublic()).start();
  final FakeRepository repository = github.addRepository(REPOSITORY).install(INSTALLATION);
  final FakePull pull = repository.openPull(7, BASE, MERGE_BASE, HEAD).diff("db/V2__a.sql", 1, 200);
  final ChangeRequestId id = new ChangeRequestId(ForgeKind.GITHUB, REPOSITORY, 7);

  private static KeyPair key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A process that knows nothing yet. */
  GitHubForge app() {
    return new GitHubForge(
        GitHubSettings.of(github.url(), new GitHubCredentials.App("42", KEY.getPrivate())), clock);
  }

  /** A process that learnt the installation from a delivery. */
  GitHubForge told() throws Exception {
    GitHubForge forge = app();
    forge.rememberInstallation(REPOSITORY, INSTALLATION);
    return forge;
  }

  GitHubForge token() {
    github.user("flux-user", "ghp_1");
    return new GitHubForge(
        GitHubSettings.of(github.url(), new GitHubCredentials.Token(Secret.of("ghp_1"))), clock);
  }

  @Override
  public void close() {
    github.close();
    assertThat(github.complaints()).isEmpty();
  }
}
