package dev.flux.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What EXECUTE of PL/pgSQL runs where that is put together of constants alone: strings, numbers,
 * variables that hold one, {@code ||}, sums and products, {@code format}, {@code quote_ident},
 * {@code quote_literal}, {@code lpad} and {@code make_date}. Sources: PostgreSQL manual, 41.5.4
 * Executing Dynamic Commands; 9.4.1 format; 4.1.6 Operator Precedence.
 *
 * @param sql the statement
 * @param end where the expression ends in the text
 */
public record ExecutedText(String sql, int end) {
  /** Stands for what only a run tells: a letter that no name of people has. */
  public static final String HIDDEN = "\u0275";

  private static final int DEEPEST = 20;
  private static final Pattern SPACE =
      Pattern.compile("(?:\\s++|--[^\n]*+|/\\*(?:[^*]++|\\*(?!/))*+\\*/)*+");
  private static final Pattern STRING =
      Pattern.compile("'((?:[^']++|'')*+)'|\\$(\\w*+)\\$(.*?)\\$\\2\\$", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("\\d++(?![.\\w])");
  private static final Pattern WHOLE = Pattern.compile("\\d{1,8}");
  private static final Pattern SUM = Pattern.compile("[+]|-(?!-)");
  private static final Pattern PRODUCT = Pattern.compile("[*]");
  private static final Pattern CALL =
      Pattern.compile(
          "(?:pg_catalog\\s*\\.\\s*)?(format|quote_ident|quote_literal|lpad|make_date)\\s*\\(",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern VARIABLE =
      Pattern.compile("[a-z_][\\w$]*+", Pattern.CASE_INSENSITIVE);
  private static final Pattern END =
      Pattern.compile("\\|\\||[,);]|$|(?:using|into)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern PIECE =
      Pattern.compile("'(?:[^']++|'')*+'|\\$(\\w*+)\\$.*?\\$\\1\\$|[\\w.]++", Pattern.DOTALL);
  private static final Pattern JOIN = Pattern.compile("\\|\\|");
  private static final Pattern TYPE =
      Pattern.compile("::\\s*(?:text|varchar|regclass|name)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern PLACE =
      Pattern.compile("%(?:(\\d{1,3})\\$)?([sIL%]|.?)", Pattern.DOTALL);

  /**
   * The value of the expression that begins at a place; empty where only a run tells.
   *
   * @param outline whether {@link #HIDDEN} stands for parts that only a run tells
   */
  static Optional<ExecutedText> find(
      String text, int start, Map<String, String> variables, boolean outline) {
    Reader reader = new Reader(text, start, variables, outline);
    return reader.joined(0).map(sql -> new ExecutedText(sql, reader.at));
  }

  private static Optional<String> called(String function, List<String> values) {
    return switch (function) {
      case "quote_ident" ->
          values.size() == 1 ? Optional.of(ident(values.get(0))) : Optional.empty();
      case "quote_literal" ->
          values.size() == 1 ? Optional.of(literal(values.get(0))) : Optional.empty();
      case "lpad" -> padded(values);
      case "make_date" ->
          values.size() == 3 && values.stream().allMatch(ExecutedText::isWhole)
              ? Optional.of(
                  padded(values.get(0), 4)
                      + "-"
                      + padded(values.get(1), 2)
                      + "-"
                      + padded(values.get(2), 2))
              : Optional.empty();
      default -> format(values.get(0), values.subList(1, values.size()));
    };
  }

  /** By blanks where it is not said by what; a longer one is cut. */
  private static Optional<String> padded(List<String> values) {
    if (values.size() < 2 || values.size() > 3 || !isWhole(values.get(1))) {
      return Optional.empty();
    }
    String fill = values.size() == 3 ? values.get(2) : " ";
    int length = Integer.parseInt(values.get(1));
    return fill.length() == 1 && length < 100
        ? Optional.of(
            cut(fill.repeat(Math.max(0, length - values.get(0).length())) + values.get(0), length))
        : Optional.empty();
  }

  private static String cut(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  private static String padded(String number, int width) {
    return "0".repeat(Math.max(0, width - number.length())) + number;
  }

  private static boolean isWhole(String value) {
    return WHOLE.matcher(value).matches();
  }

  private static Optional<String> format(String pattern, List<String> values) {
    StringBuilder formatted = new StringBuilder();
    Matcher place = PLACE.matcher(pattern);
    int next = 0;
    while (place.find()) {
      String kind = place.group(2);
      int index = place.group(1) == null ? next : Integer.parseInt(place.group(1)) - 1;
      boolean percent = kind.equals("%");
      if (!percent
          && (!"sIL".contains(kind) || kind.isEmpty() || index < 0 || index >= values.size())) {
        return Optional.empty();
      }
      String value = percent ? "%" : shown(kind, values.get(index));
      place.appendReplacement(formatted, Matcher.quoteReplacement(value));
      next = percent ? next : index + 1;
    }
    return Optional.of(place.appendTail(formatted).toString());
  }

  private static String shown(String kind, String value) {
    return kind.equals("I") ? ident(value) : kind.equals("L") ? literal(value) : value;
  }

  private static String ident(String name) {
    return Identifiers.quote(name, Dialect.POSTGRESQL);
  }

  private static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /** Reads one expression from left to right. */
  private static final class Reader {
    private final String text;
    private final Map<String, String> variables;
    private final boolean outline;
    private int at;

    Reader(String text, int start, Map<String, String> variables, boolean outline) {
      this.text = text;
      this.at = start;
      this.variables = variables;
      this.outline = outline;
    }

    Optional<String> joined(int depth) {
      StringBuilder joined = new StringBuilder();
      do {
        int start = at;
        Optional<String> part = depth < DEEPEST ? sum(depth + 1) : Optional.empty();
        if (outline && (part.isEmpty() || !ends())) {
          part = Optional.of(HIDDEN);
          at = start;
          pass();
        }
        if (part.isEmpty()) {
          return Optional.empty();
        }
        joined.append(part.get());
      } while (next(JOIN).isPresent());
      return Optional.of(joined.toString());
    }

    private boolean ends() {
      skipSpace();
      return END.matcher(text).region(at, text.length()).lookingAt();
    }

    /** Goes to where the part of an expression ends. */
    private void pass() {
      int open = 0;
      while (at < text.length() && (open > 0 || !ends())) {
        Matcher piece = PIECE.matcher(text).region(at, text.length());
        at = piece.lookingAt() ? piece.end() : at + 1;
        open += text.charAt(at - 1) == '(' ? 1 : text.charAt(at - 1) == ')' ? -1 : 0;
      }
    }

    private Optional<String> sum(int depth) {
      Optional<String> left = product(depth);
      Optional<Matcher> sign = next(SUM);
      while (left.isPresent() && sign.isPresent()) {
        boolean minus = sign.get().group().equals("-");
        left = computed(left.get(), product(depth), (a, b) -> minus ? a - b : a + b);
        sign = next(SUM);
      }
      return left;
    }

    private Optional<String> product(int depth) {
      Optional<String> left = typed(depth);
      while (left.isPresent() && next(PRODUCT).isPresent()) {
        left = computed(left.get(), typed(depth), (a, b) -> a * b);
      }
      return left;
    }

    private static Optional<String> computed(
        String left, Optional<String> right, LongBinaryOperator operator) {
      return right
          .filter(value -> isWhole(value) && isWhole(left))
          .map(value -> operator.applyAsLong(Long.parseLong(left), Long.parseLong(value)))
          .map(String::valueOf);
    }

    private Optional<String> typed(int depth) {
      Optional<String> part = part(depth);
      next(TYPE);
      return part;
    }

    private Optional<String> part(int depth) {
      Optional<Matcher> found = next(STRING);
      if (found.isPresent()) {
        return found.map(Reader::plain);
      }
      found = next(NUMBER);
      if (found.isPresent()) {
        return Optional.of(found.get().group());
      }
      found = next(CALL);
      if (found.isPresent()) {
        String function = found.get().group(1).toLowerCase(Locale.ROOT);
        return arguments(depth).flatMap(values -> called(function, values));
      }
      found = next(VARIABLE);
      if (found.isPresent()) {
        return Optional.ofNullable(variables.get(found.get().group().toLowerCase(Locale.ROOT)));
      }
      if (!takes('(')) {
        return Optional.empty();
      }
      Optional<String> inner = joined(depth);
      return takes(')') ? inner : Optional.empty();
    }

    private Optional<List<String>> arguments(int depth) {
      List<String> values = new ArrayList<>();
      do {
        Optional<String> value = joined(depth);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        values.add(value.get());
      } while (takes(','));
      return takes(')') ? Optional.of(values) : Optional.empty();
    }

    private static String plain(Matcher string) {
      return string.group(1) == null ? string.group(3) : string.group(1).replace("''", "'");
    }

    private boolean takes(char symbol) {
      skipSpace();
      boolean found = at < text.length() && text.charAt(at) == symbol;
      at += found ? 1 : 0;
      return found;
    }

    private Optional<Matcher> next(Pattern pattern) {
      skipSpace();
      Matcher matcher = pattern.matcher(text).region(at, text.length());
      if (!matcher.lookingAt()) {
        return Optional.empty();
      }
      at = matcher.end();
      return Optional.of(matcher);
    }

    private void skipSpace() {
      Matcher space = SPACE.matcher(text).region(at, text.length());
      at = space.lookingAt() ? space.end() : at;
    }
  }
}
