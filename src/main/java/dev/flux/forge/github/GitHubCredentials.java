package dev.flux.forge.github;

import dev.flux.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;

/** Who Flux is on GitHub. */
public sealed interface GitHubCredentials {

  /**
   * A GitHub App: it may create check runs and speaks as its own bot.
   *
   * @param id the App's id or client id
   * @param key its private key, RSA
   */
  record App(String id, PrivateKey key) implements GitHubCredentials {

    /**
     * Reads the key from the file that GitHub hands out.
     *
     * @param keyFile PEM, PKCS#1 or PKCS#8
     * @throws IOException when the file cannot be read or holds no private key; names the file
     */
    public static App of(String id, Path keyFile) throws IOException {
      return new App(id, PemKey.read(keyFile));
    }

    @Override
    public String toString() {
      return "App[id=" + id + "]";
    }
  }

  /** A personal access token: commit statuses in place of check runs, speaks as its user. */
  record Token(Secret token) implements GitHubCredentials {}
}
