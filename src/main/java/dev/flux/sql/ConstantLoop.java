package dev.flux.sql;

import java.util.ArrayList;
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
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  private static final Pattern HEAD =
      Pattern.compile(
          "\\bfor(?:each)?\\s+([a-z_]\\w*+)\\s+in\\s+(?:array(?:\\s+|(?=\\()))?([^;]{1,9999}?)\\s*\\bloop\\b",
          FLAGS);
  private static final Pattern WORD =
      Pattern.compile(
          "'(?:[^']|'')*+'|--[^\n]*+|/\\*(?:[^*]++|\\*(?!/))*+(?:\\*/)?|\\$(\\w*+)\\$.*?\\$\\1\\$"
              + "|\\bend\\s+loop\\b|\\bloop\\b",
          FLAGS);

  ConstantLoop {
    values = List.copyOf(values);
  }

  /** Those of a block, an outer one before those inside it. */
  static List<ConstantLoop> in(String block) {
    List<ConstantLoop> loops = new ArrayList<>();
    Map<String, List<String>> declared = ConstantList.declared(block);
    Matcher head = HEAD.matcher(block);
    while (head.find()) {
      String variable = head.group(1).toLowerCase(Locale.ROOT);
      List<String> values = ConstantList.of(head.group(2), declared);
      int end = bodyEnd(block, head.end());
      if (!values.isEmpty()
          && !ConstantVariables.changed(block.substring(head.end(), end)).contains(variable)) {
        loops.add(new ConstantLoop(variable, values, head.end(), end));
      }
    }
    return loops;
  }

  private static int bodyEnd(String block, int start) {
    Matcher word = WORD.matcher(block).region(start, block.length());
    int open = 1;
    while (open > 0 && word.find()) {
      String said = word.group().toLowerCase(Locale.ROOT);
      open += said.equals("loop") ? 1 : said.startsWith("end") ? -1 : 0;
    }
    return open > 0 ? block.length() : word.start();
  }

  /** Whether a place of the block is in its body. */
  boolean holds(int place) {
    return start <= place && place < end;
  }
}
