package dev.flux.accuracy;

import dev.flux.migration.EngineChoice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a reader expects to be said of one place.
 *
 * @param path of the file, below the corpus
 * @param first line of the place, or where its statement begins; 0 for the file as a whole
 * @param last line up to which the statement may begin
 * @param hazards any of which is right; empty for a file about which nothing is to be said
 * @param asked whether its absence is wrong; else it is right with and without
 */
record Label(
    String path, EngineChoice engine, int first, int last, List<String> hazards, boolean asked) {
  private static final Pattern TAB = Pattern.compile("\t");
  private static final Pattern OR = Pattern.compile("\\|");
  private static final String FILE = "corpus-labels.tsv";

  Label {
    hazards = List.copyOf(hazards);
  }

  /** Every label of the corpus, by path. */
  static List<Label> all() {
    try (InputStream file = Objects.requireNonNull(Label.class.getResourceAsStream(FILE))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Label::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Label read(String line) {
    List<String> cells = TAB.splitAsStream(line).toList();
    EngineChoice engine = EngineChoice.parse(cells.get(1)).orElseThrow();
    if (cells.get(3).equals("-")) {
      return new Label(cells.get(0), engine, 0, 0, List.of(), false);
    }
    String place = cells.get(2);
    int dash = place.indexOf('-');
    int first = Integer.parseInt(dash < 0 ? place : place.substring(0, dash));
    int last = dash < 0 ? first : Integer.parseInt(place.substring(dash + 1));
    boolean asked = !cells.get(3).startsWith("?");
    List<String> hazards = OR.splitAsStream(cells.get(3).substring(asked ? 0 : 1)).toList();
    return new Label(cells.get(0), engine, first, last, hazards, asked);
  }

  /** Whether what is said of these lines is said of this place. */
  boolean isAt(int from, int to) {
    return first == 0 || (from <= last && first <= to);
  }
}
