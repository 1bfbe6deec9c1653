package dev.flux.sql;

import java.util.ArrayList;
import java.util.List;

/** Takes a condition apart where AND joins its parts, by its tokens, to keep their exact text. */
final class ConditionText {
  private final List<String> terms = new ArrayList<>();

  private ConditionText() {}

  /** The parts in order; brackets around a whole part that is itself joined by AND come off. */
  static List<String> terms(Tokens condition) {
    ConditionText text = new ConditionText();
    text.split(condition);
    return text.terms;
  }

  /** The parts of a condition that is not part of a statement; the whole where it has none. */
  static List<String> terms(String condition, Dialect dialect) {
    Splitter splitter = new Splitter(condition, 0, condition.length(), dialect);
    List<Splitter.Piece> pieces = splitter.split();
    if (pieces.size() != 1 || pieces.get(0).problem().isPresent()) {
      return List.of(condition);
    }
    Lines lines = new Lines(condition, condition.length());
    Splitter.Piece whole = pieces.get(0);
    return terms(new Tokens(splitter.tokens(), lines, dialect, whole.from(), whole.to()));
  }

  private void split(Tokens condition) {
    if (joinedByOr(condition.copy())) {
      terms.add(condition.text());
      return;
    }
    while (!condition.done()) {
      int start = condition.at();
      passTerm(condition);
      part(condition.range(start, condition.at()));
      condition.take("AND");
    }
  }

  private void part(Tokens part) {
    if (part.isSymbol('(')) {
      Tokens inside = part.copy().group();
      boolean whole = inside.end() + 1 == part.end();
      boolean query = inside.isAny("SELECT", "WITH", "VALUES");
      if (whole && !query) {
        split(inside);
        return;
      }
    }
    terms.add(part.text());
  }

  /** The AND of BETWEEN belongs to it, and so does any inside CASE. */
  private static void passTerm(Tokens condition) {
    int choices = 0;
    int between = 0;
    while (!condition.done()) {
      if (condition.is("AND") && choices == 0) {
        if (between == 0) {
          return;
        }
        between--;
      }
      choices += condition.is("CASE") ? 1 : condition.is("END") ? -1 : 0;
      between += condition.is("BETWEEN") && choices == 0 ? 1 : 0;
      pass(condition);
    }
  }

  private static boolean joinedByOr(Tokens condition) {
    int choices = 0;
    while (!condition.done()) {
      if (choices == 0 && condition.isAny("OR", "XOR")) {
        return true;
      }
      choices += condition.is("CASE") ? 1 : condition.is("END") ? -1 : 0;
      pass(condition);
    }
    return false;
  }

  private static void pass(Tokens condition) {
    if (condition.isSymbol('(')) {
      condition.skipGroup();
    } else {
      condition.skip();
    }
  }
}
