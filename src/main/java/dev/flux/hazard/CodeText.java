package dev.flux.hazard;

import dev.flux.repository.SourceCode.SourceFile;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A source file without its comments.
 *
 * @param path from the repository's top
 * @param lines without line ends
 * @param lower the same lines in lower case
 * @param text the same lines in one piece
 */
record CodeText(String path, List<String> lines, List<String> lower, String text) {
  private static final Pattern COMMENT =
      Pattern.compile("^\\s*(?://|#(?!\\[)|\\*|/\\*|--|<!--|\"\"\").*|\\s(?://|#|--)\\s.*$");

  CodeText {
    lines = List.copyOf(lines);
    lower = List.copyOf(lower);
  }

  /** The file's lines, each up to where a comment begins. */
  static CodeText of(SourceFile file) {
    List<String> lines =
        file.text().lines().map(line -> COMMENT.matcher(line).replaceFirst("")).toList();
    return new CodeText(
        file.path(),
        lines,
        lines.stream().map(line -> line.toLowerCase(Locale.ROOT)).toList(),
        String.join("\n", lines));
  }

  /** Lines in which one of the words stands in any case; cheap, so that patterns need try few. */
  BitSet containing(Collection<String> words) {
    List<String> wanted =
        words.stream().map(word -> word.toLowerCase(Locale.ROOT)).distinct().toList();
    BitSet found = new BitSet();
    for (int i = 0; i < lower.size(); i++) {
      found.set(i, wanted.stream().anyMatch(lower.get(i)::contains));
    }
    return found;
  }

  /** Those of the lines in which the pattern is found. */
  BitSet matching(Pattern pattern, BitSet among) {
    BitSet found = new BitSet();
    for (int i = among.nextSetBit(0); i >= 0; i = among.nextSetBit(i + 1)) {
      found.set(i, pattern.matcher(lines.get(i)).find());
    }
    return found;
  }
}
