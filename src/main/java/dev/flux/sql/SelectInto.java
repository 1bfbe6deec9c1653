package dev.flux.sql;

/** The words between INTO and the name of the table that a query of PostgreSQL makes. */
final class SelectInto {
  private static final String[] KINDS = {"TEMP", "TEMPORARY", "UNLOGGED", "TABLE"};

  private SelectInto() {}

  /** Whether the token is one of them. */
  static boolean isKind(Tokens tokens, int at) {
    return at + 1 < tokens.end() && isOneOf(tokens.list(), at) && behindInto(tokens, at);
  }

  /** Whether the table is temporary. */
  static boolean temporary(Tokens query) {
    return says(query, "TEMP") || says(query, "TEMPORARY");
  }

  /** Whether the table is not logged. */
  static boolean unlogged(Tokens query) {
    return says(query, "UNLOGGED");
  }

  private static boolean says(Tokens query, String kind) {
    for (int i = query.first(); i < query.end(); i++) {
      if (query.list().isWord(i, kind) && isKind(query, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOneOf(TokenList list, int at) {
    for (String kind : KINDS) {
      if (list.isWord(at, kind)) {
        return nameFollows(list, at + 1);
      }
    }
    return false;
  }

  /** A table may be called {@code temp}: then no name follows. */
  private static boolean nameFollows(TokenList list, int at) {
    return list.kind(at) == TokenKind.QUOTED
        || (list.kind(at) == TokenKind.WORD
            && !ReservedWords.contains(list.text(at), Dialect.POSTGRESQL))
        || list.isWord(at, "TABLE");
  }

  private static boolean behindInto(Tokens tokens, int at) {
    TokenList list = tokens.list();
    int into = at > 0 && list.isWord(at, "TABLE") && !list.isWord(at - 1, "INTO") ? at - 2 : at - 1;
    return into > tokens.first()
        && list.isWord(into, "INTO")
        && !list.isWord(into - 1, "INSERT")
        && !list.isWord(into - 1, "MERGE");
  }
}
