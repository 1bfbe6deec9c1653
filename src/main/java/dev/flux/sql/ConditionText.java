package dev.flux.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    return read(condition, dialect).map(ConditionText::terms).orElse(List.of(condition));
  }

  /** The parts that OR joins, of a condition that is not part of a statement. */
  static List<String> alternatives(String condition, Dialect dialect) {
    return read(condition, dialect).map(ConditionText::alternatives).orElse(List.of(condition));
  }

  /** The tokens of a condition that is not part of a statement; empty where they cannot be told. */
  static Optional<Tokens> read(String condition, Dialect dialect) {
    Splitter splitter =
        new Splitter(condition, 0, condition.length(), ServerNumber.newest(dialect));
    List<Splitter.Piece> pieces = splitter.split();
    if (pieces.size() != 1 || pieces.get(0).problem().isPresent()) {
      return Optional.empty();
    }
    Lines lines = new Lines(condition, condition.length());
    Splitter.Piece whole = pieces.get(0);
    return Optional.of(new Tokens(splitter.tokens(), lines, dialect, whole.from(), whole.to()));
  }

  private static List<String> alternatives(Tokens condition) {
    if (condition.isSymbol('(')) {
      Tokens inside = condition.copy().group();
      if (inside.end() + 1 == condition.end()) {
        return alternatives(inside);
      }
    }
    List<String> found = new ArrayList<>();
    int start = condition.at();
    int choices = 0;
    while (!condition.done()) {
      choices += condition.is("CASE") ? 1 : condition.is("END") ? -1 : 0;
      if (choices == 0 && condition.is("OR")) {
        found.add(condition.range(start, condition.at()).text());
        condition.skip();
        start = condition.at();
      } else {
        pass(condition);
      }
    }
    found.add(condition.range(start, condition.at()).text());
    return found;
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
