package dev.flux.config;

import java.util.Optional;

/**
 * On which server rollouts are tried.
 *
 * @param url of JDBC, without a password; empty where there is none
 * @param forks whether changes that come from forks are run too
 */
public record ShadowSettings(
    Kind kind, String url, Optional<String> user, Optional<Secret> password, boolean forks) {

  /** No server is touched. */
  public static final ShadowSettings OFF =
      new ShadowSettings(Kind.OFF, "", Optional.empty(), Optional.empty(), false);

  /** A server that Flux starts and throws away. */
  public static final ShadowSettings EMBEDDED =
      new ShadowSettings(Kind.EMBEDDED, "", Optional.empty(), Optional.empty(), false);

  /** Where it comes from. */
  public enum Kind {
    OFF,
    EMBEDDED,
    URL
  }

  /**
   * Reads {@code off}, {@code embedded} or a JDBC address; empty where it is neither.
   *
   * @param user of a server by address
   */
  public static Optional<ShadowSettings> parse(
      String text, Optional<String> user, Optional<Secret> password) {
    return switch (text.strip()) {
      case "off" -> Optional.of(OFF);
      case "embedded" -> Optional.of(EMBEDDED);
      default ->
          text.strip().startsWith("jdbc:")
              ? Optional.of(new ShadowSettings(Kind.URL, text.strip(), user, password, false))
              : Optional.empty();
    };
  }

  /** The same, for changes from forks too or not. */
  ShadowSettings withForks(boolean also) {
    return new ShadowSettings(kind, url, user, password, also);
  }
}
