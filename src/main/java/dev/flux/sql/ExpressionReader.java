package dev.flux.sql;

import java.util.Locale;
import java.util.Set;

/**
 * Finds where a value expression ends and what it names. It builds no tree: operands and operators
 * take turns, and what stands in brackets is passed over whole.
 */
final class ExpressionReader {
  private static final Set<String> SIGNS =
      Set.of("AND", "OR", "XOR", "LIKE", "ILIKE", "RLIKE", "REGEXP", "GLOB", "MATCH", "DIV", "MOD");

  private final Tokens tokens;
  private final boolean logical;

  private ExpressionReader(Tokens tokens, boolean logical) {
    this.tokens = tokens;
    this.logical = logical;
  }

  /** Any expression, as far as it goes. */
  static Expression any(Tokens tokens) {
    return read(tokens, true);
  }

  /**
   * A default: no AND, IN, IS, LIKE or NOT at its top, because there NOT begins the next constraint
   * ({@code b_expr} of PostgreSQL's grammar).
   */
  static Expression restricted(Tokens tokens) {
    return read(tokens, false);
  }

  /** Everything that is left, which must be one expression. */
  static Expression whole(Tokens tokens) {
    Expression expression = any(tokens);
    tokens.expectEnd();
    return expression;
  }

  /** Everything that is left, whatever it is made of: a list of expressions, say. */
  static Expression names(Tokens tokens) {
    int start = tokens.at();
    tokens.skipAll();
    return ExpressionNames.in(tokens.range(start, tokens.end()));
  }

  private static Expression read(Tokens tokens, boolean logical) {
    int start = tokens.at();
    new ExpressionReader(tokens, logical).expression();
    return ExpressionNames.in(tokens.range(start, tokens.at()));
  }

  private void expression() {
    operand();
    while (sign()) {
      operand();
    }
  }

  private boolean sign() {
    if (tokens.is(TokenKind.OPERATOR)) {
      tokens.skip();
      if (tokens.isAny("ANY", "ALL", "SOME") && tokens.isAheadSymbol(1, '(')) {
        tokens.skip();
      }
      return true;
    }
    if (tokens.is("OPERATOR") && tokens.isAheadSymbol(1, '(')) {
      tokens.skip();
      tokens.skipGroup();
      return true;
    }
    if (!logical || !tokens.is(TokenKind.WORD)) {
      return false;
    }
    int before = tokens.at();
    tokens.take("NOT");
    boolean found =
        tokens.isAny("BETWEEN", "IN", "SIMILAR", "ESCAPE", "OVERLAPS")
            || (!tokens.done()
                && SIGNS.contains(tokens.textOf(tokens.at()).toUpperCase(Locale.ROOT)));
    if (!found) {
      tokens.backTo(before);
      return false;
    }
    if (tokens.take("SIMILAR", "TO") || tokens.take("BETWEEN", "SYMMETRIC")) {
      return true;
    }
    tokens.skip();
    return true;
  }

  private void operand() {
    while (prefix()) {
      tokens.skip();
    }
    if (tokens.isSymbol('(')) {
      tokens.skipGroup();
    } else if (tokens.is(TokenKind.STRING)) {
      tokens.string("a value");
    } else if (tokens.is(TokenKind.NUMBER) || tokens.is(TokenKind.PARAMETER)) {
      tokens.skip();
    } else if (tokens.is("CASE")) {
      choice();
    } else if (tokens.is("ARRAY") && tokens.isAheadSymbol(1, '[')) {
      tokens.skip();
      tokens.skipGroup();
    } else if (tokens.isName()) {
      named();
    } else {
      throw tokens.unexpected("a value");
    }
    while (suffix()) {
      // Each call takes one.
    }
  }

  private boolean prefix() {
    return tokens.isOperator("-")
        || tokens.isOperator("+")
        || tokens.isOperator("~")
        || tokens.isOperator("!")
        || tokens.isOperator("@")
        || tokens.isOperator("|/")
        || tokens.isOperator("*")
        || (logical && tokens.is("NOT"));
  }

