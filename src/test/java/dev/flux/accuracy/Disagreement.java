package dev.flux.accuracy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where the first run and the labels differed.
 *
 * @param said whether Flux said what no label asked for; else it did not say what one asks for
 * @param flux whether Flux was wrong; else the label was
 */
record Disagreement(
    String path, int line, String hazard, boolean said, boolean flux, String reason) {
  private static final Pattern TAB = Pattern.compile("\t");
  private static final String FILE = "corpus-disagreements.tsv";

  static List<Disagreement> all() {
    try (InputStream file = Objects.requireNonNull(Disagreement.class.getResourceAsStream(FILE))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Disagreement::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Disagreement read(String line) {
    List<String> cells = TAB.splitAsStream(line).toList();
    return new Disagreement(
        cells.get(0),
        Integer.parseInt(cells.get(1)),
        cells.get(2),
        cells.get(3).equals("said"),
        cells.get(4).equals("flux"),
        cells.get(5));
  }

  /** Whether it is still so. */
  boolean remains() {
    return reason.startsWith("remains");
  }
}
