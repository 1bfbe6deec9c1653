package dev.flux.forge.github;

import java.net.URI;

/**
 * Which GitHub, and as whom.
 *
 * @param api base of the REST API without a slash at its end: {@code https://api.github.com}, or
 *     {@code https://host/api/v3} of a GitHub Enterprise Server
 * @param git base of the git addresses without a slash at its end; http, https or file
 * @param credentials who Flux is there
 */
public record GitHubSettings(URI api, URI git, GitHubCredentials credentials) {

  /** Takes the slashes off the ends. */
  public GitHubSettings {
    api = withoutSlash(api);
    git = withoutSlash(git);
  }

  /** With the git addresses that belong to the API: the same host without {@code api}. */
  public static GitHubSettings of(URI api, GitHubCredentials credentials) {
    return new GitHubSettings(api, gitOf(api), credentials);
  }

  /** Where the repositories of an API are: {@code https://github.com} for github.com's. */
  public static URI gitOf(URI api) {
    if ("api.github.com".equals(api.getHost())) {
      return URI.create("https://github.com");
    }
    return URI.create(withoutSlash(api).toString().replaceFirst("/api/v3$", ""));
  }

  private static URI withoutSlash(URI uri) {
    return URI.create(uri.toString().replaceFirst("/+$", ""));
  }
}
