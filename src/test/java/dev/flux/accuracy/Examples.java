package dev.flux.accuracy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The examples of one hazard: files that the suite judges, each as its name says.
 *
 * @param bad where Flux must speak, at marked lines
 * @param good where it must say nothing
 * @param nearMiss where this hazard must be silent
 * @param live how many of them also run on a live server in the suite
 */
record Examples(long bad, long good, long nearMiss, long live) {
  private static final Path TOP = Path.of("src/test/resources/hazards");

  static Examples of(String hazard) {
    Path directory = TOP.resolve(hazard);
    if (!Files.isDirectory(directory)) {
      return new Examples(0, 0, 0, 0);
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".sql")).toList();
      return new Examples(
          count(all, "bad"),
          count(all, "good"),
          count(all, "near-miss"),
          all.stream().filter(Examples::isLive).count());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Examples and(Examples other) {
    return new Examples(
        bad + other.bad, good + other.good, nearMiss + other.nearMiss, live + other.live);
  }

  private static long count(List<Path> files, String role) {
    return files.stream()
        .filter(file -> String.valueOf(file.getFileName()).startsWith(role))
        .count();
  }

  private static boolean isLive(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.stream().noneMatch(line -> line.startsWith("-- live: no"))
          && lines.stream().noneMatch(line -> line.matches("-- engine: (mysql|mariadb) .*"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
