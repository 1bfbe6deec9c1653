package dev.flux.forge.gitlab;

import dev.flux.config.Secret;
import java.net.URI;

/**
 * Where GitLab is and who Flux is there.
 *
 * @param url address of the instance, with its path where it has one; the API is below {@code
 *     /api/v4}
 * @param gitUrl address below which repositories are fetched; the same as {@code url} unless git
 *     goes another way
 * @param token of a project, a group or a user, with the scope {@code api} and at least the role
 *     Developer
 */
public record GitLabSettings(URI url, URI gitUrl, Secret token) {

  /** Settings of an instance that serves its repositories below its own address. */
  public GitLabSettings(URI url, Secret token) {
    this(url, url, token);
  }

  /** The address of a repository for git. */
  URI repository(String path) {
    return URI.create(withoutSlash(gitUrl) + "/" + path + ".git");
  }

  /** An address to which a path beginning with a slash may be added. */
  static String withoutSlash(URI address) {
    String text = address.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
