package dev.flux.sql;

/**
 * Writes what SQLite alone has in its queries in the words of others, as far as it does not matter
 * to what is read (SQLite, "SQL Language Expressions", "The INDEXED BY Clause").
 */
final class SqliteQueryText {
  private SqliteQueryText() {}

  /** Whether the token under the cursor was written, or left out; passes behind it then. */
  static boolean write(Tokens tokens, StringBuilder text) {
    int at = tokens.at();
    TokenList list = tokens.list();
    if (list.kind(at) == TokenKind.QUOTED && list.text(at).startsWith("[")) {
      text.append('"').append(tokens.identifier("a name").replace("\"", "\"\"")).append('"');
      return true;
    }
    if (list.isOperator(at, "==")) {
      tokens.skip();
      text.append('=');
      return true;
    }
    if (tokens.isAny("GLOB", "REGEXP", "MATCH")
        && !tokens.isAheadSymbol(1, '(')
        && !QueryWords.isName(tokens)) {
      tokens.skip();
      text.append("LIKE");
      return true;
    }
    if (tokens.is("INDEXED", "BY")) {
      tokens.take("INDEXED", "BY");
      tokens.skip();
      return true;
    }
    return tokens.take("NOT", "INDEXED") || conflict(tokens) || comparison(tokens, text);
  }

  /** UPDATE OR REPLACE and its like. */
  private static boolean conflict(Tokens tokens) {
    if (!tokens.is("OR") || tokens.at() == 0 || !tokens.list().isWord(tokens.at() - 1, "UPDATE")) {
      return false;
    }
    tokens.skip();
    tokens.skip();
    return true;
  }

  /** IS compares any values; {@code x NOT NULL} needs no IS. */
  private static boolean comparison(Tokens tokens, StringBuilder text) {
    boolean behindIs = tokens.at() > 0 && tokens.list().isWord(tokens.at() - 1, "IS");
    if (tokens.is("NOT", "NULL") && !behindIs) {
      tokens.take("NOT", "NULL");
      text.append("IS NOT NULL");
      return true;
    }
    if (!tokens.is("IS") || knownBehind(tokens, 1)) {
      return false;
    }
    boolean negated = tokens.isAhead(1, "NOT");
    if (negated && knownBehind(tokens, 2)) {
      return false;
    }
    tokens.skip();
    if (negated) {
      tokens.skip();
    }
    text.append(negated ? "<>" : "=");
    return true;
  }

  private static boolean knownBehind(Tokens tokens, int distance) {
    return tokens.isAhead(distance, "NULL")
        || tokens.isAhead(distance, "TRUE")
        || tokens.isAhead(distance, "FALSE")
        || tokens.isAhead(distance, "DISTINCT");
  }
}
