package dev.flux.schema;

import dev.flux.sql.BlockReader;
import dev.flux.sql.ObjectKind;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kinds of objects that a block of PL/pgSQL makes by SQL which it puts together as it runs (manual,
 * 41.5.4 Executing Dynamic Commands).
 */
final class HiddenObjects {
  private static final Map<String, ObjectKind> KINDS =
      Map.of(
          "table", ObjectKind.TABLE,
          "view", ObjectKind.VIEW,
          "trigger", ObjectKind.TRIGGER,
          "policy", ObjectKind.POLICY,
          "rule", ObjectKind.RULE);

  private static final Pattern MADE =
      Pattern.compile(
          "(?i)\\bcreate\\s+(?:(?:or|replace|constraint|unlogged|materialized|recursive)\\s++)*+"
              + "(table|view|trigger|policy|rule)\\b");

  /** Without any of them the text of the SQL comes from elsewhere. */
  private static final Pattern SPOKEN =
      Pattern.compile("(?i)'[^']*\\b(?:create|alter|drop|insert|update|delete|select|grant)\\b");

  private HiddenObjects() {}

  /** None where all that it runs is written in it. */
  static Set<ObjectKind> of(String language, String body) {
    Set<ObjectKind> kinds = EnumSet.noneOf(ObjectKind.class);
    if (!language.equals("plpgsql") || !BlockReader.composes(body)) {
      return kinds;
    }
    if (!SPOKEN.matcher(body).find()) {
      kinds.addAll(KINDS.values());
    }
    Matcher made = MADE.matcher(body);
    while (made.find()) {
      kinds.add(KINDS.get(made.group(1).toLowerCase(Locale.ROOT)));
    }
    return kinds;
  }
}
