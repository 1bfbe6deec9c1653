package dev.flux.sql;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What an expression calls and reads, told by the words alone: a name before a bracket is called,
 * one behind {@code ::} is a type, a keyword is neither, any other is read. Constructs that look
 * like functions but only choose or combine (COALESCE, NULLIF, GREATEST, LEAST, CAST, ROW) are not
 * named.
 */
final class ExpressionNames {
  /** Functions that are called without brackets. */
  private static final Set<String> BARE_FUNCTIONS =
      Set.of(
          "current_timestamp",
          "current_date",
          "current_time",
          "localtime",
          "localtimestamp",
          "current_user",
          "session_user",
          "system_user",
          "user",
          "current_role",
          "current_catalog",
          "current_schema",
          "utc_timestamp",
          "utc_date",
          "utc_time");

  private static final Set<String> KEYWORDS =
      Set.of(
          "null",
          "true",
          "false",
          "default",
          "and",
          "or",
          "not",
          "xor",
          "is",
          "isnull",
          "notnull",
          "in",
          "like",
          "ilike",
          "similar",
          "to",
          "between",
          "symmetric",
          "case",
          "when",
          "then",
          "else",
          "end",
          "any",
          "all",
          "some",
          "array",
          "row",
          "exists",
          "distinct",
          "from",
          "select",
          "where",
          "as",
          "on",
          "collate",
          "cast",
          "coalesce",
          "nullif",
          "greatest",
          "least",
          "order",
          "group",
          "having",
          "asc",
          "desc",
          "interval",
          "glob",
          "regexp",
          "rlike",
          "div",
          "values",
          "using",
          "both",
          "leading",
          "trailing",
          "for",
          "binary",
          "xmlelement");

  /** Words that stand before a bracket without calling anything. */
  private static final Set<String> NOT_CALLED = Set.of("over", "filter", "operator", "within");

  private final Tokens tokens;
  private final Set<String> functions = new HashSet<>();
  private final Set<String> names = new HashSet<>();

  private ExpressionNames(Tokens tokens) {
    this.tokens = tokens;
  }

  /** The expression that all these tokens make up. */
  static Expression in(Tokens tokens) {
    int start = tokens.at();
    ExpressionNames found = new ExpressionNames(tokens);
    while (!tokens.done()) {
      found.step();
    }
    return new Expression(tokens.text(start, tokens.end()), found.functions, found.names);
  }

  /** The text with another name in every place of one; a function that is called so keeps it. */
  static String renamed(String text, String from, String to, Dialect dialect) {
    return ConditionText.read(text, dialect)
        .map(tokens -> renamed(tokens, text, from, to))
        .orElse(text);
  }

  private static String renamed(Tokens tokens, String text, String from, String to) {
    StringBuilder changed = new StringBuilder();
    int kept = 0;
    for (; !tokens.done(); tokens.skip()) {
      boolean name = tokens.is(TokenKind.WORD) || tokens.is(TokenKind.QUOTED);
      if (name && tokens.folded(tokens.at()).equals(from) && !tokens.isAheadSymbol(1, '(')) {
        changed.append(text, kept, tokens.list().start(tokens.at()));
        changed.append(Identifiers.quote(to, tokens.dialect()));
        kept = tokens.list().end(tokens.at());
      }
    }
    return changed.append(text, kept, text.length()).toString();
  }

  private void step() {
    if (tokens.is(TokenKind.PLACEHOLDER) || tokens.is(TokenKind.UNKNOWN)) {
      throw tokens.unexpected("a value");
    }
    if (tokens.takeOperator("::")) {
      type();
    } else if (tokens.is(TokenKind.WORD) || tokens.is(TokenKind.QUOTED)) {
      word();
    } else {
      tokens.skip();
    }
  }

  private void type() {
    if (tokens.isName()) {
      TypeReader.read(tokens);
    }
  }

  private void word() {
    boolean plain = tokens.is(TokenKind.WORD);
    String first = tokens.identifier("a name");
    String lower = plain ? first.toLowerCase(Locale.ROOT) : first;
    if (plain && lower.equals("as") && tokens.isName()) {
      type();
    } else if (plain
        && ((lower.equals("at") && (tokens.take("TIME", "ZONE") || tokens.take("LOCAL")))
            || (lower.equals("nulls") && tokens.takeAny("FIRST", "LAST"))
            || ((lower.equals("order") || lower.equals("partition")) && tokens.take("BY"))
            || (NOT_CALLED.contains(lower) && tokens.isSymbol('(')))) {
      return;
    } else if (plain && lower.equals("extract") && tokens.isSymbol('(')) {
      functions.add(lower);
      tokens.skip();
      tokens.skip();
    } else if ((plain && tokens.is(TokenKind.STRING))
        || (plain && lower.equals("double") && tokens.is("PRECISION"))
        || (plain && lower.equals("timestamp") && tokens.isAny("WITH", "WITHOUT"))) {
      tokens.skip();
    } else if (plain && BARE_FUNCTIONS.contains(lower) && !tokens.isSymbol('.')) {
      functions.add(lower);
    } else if (!plain || !KEYWORDS.contains(lower) || tokens.isSymbol('.')) {
      path(lower, plain ? first : lower);
    }
  }

  private void path(String lower, String first) {
    String last = first;
    StringBuilder whole = new StringBuilder(lower);
    while (tokens.isSymbol('.')) {
      tokens.skip();
      if (!tokens.isName()) {
        tokens.takeOperator("*");
        return;
      }
      last = tokens.identifier("a name");
      whole.append('.').append(last.toLowerCase(Locale.ROOT));
    }
    if (tokens.isSymbol('(')) {
      functions.add(whole.toString());
    } else {
      names.add(last);
    }
  }
}
