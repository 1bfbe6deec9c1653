package dev.flux.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A loop of a PL/pgSQL block whose values are written in the block. Source: PostgreSQL manual, 41.6
 * Control Structures.
 *
 * @param variable in lower case
 * @param values one for each turn
 * @param start where its body begins in the block
 * @param end where its body ends
 */
record ConstantLoop(String variable, List<String> values, int start, int end) {
  /** More of them in one block are not followed. */
  private static final int MOST = 100;

  private static final int LONGEST_LIST = 9_999;

  /** What opens and closes loops, and what only looks like it. */
  private static final Pattern WORD =
      Pattern.compile(
          "'(?:[^']++|'')*+'|--[^\\n]*+"
              + "|/\\*(?:[^*]++|\\*(?!/))*+(?:\\*/)?|\\$(\\w*+)\\$.{0,9999}?\\$\\1\\$"
              + "|\\bfor(?:each)?\\s+(?<variable>[a-z_]\\w*+)\\s+in\\s+(?:array(?:\\s+|(?=\\()))?"
              + "|\\b(?<end>end\\s+)?(?<loop>loop)\\b|;",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  ConstantLoop {
    values = List.copyOf(values);
  }

  /** Those of a block, an outer one before those inside it; none where there are too many. */
  static List<ConstantLoop> in(String block) {
    List<ConstantLoop> loops = new Walk(block).run();
    return loops.size() > MOST
        ? List.of()
        : loops.stream()
            .filter(loop -> !loop.changesIn(block))
            .sorted(Comparator.comparingInt(ConstantLoop::start))
            .toList();
  }

  /** Whether its body gives the variable another value. */
  private boolean changesIn(String block) {
    return ConstantVariables.changed(block.substring(start, end)).contains(variable);
  }

  /** Whether a place of the block is in its body. */
  boolean holds(int place) {
    return start <= place && place < end;
  }

  /** Goes through a block once; loops that are not constant have no values. */
  private static final class Walk {
    private final String block;
    private final Map<String, List<String>> declared;
    private final Deque<ConstantLoop> open = new ArrayDeque<>();
    private final List<ConstantLoop> found = new ArrayList<>();
    private String variable = "";
    private int list = -1;

    Walk(String block) {
      this.block = block;
      this.declared = ConstantList.declared(block);
    }

    List<ConstantLoop> run() {
      Matcher word = WORD.matcher(block);
      while (word.find()) {
        if (word.group("variable") != null) {
          variable = word.group("variable").toLowerCase(Locale.ROOT);
          list = word.end();
        } else if (word.group("end") != null) {
          close(word.start());
        } else if (word.group("loop") != null) {
          open.push(new ConstantLoop(variable, values(word.start()), word.end(), block.length()));
          list = -1;
        } else if (word.group().equals(";")) {
          list = -1;
        }
      }
      while (!open.isEmpty()) {
        close(block.length());
      }
      return found;
    }

    private List<String> values(int end) {
      return list < 0 || end - list > LONGEST_LIST
          ? List.of()
          : ConstantList.of(block.substring(list, end), declared);
    }

    private void close(int end) {
      ConstantLoop loop = open.poll();
      if (loop != null && !loop.values.isEmpty()) {
        found.add(new ConstantLoop(loop.variable, loop.values, loop.start, end));
      }
    }
  }
}
