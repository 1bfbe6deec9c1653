package dev.flux.engine.postgresql;

import dev.flux.schema.Catalog;
import dev.flux.sql.Expression;
import dev.flux.sql.ObjectName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often the value of an expression changes (PostgreSQL manual, Function Volatility Categories).
 */
enum Volatility {
  IMMUTABLE,
  STABLE,
  VOLATILE;

  /**
   * The volatility of an expression.
   *
   * @param unknown a function that neither the server brings along nor a migration created, so that
   *     the answer is assumed; the expression counts as volatile then
   */
  record Answer(Volatility volatility, Optional<String> unknown) {}

  private static final Map<String, Volatility> BUILT_IN = read();

  /** A call with arguments of what the server brings along without any: somebody's own function. */
  private static final Pattern OVERLOADED =
      Pattern.compile(
          "\\b(now|(?:transaction|statement)_timestamp)\\s*\\(\\s*[^)\\s]",
          Pattern.CASE_INSENSITIVE);

  /** The volatility of an expression: that of its most volatile function. */
  static Answer of(Expression expression, Catalog catalog) {
    Volatility worst = IMMUTABLE;
    Optional<String> unknown = Optional.empty();
    for (String function : expression.functions()) {
      Optional<Volatility> found = find(function, catalog);
      if (found.isEmpty()) {
        unknown = unknown.or(() -> Optional.of(function));
      } else if (found.get().compareTo(worst) > 0) {
        worst = found.get();
      }
    }
    Matcher overloaded = OVERLOADED.matcher(expression.text());
    if (unknown.isEmpty() && overloaded.find()) {
      unknown = Optional.of(overloaded.group(1));
    }
    // A function that is known to be volatile settles the matter.
    return worst == VOLATILE || unknown.isEmpty()
        ? new Answer(worst, Optional.empty())
        : new Answer(VOLATILE, unknown);
  }

  /** The volatility of a function by name; empty where it is neither built in nor created. */
  static Optional<Volatility> find(String function, Catalog catalog) {
    int dot = function.lastIndexOf('.');
    String name = function.substring(dot + 1);
    ObjectName full =
        dot < 0 ? ObjectName.of(name) : ObjectName.of(function.substring(0, dot), name);
    Optional<Volatility> builtIn = Optional.ofNullable(BUILT_IN.get(name));
    Optional<Volatility> declared =
        catalog.findRoutine(full).map(text -> valueOf(text.toUpperCase(Locale.ROOT)));
    return declared.or(() -> builtIn);
  }

  private static Map<String, Volatility> read() {
    String text;
    try (InputStream file =
        Objects.requireNonNull(Volatility.class.getResourceAsStream("functions.txt"))) {
      text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("functions.txt is part of Flux and could not be read", e);
    }
    Map<String, Volatility> found = new HashMap<>();
    Volatility section = VOLATILE;
    for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
      if (line.startsWith("[")) {
        section = valueOf(line.substring(1, line.length() - 1).toUpperCase(Locale.ROOT));
        continue;
      }
      for (String name : line.split(" ", -1)) {
        found.put(name, section);
      }
    }
    return Map.copyOf(found);
  }
}
