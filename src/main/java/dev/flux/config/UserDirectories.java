package dev.flux.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where programs of a user keep their files.
 *
 * @param system name of the operating system, as Java gives it
 * @param home the user's home directory
 */
public record UserDirectories(String system, Path home) {

  /** Those of the user who runs this process. */
  public static UserDirectories ofThisProcess() {
    return new UserDirectories(
        System.getProperty("os.name", ""), Path.of(System.getProperty("user.home", ".")));
  }

  /**
   * Flux's own data directory, by the custom of the system (XDG Base Directory Specification;
   * Apple's File System Programming Guide; Windows known folders).
   */
  Path data(Map<String, String> environment) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return home.resolve("Library/Application Support/flux");
    }
    if (name.startsWith("windows")) {
      return variable(environment, "LOCALAPPDATA")
          .orElse(home.resolve("AppData/Local"))
          .resolve("flux");
    }
    return variable(environment, "XDG_DATA_HOME")
        .filter(Path::isAbsolute)
        .orElse(home.resolve(".local/share"))
        .resolve("flux");
  }

  private static Optional<Path> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(Path::of);
  }
}
