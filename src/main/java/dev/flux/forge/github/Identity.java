package dev.flux.forge.github;

import dev.flux.config.Secret;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Who Flux is on this GitHub: what it sends, and under which login its comments stand. */
abstract sealed class Identity {
  private volatile @Nullable String login;

  /** What is sent with calls about a repository. */
  abstract Authorization on(RepositoryName repository);

  /** The token for git. */
  abstract Secret token(RepositoryName repository) throws IOException;

  /** Whether it may create check runs; only an App may. */
  abstract boolean mayCheck();

  /** Whether it may push, as far as GitHub told with the token. */
  abstract boolean mayPush(RepositoryName repository) throws IOException;

  /** Keeps the installation that a payload named. */
  abstract void remember(RepositoryName repository, long installation);

  /** The slug of the App, from a check run that it made: spares asking for it. */
  void learnSlug(String slug) {}

  abstract String askLogin() throws IOException;

  /** The login under which the App of this slug speaks. */
  static String botOf(String slug) {
    return slug + "[bot]";
  }

  /** The login of its comments; asked for once per process. */
  final String login() throws IOException {
    String known = login;
    if (known == null) {
      known = askLogin();
      login = known;
    }
    return known;
  }

  final void knowLogin(String known) {
    login = known;
  }

  static Identity of(GitHubCredentials credentials, ApiClient api, Clock clock) {
    if (credentials instanceof GitHubCredentials.App app) {
      return new AppBot(app, api, clock);
    }
    return new TokenUser((GitHubCredentials.Token) credentials, api);
  }

  private static final class AppBot extends Identity {
    private final InstallationTokens tokens;
    private final ApiClient api;

    AppBot(GitHubCredentials.App app, ApiClient api, Clock clock) {
      this.api = api;
      this.tokens = new InstallationTokens(app, api, clock);
    }

    @Override
    Authorization on(RepositoryName repository) {
      return new Authorization() {
        @Override
        public String header() throws IOException {
          return "Bearer " + tokens.token(repository).reveal();
        }

        @Override
        public boolean refused(String header) {
          tokens.refused(repository, header.substring("Bearer ".length()));
          return true;
        }
      };
    }

    @Override
    Secret token(RepositoryName repository) throws IOException {
      return tokens.token(repository);
    }

    @Override
    boolean mayCheck() {
      return true;
    }

    @Override
    boolean mayPush(RepositoryName repository) throws IOException {
      return tokens.mayPush(repository);
    }

    @Override
    void remember(RepositoryName repository, long installation) {
      tokens.remember(repository, installation);
    }

    @Override
    void learnSlug(String slug) {
      knowLogin(botOf(slug));
    }

    @Override
    String askLogin() throws IOException {
      return botOf(api.get("/app", tokens.app()).path("slug").asText());
    }
  }

  private static final class TokenUser extends Identity implements Authorization {
    private final Secret token;
    private final ApiClient api;

    TokenUser(GitHubCredentials.Token credentials, ApiClient api) {
      this.token = credentials.token();
      this.api = api;
    }

    @Override
    Authorization on(RepositoryName repository) {
      return this;
    }

    @Override
    public String header() {
      return "Bearer " + token.reveal();
    }

    @Override
    public boolean refused(String header) {
      return false;
    }

    @Override
    Secret token(RepositoryName repository) {
      return token;
    }

    @Override
    boolean mayCheck() {
      return false;
    }

    @Override
    boolean mayPush(RepositoryName repository) {
      return true;
    }

    @Override
    void remember(RepositoryName repository, long installation) {
      // A token belongs to no installation.
    }

    @Override
    String askLogin() throws IOException {
      return api.get("/user", this).path("login").asText();
    }
  }
}
