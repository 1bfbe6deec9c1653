package dev.flux.sql;

/**
 * Writes the tokens of a query for JSqlParser. What it would stumble over though it does not matter
 * to what is read from the query is written in a plainer way; places never come from this text.
 */
final class QueryText {
  /** A statement longer than this many characters is not read: nobody wrote it by hand. */
  private static final int LONGEST = 256 * 1024;

  /** Brackets inside brackets; deeper ones would exhaust the stack or take forever. */
  private static final int DEEPEST = 40;

  /** Operators in a row nest to the left when read. */
  private static final int MOST_OPERATORS = 3_000;

  private final Tokens tokens;
  private final StringBuilder text = new StringBuilder();

  private QueryText(Tokens tokens) {
    this.tokens = tokens;
  }

  /** The text of everything under the cursor; passes behind it. */
  static String of(Tokens tokens) {
    tokens.refusePlaceholders();
    QueryText query = new QueryText(tokens);
    query.checkSize();
    while (!tokens.done()) {
      query.token();
    }
    return query.text.toString();
  }

  private void checkSize() {
    int depth = 0;
    int operators = 0;
    TokenList list = tokens.list();
    for (int i = tokens.at(); i < tokens.end(); i++) {
      if (list.isSymbol(i, '(') || list.isSymbol(i, '[') || list.isWord(i, "CASE")) {
        depth++;
      } else if (list.isSymbol(i, ')') || list.isSymbol(i, ']') || list.isWord(i, "END")) {
        depth--;
      } else if (list.kind(i) == TokenKind.OPERATOR
          || list.isWord(i, "AND")
          || list.isWord(i, "OR")
          || list.isWord(i, "NOT")) {
        operators++;
      }
      if (depth > DEEPEST || operators > MOST_OPERATORS) {
        throw new UnexpectedToken(
            depth > DEEPEST ? "nested too deeply" : "more operators than Flux reads");
      }
    }
    if (tokens.at() < tokens.end()
        && list.end(tokens.end() - 1) - list.start(tokens.at()) > LONGEST) {
      throw new UnexpectedToken("longer than the " + LONGEST / 1024 + " KB that Flux reads");
    }
  }

  private void token() {
    int at = tokens.at();
    TokenList list = tokens.list();
    boolean apart = at > 0 && list.end(at - 1) < list.start(at);
    if (apart) {
      text.append(' ');
    }
    if (list.kind(at) == TokenKind.STRING && tokens.postgres()) {
      text.append('\'').append(tokens.string("a value").replace("'", "''").replace("\\", "/"));
      text.append('\'');
      return;
    }
    text.append(list.text(), list.start(at), list.end(at));
    tokens.skip();
  }
}
