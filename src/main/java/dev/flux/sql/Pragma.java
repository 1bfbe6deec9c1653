package dev.flux.sql;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PRAGMA of SQLite ("PRAGMA Statements").
 *
 * @param name in lower case, without a schema
 * @param value in lower case, without quotes; empty where it only asks
 */
public record Pragma(String name, Optional<String> value) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?is)\\s*pragma\\s+(?:\\w+\\s*\\.\\s*)?(\\w+)\\s*(?:=\\s*(.*?)|\\(\\s*(.*?)\\s*\\))?\\s*;?\\s*");

  /** The PRAGMA that a statement is, where it is one. */
  public static Optional<Pragma> find(SessionOperation.Session operation) {
    Matcher matcher = FORM.matcher(operation.text());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String value = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
    return Optional.of(
        new Pragma(
            matcher.group(1).toLowerCase(Locale.ROOT),
            Optional.ofNullable(value)
                .map(v -> v.replaceAll("^['\"]|['\"]$", "").toLowerCase(Locale.ROOT))));
  }

  /** Whether it switches something off. */
  public boolean off() {
    return value.filter(v -> v.matches("off|false|no|0")).isPresent();
  }
}
