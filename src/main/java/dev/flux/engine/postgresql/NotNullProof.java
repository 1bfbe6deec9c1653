package dev.flux.engine.postgresql;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether a CHECK proves that a column is not null, as far as the server sees it: {@code column IS
 * NOT NULL}, alone or joined by AND (measured on 16; {@code ConstraintImpliedByRelConstraint}).
 */
final class NotNullProof {
  private NotNullProof() {}

  static boolean proves(String condition, String column) {
    String text = condition.strip();
    while (text.startsWith("(") && closing(text) == text.length() - 1) {
      text = text.substring(1, text.length() - 1).strip();
    }
    int and = topLevelAnd(text);
    if (and >= 0) {
      return proves(text.substring(0, and), column) || proves(text.substring(and + 5), column);
    }
    String quoted = Pattern.quote(column);
    return Pattern.compile(
            "(?:[\\w\"]+\\.)?(?:\""
                + quoted
                + "\"|(?i:"
                + quoted
                + "))\\s+(?i:is\\s+not\\s+null|notnull)")
        .matcher(text)
        .matches();
  }

  /** Where the parenthesis that opens the text is closed; -1 where it is not. */
  private static int closing(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /** Where an AND stands outside parentheses and OR; -1 where none does. */
  private static int topLevelAnd(String text) {
    String lower = text.toLowerCase(Locale.ROOT).replaceAll("\\s", " ");
    int depth = 0;
    int found = -1;
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0 && lower.startsWith(" or ", i)) {
        return -1;
      }
      if (depth == 0 && found < 0 && lower.startsWith(" and ", i)) {
        found = i;
      }
    }
    return found;
  }
}
