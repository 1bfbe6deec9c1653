package dev.flux.sql;

/**
 * Writes the tokens of a query for JSqlParser. What it would stumble over though it does not matter
 * to what is read from the query is written in a plainer way; places never come from this text.
 */
final class QueryText {
  /** The column that an action of MERGE is given which does nothing. */
  static final String NOTHING = "do nothing";

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
    if (tokens.postgres() && dropped(at)) {
      tokens.skip();
      return;
    }
    if (tokens.postgres() && mergeAction()) {
      return;
    }
    if (tokens.postgres() && tokens.is("SELECT", "FROM") && !QueryWords.isName(tokens)) {
      // A query may ask for rows without columns.
      text.append("SELECT 1");
      tokens.skip();
      return;
    }
    if (tokens.sqlite() && SqliteQueryText.write(tokens, text)) {
      return;
    }
    if (tokens.mysql() && tokens.take("LOCK", "IN", "SHARE")) {
      // The older words for the same lock.
      tokens.expect("MODE");
      text.append("FOR SHARE");
      return;
    }
    if (list.kind(at) == TokenKind.QUOTED && list.text(at).contains("{")) {
      quoted(tokens.folded(at));
      return;
    }
    if (QueryWords.isName(tokens)) {
      quoted(tokens.folded(at));
      return;
    }
    text.append(list.text(), list.start(at), list.end(at));
    tokens.skip();
  }

  /** A name in quotes that hold it whatever it is: a placeholder, or a word. */
  private void quoted(String name) {
    String quote = tokens.mysql() ? "`" : "\"";
    text.append(quote).append(name.replace(quote, quote + quote)).append(quote);
    tokens.skip();
  }

  /** Actions of MERGE that the parser does not know, as such that are read alike. */
  private boolean mergeAction() {
    if (tokens.at() > 0
        && tokens.is("DO", "NOTHING")
        && tokens.list().isWord(tokens.at() - 1, "THEN")) {
      String name = '"' + NOTHING + '"';
      text.append(
          behindNotMatched() ? "INSERT (" + name + ") VALUES (1)" : "UPDATE SET " + name + " = 1");
      tokens.skip();
      tokens.skip();
      return true;
    }
    if (tokens.at() > 0
        && tokens.is("DEFAULT", "VALUES")
        && tokens.list().isWord(tokens.at() - 1, "INSERT")
        && tokens.list().isWord(tokens.first(), "MERGE")) {
      text.append("VALUES (1)");
      tokens.skip();
      tokens.skip();
      return true;
    }
    return false;
  }

  /** Whether the action is one for rows that the target lacks. */
  private boolean behindNotMatched() {
    int at = tokens.at() - 1;
    while (at > tokens.first() && !tokens.list().isWord(at, "WHEN")) {
      if (tokens.list().isWord(at, "SOURCE")) {
        return false;
      }
      at--;
    }
    return tokens.list().isWord(at + 1, "NOT");
  }

  /** ONLY in front of a table, ROW in front of a bracket, the kind of a new table. */
  private boolean dropped(int at) {
    TokenList list = tokens.list();
    boolean only =
        tokens.is("ONLY")
            && at > 0
            && (list.isWord(at - 1, "UPDATE")
                || list.isWord(at - 1, "FROM")
                || list.isWord(at - 1, "JOIN"));
    return only
        || (tokens.is("ROW") && tokens.isAheadSymbol(1, '('))
        || SelectInto.isKind(tokens, at);
  }
}
