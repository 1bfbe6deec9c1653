package dev.flux.sql;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Variables of a PL/pgSQL block that hold one string from its DECLARE to its end. Source:
 * PostgreSQL manual, 41.3 Declarations.
 */
final class ConstantVariables {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE;
  private static final Pattern DECLARED =
      Pattern.compile(
          "([a-z_]\\w*+)\\s+(?:constant\\s+)?(?:text|varchar|name|regclass|char(?:acter)?\\s+varying)"
              + "\\s*(?::=|=|\\bdefault\\b)\\s*'((?:[^']++|'')*+)'\\s*;",
          FLAGS);
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "([a-z_]\\w*+)\\s*:=|(?:^|;|\\b(?:begin|then|else|loop)\\b)\\s*+([a-z_]\\w*+)\\s*=",
          FLAGS);
  private static final Pattern TAKEN =
      Pattern.compile(
          "\\b(?:into(?:\\s+strict)?|for|foreach)\\s+([a-z_]\\w*+(?:\\s*,\\s*[a-z_]\\w*+)*+)",
          FLAGS);

  private ConstantVariables() {}

  /** Their strings, by name in lower case. */
  static Map<String, String> in(String block) {
    Map<String, String> strings = new HashMap<>();
    Set<String> twice = new HashSet<>();
    Matcher declared = DECLARED.matcher(block);
    while (declared.find()) {
      String name = lower(declared.group(1));
      if (strings.put(name, declared.group(2).replace("''", "'")) != null) {
        twice.add(name);
      }
    }
    strings.keySet().removeAll(twice);
    strings.keySet().removeAll(changed(declared.replaceAll(";")));
    return strings;
  }

  /** Variables that statements give a value to, by name in lower case. */
  static Set<String> changed(String statements) {
    Set<String> changed = new HashSet<>();
    Matcher assigned = ASSIGNED.matcher(statements);
    while (assigned.find()) {
      changed.add(lower(assigned.group(assigned.group(1) == null ? 2 : 1)));
    }
    Matcher taken = TAKEN.matcher(statements);
    while (taken.find()) {
      for (String name : taken.group(1).split("\\s*,\\s*", -1)) {
        changed.add(lower(name));
      }
    }
    return changed;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
