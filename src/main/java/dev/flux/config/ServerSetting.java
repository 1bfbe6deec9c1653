package dev.flux.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every setting of the server. Each is a key of the settings file, with a dot for each level, and
 * an environment variable of the same name: {@code github.api-url} is {@code FLUX_GITHUB_API_URL}.
 */
public enum ServerSetting {
  HOME("home", "directory of the store and the git caches"),
  PORT("port", "port to listen on, 0 for any free one; default 8080"),
  PUBLIC_URL("public-url", "address under which people and forges reach this server"),
  WORKERS("workers", "change requests reviewed at the same time; default 4"),
  WEBHOOK_BODY_LIMIT("webhook-body-limit", "largest webhook body taken; default 26MB"),
  REVIEW_BODY_LIMIT("review-body-limit", "largest body of POST /api/review; default 16MB"),
  GIT_CACHE_LIMIT("git-cache-limit", "disk space for git caches; default 5GB"),
  SHADOW("shadow", "where rollouts are tried: off, embedded or a JDBC address; default off"),
  SHADOW_USER("shadow-user", "user of the shadow server; may make databases and roles"),
  SHADOW_PASSWORD("shadow-password", "password of the shadow server"),
  SHADOW_FORKS("shadow-forks", "whether changes from forks are run there: true or false"),
  STORE_URL("store.url", "JDBC address of SQLite or PostgreSQL; default a file in home"),
  STORE_USER("store.user", "user of the PostgreSQL store"),
  STORE_PASSWORD("store.password", "password of the PostgreSQL store"),
  GITHUB_API_URL("github.api-url", "default https://api.github.com; https://HOST/api/v3"),
  GITHUB_GIT_URL("github.git-url", "where repositories are cloned from; follows the API address"),
  GITHUB_APP_ID("github.app-id", "id of the GitHub App"),
  GITHUB_PRIVATE_KEY_FILE("github.private-key-file", "its private key, a PEM file"),
  GITHUB_TOKEN("github.token", "personal access token, instead of an App"),
  GITHUB_WEBHOOK_SECRET("github.webhook-secret", "secret of the webhook; several to rotate it"),
  GITLAB_URL("gitlab.url", "default https://gitlab.com"),
  GITLAB_GIT_URL("gitlab.git-url", "where repositories are cloned from; follows the address"),
  GITLAB_TOKEN("gitlab.token", "project, group or personal access token"),
  GITLAB_WEBHOOK_SECRET("gitlab.webhook-secret", "secret of the webhook; several to rotate it");

  private final String key;
  private final String meaning;

  ServerSetting(String key, String meaning) {
    this.key = key;
    this.meaning = meaning;
  }

  /** In the settings file, with a dot for each level. */
  public String key() {
    return key;
  }

  /** As an environment variable. */
  public String variable() {
    return "FLUX_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** One line for people: what it is, and its default. */
  public String meaning() {
    return meaning;
  }

  static Optional<ServerSetting> find(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }
}
