package dev.flux.engine.postgresql;

import dev.flux.engine.EngineVersion;
import dev.flux.schema.Catalog;
import dev.flux.sql.DataOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.Expression;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
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

  /** What keeps a function from being written out where it is called. */
  private static final Pattern KEPT =
      Pattern.compile(
          "(?is)\\b(?:security\\s+definer|returns\\s+(?:setof|table)"
              + "|set\\s+\\w+\\s*(?:=|to\\b|from\\b))");

  private static final Pattern STRICT =
      Pattern.compile("(?is)\\b(?:strict|returns\\s+null\\s+on\\s+null\\s+input)\\b");

  /** What may have a value though something in it has none. */
  private static final Pattern NOT_STRICT =
      Pattern.compile(
          "(?is)\\b(?:case|is|and|or|array|row|coalesce|nullif|greatest|least|concat\\w*|format"
              + "|quote_nullable|num_n\\w*|jsonb?_\\w+|array_\\w+|xml\\w+|set_config|in|exists)\\b");

  private static final Pattern RETURNED = Pattern.compile("(?is)return\\b(.*)");
  private static final Pattern CLAUSES =
      Pattern.compile(
          "(?is)\\b(?:from|where|group|having|order|limit|union|with|window)\\b|\\(\\s*select\\b");

  /** The volatility of an expression: that of its most volatile function. */
  static Answer of(Expression expression, Catalog catalog, EngineVersion version) {
    Volatility worst = IMMUTABLE;
    Optional<String> unknown = Optional.empty();
    for (String function : expression.functions()) {
      Optional<Volatility> found =
          (version.atLeast(12) ? inlined(function, catalog) : Optional.<Volatility>empty())
              .or(() -> find(function, catalog));
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

  /**
   * What is behind a function in SQL that is one expression, however it is declared: the server
   * writes the expression in its place (src/backend/optimizer/util/clauses.c, inline_function;
   * measured). Where a column is added it does so since the minor releases of November 2023, of
   * which version 11 has none. Empty for other functions.
   */
  private static Optional<Volatility> inlined(String function, Catalog catalog) {
    int dot = function.lastIndexOf('.');
    List<CreateRoutine> routines =
        catalog.routines(
            dot < 0
                ? ObjectName.of(function)
                : ObjectName.of(function.substring(0, dot), function.substring(dot + 1)));
    if (routines.size() != 1
        || !routines.get(0).language().equals("sql")
        || routines.get(0).volatility().filter(said -> !said.equals("volatile")).isPresent()
        || KEPT.matcher(routines.get(0).text()).find()
        || keptAsStrict(routines.get(0))) {
      return Optional.empty();
    }
    String body = routines.get(0).body().orElse("").strip();
    Matcher returned = RETURNED.matcher(body);
    List<Operation> does =
        SqlReader.read(
                returned.matches() ? "SELECT " + returned.group(1) : body, Dialect.POSTGRESQL)
            .statements()
            .stream()
            .flatMap(statement -> statement.operations().stream())
            .toList();
    if (does.size() != 1
        || !(does.get(0) instanceof DataOperation.Query query)
        || !query.reads().isEmpty()
        || query.locking()
        || CLAUSES.matcher(body).find()) {
      return Optional.empty();
    }
    Volatility worst = IMMUTABLE;
    for (String called : query.functions()) {
      Volatility found = find(called, catalog).orElse(VOLATILE);
      worst = found.compareTo(worst) > 0 ? found : worst;
    }
    return Optional.of(worst);
  }

  /**
   * A strict function is written out where what it says is strict too and uses every argument, so
   * that it has no value either where an argument has none.
   */
  private static boolean keptAsStrict(CreateRoutine routine) {
    String body = routine.body().orElse("");
    String clauses = routine.body().map(b -> routine.text().replace(b, " ")).orElse(routine.text());
    boolean strict = STRICT.matcher(clauses).find();
    return strict && (NOT_STRICT.matcher(body).find() || !usesEach(routine.arguments(), body));
  }

  private static boolean usesEach(List<String> arguments, String body) {
    for (int i = 0; i < arguments.size(); i++) {
      String name = arguments.get(i).strip().split("\\s+", 2)[0];
      String used = "(?is).*(?:\\$" + (i + 1) + "(?!\\d)|\\b" + Pattern.quote(name) + "\\b).*";
      if (!body.matches(used)) {
        return false;
      }
    }
    return true;
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
