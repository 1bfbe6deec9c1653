package dev.flux.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the server runs with.
 *
 * @param home data directory; need not exist yet
 * @param port to listen on; 0 for any free one
 * @param publicUrl without a slash at its end; empty where it is not known
 * @param workers change requests reviewed at the same time
 */
public record ServerSettings(
    Path home,
    int port,
    Optional<URI> publicUrl,
    int workers,
    Limits limits,
    Store store,
    ShadowSettings shadow,
    Optional<GitHub> github,
    Optional<GitLab> gitlab) {

  /** The same settings with another port. */
  public ServerSettings withPort(int other) {
    return new ServerSettings(
        home, other, publicUrl, workers, limits, store, shadow, github, gitlab);
  }

  /** Sizes in bytes. */
  public record Limits(long webhookBody, long reviewBody, long gitCache) {}

  /**
   * Where durable work is kept.
   *
   * @param url JDBC address, {@code jdbc:sqlite:…} or {@code jdbc:postgresql:…}; holds no password
   */
  public record Store(String url, Optional<String> user, Optional<Secret> password) {

    /** Whether it is one file, for one server alone. */
    public boolean embedded() {
      return url.startsWith("jdbc:sqlite:");
    }
  }

  /**
   * GitHub or GitHub Enterprise.
   *
   * @param apiUrl without a slash at its end
   * @param gitUrl where it is not the one that follows from the API address
   * @param webhookSecrets at least one; any of them makes a delivery authentic
   */
  public record GitHub(
      URI apiUrl,
      Optional<URI> gitUrl,
      GitHubCredentials credentials,
      List<Secret> webhookSecrets) {
    public GitHub {
      webhookSecrets = List.copyOf(webhookSecrets);
    }
  }

  /** As whom Flux speaks to GitHub. */
  public sealed interface GitHubCredentials {

    /** As an App: may create check runs. */
    record App(long id, Path privateKeyFile) implements GitHubCredentials {}

    /** As a user: sets commit statuses. */
    record Token(Secret token) implements GitHubCredentials {}
  }

  /**
   * GitLab, on gitlab.com or self-managed.
   *
   * @param url without a slash at its end
   * @param gitUrl where repositories are fetched from, where that is another address
   * @param webhookSecrets at least one; any of them makes a delivery authentic
   */
  public record GitLab(URI url, Optional<URI> gitUrl, Secret token, List<Secret> webhookSecrets) {
    public GitLab {
      webhookSecrets = List.copyOf(webhookSecrets);
    }
  }

  /**
   * Reads the settings of this process.
   *
   * @param file settings file; a variable of the environment wins over it
   */
  public static ServerSettings load(Optional<Path> file) throws ServerSettingsException {
    return load(file, System.getenv(), UserDirectories.ofThisProcess());
  }

  /** Reads the settings from a file and an environment. */
  public static ServerSettings load(
      Optional<Path> file, Map<String, String> environment, UserDirectories directories)
      throws ServerSettingsException {
    return new ServerSettingsReader(file, environment, directories).read();
  }
}