  /** A column, a function call, or a type in front of its literal. */
  private void named() {
    int start = tokens.at();
    tokens.identifier("a value");
    while (tokens.takeSymbol('.')) {
      if (!tokens.takeOperator("*")) {
        tokens.identifier("a name");
      }
    }
    if (tokens.isSymbol('(')) {
      tokens.skipGroup();
      call();
    }
    if (tokens.list().kind(start) == TokenKind.WORD) {
      literalBehindType(start);
    }
  }

  private void call() {
    if (tokens.take("WITHIN", "GROUP")) {
      tokens.skipGroup();
    }
    if (tokens.is("FILTER") && tokens.isAheadSymbol(1, '(')) {
      tokens.skip();
      tokens.skipGroup();
    }
    if (tokens.take("OVER")) {
      if (tokens.isSymbol('(')) {
        tokens.skipGroup();
      } else {
        tokens.identifier("a window");
      }
    }
  }

  /** {@code interval '1 day'}, {@code timestamp with time zone '…'}, {@code _utf8mb4'…'}. */
  private void literalBehindType(int start) {
    if (tokens.is(TokenKind.STRING)) {
      tokens.string("a value");
      takeIntervalFields(start);
      return;
    }
    int behind = tokens.at();
    tokens.backTo(start);
    if (tokens.take("DOUBLE", "PRECISION")
        || (tokens.takeAny("TIMESTAMP", "TIME") && TypeReader.takeZone(tokens))) {
      if (tokens.is(TokenKind.STRING)) {
        tokens.string("a value");
        return;
      }
    }
    tokens.backTo(behind);
    if (tokens.mysql() && tokens.list().isWord(start, "INTERVAL") && !tokens.done()) {
      operand();
      tokens.identifier("a unit");
    }
  }

  private void takeIntervalFields(int start) {
    if (tokens.list().isWord(start, "INTERVAL")) {
      TypeReader.takeIntervalFields(tokens);
    }
  }

  private void choice() {
    int depth = 0;
    do {
      if (tokens.done()) {
        throw tokens.unexpected("END of CASE");
      }
      depth += tokens.is("CASE") ? 1 : tokens.is("END") ? -1 : 0;
      tokens.skip();
    } while (depth > 0);
  }

  private boolean suffix() {
    if (tokens.takeOperator("::")) {
      TypeReader.read(tokens);
      return true;
    }
    if (tokens.isSymbol('[')) {
      tokens.skipGroup();
      return true;
    }
    if (tokens.isSymbol('.')) {
      tokens.skip();
      if (!tokens.takeOperator("*")) {
        tokens.identifier("a field");
      }
      return true;
    }
    if (tokens.take("AT", "TIME", "ZONE")) {
      operand();
      return true;
    }
    return tokens.take("AT", "LOCAL") || (logical && logicalSuffix());
  }

  private boolean logicalSuffix() {
    if (tokens.take("COLLATE")) {
      tokens.name("a collation");
      return true;
    }
    if (tokens.takeAny("ISNULL", "NOTNULL") || tokens.take("NOT", "NULL")) {
      return true;
    }
    if (!tokens.take("IS")) {
      return false;
    }
    tokens.take("NOT");
    if (tokens.take("DISTINCT", "FROM") || tokens.take("OF")) {
      operand();
    } else if (tokens.take("JSON")) {
      tokens.takeAny("VALUE", "ARRAY", "OBJECT", "SCALAR");
      if (tokens.take("WITH") || tokens.take("WITHOUT")) {
        tokens.expect("UNIQUE");
        tokens.take("KEYS");
      }
    } else if (!tokens.takeAny(
        "NULL", "TRUE", "FALSE", "UNKNOWN", "DOCUMENT", "NORMALIZED", "NFC", "NFD")) {
      operand();
    }
    return true;
  }
}
