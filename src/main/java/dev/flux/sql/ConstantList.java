package dev.flux.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a loop of PL/pgSQL runs over where its text says each value: an array, {@code unnest} of
 * one, VALUES, or a range of numbers. Sources: PostgreSQL manual, 41.6.3 Simple Loops; 41.6.5
 * Looping Through Arrays; 8.15.2 Array Value Input.
 */
final class ConstantList {
  /** More turns are no list that a person wrote. */
  private static final int LONGEST = 64;

  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  private static final String NAME = "[a-z_]\\w*+";
  private static final String STRING = "'((?:[^']++|'')*+)'";
  private static final Pattern DECLARED =
      Pattern.compile(
          "\\b("
              + NAME
              + ")\\s+(?:constant\\s+)?(?:text|varchar|name|regclass)\\s*\\[\\s*\\]"
              + "\\s*(?::=|=|\\bdefault\\b)([^;]{1,9999}+);",
          FLAGS);
  private static final Pattern RANGE = Pattern.compile("(\\d{1,6})\\s*\\.\\.\\s*(\\d{1,6})");
  private static final Pattern UNNEST =
      Pattern.compile(
          "select\\s+(?:\\*\\s+from\\s+)?unnest\\s*\\((.*)\\)(?:\\s+(?:as\\s+)?" + NAME + ")?",
          FLAGS);
  private static final Pattern VALUES = Pattern.compile("values\\b(.*)", FLAGS);
  private static final Pattern ARRAY =
      Pattern.compile("array\\s*\\[([^\\]]*+)\\](?:\\s*::\\s*\\w+\\s*\\[\\s*\\])?", FLAGS);
  private static final Pattern BRACES =
      Pattern.compile("'\\{([\\w\\s,.]*)\\}'(?:\\s*::\\s*\\w+\\s*\\[\\s*\\])?", FLAGS);
  private static final Pattern ITEM =
      Pattern.compile(
          "\\s*+(?:" + STRING + "|\\(\\s*+" + STRING + "\\s*+\\))(?:\\s*::\\s*\\w++)?\\s*+(,|$)");

  private ConstantList() {}

  /** Array variables of the block that hold the same strings from its DECLARE to its end. */
  static Map<String, List<String>> declared(String block) {
    Map<String, List<String>> arrays = new HashMap<>();
    Matcher declared = DECLARED.matcher(block);
    while (declared.find()) {
      List<String> before = arrays.put(lower(declared.group(1)), of(declared.group(2), Map.of()));
      if (before != null) {
        return Map.of();
      }
    }
    arrays.keySet().removeAll(ConstantVariables.changed(declared.replaceAll(";")));
    return arrays;
  }

  /** The values of the expression, in order; empty where only a run tells. */
  static List<String> of(String expression, Map<String, List<String>> declared) {
    String bare = bare(expression);
    List<String> values = declared.getOrDefault(lower(bare), read(bare));
    return values.size() > LONGEST ? List.of() : values;
  }

  private static List<String> read(String expression) {
    Matcher range = RANGE.matcher(expression);
    if (range.matches()) {
      int from = Integer.parseInt(range.group(1));
      int to = Integer.parseInt(range.group(2));
      return IntStream.rangeClosed(from, to).limit(LONGEST + 1L).mapToObj(i -> "" + i).toList();
    }
    Matcher braces = BRACES.matcher(expression);
    if (braces.matches()) {
      return List.of(braces.group(1).strip().split("\\s*,\\s*", -1));
    }
    Matcher array = ARRAY.matcher(expression);
    if (array.matches()) {
      return strings(array.group(1));
    }
    Matcher values = VALUES.matcher(expression);
    if (values.matches()) {
      return strings(values.group(1));
    }
    Matcher unnest = UNNEST.matcher(expression);
    return unnest.matches() ? read(bare(unnest.group(1))) : List.of();
  }

  private static List<String> strings(String list) {
    List<String> strings = new ArrayList<>();
    Matcher item = ITEM.matcher(list);
    int at = 0;
    while (at < list.length() && item.region(at, list.length()).lookingAt()) {
      String value = item.group(1) == null ? item.group(2) : item.group(1);
      strings.add(value.replace("''", "'"));
      at = item.end();
    }
    return at == list.length() ? strings : List.of();
  }

  /** Without the brackets around it. */
  private static String bare(String expression) {
    String bare = expression.strip();
    return bare.startsWith("(") && bare.endsWith(")")
        ? bare.substring(1, bare.length() - 1).strip()
        : bare;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
