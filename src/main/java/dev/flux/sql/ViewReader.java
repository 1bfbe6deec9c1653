package dev.flux.sql;

import java.util.ArrayList;
import java.util.List;

/** Reads CREATE VIEW and REFRESH MATERIALIZED VIEW. */
final class ViewReader {
  private ViewReader() {}

  /** Behind CREATE … VIEW. */
  static Operation create(Tokens tokens, boolean orReplace, boolean materialized) {
    boolean ifNotExists = tokens.takeIfNotExists();
    ObjectName view = tokens.name("a view name");
    List<String> columns = tokens.isSymbol('(') ? tokens.columnList() : List.of();
    while (tokens.postgres() && !tokens.is("AS")) {
      option(tokens);
    }
    tokens.expect("AS");
    Tokens query = query(tokens);
    boolean withData = !tokens.text(query.end(), tokens.end()).matches("(?is)WITH\\s+NO\\s+DATA");
    tokens.skipAll();
    return new ObjectOperation.CreateView(
        view,
        orReplace,
        materialized,
        ifNotExists,
        columns,
        readsOf(query),
        withData,
        query.text());
  }

  private static void option(Tokens tokens) {
    if (tokens.take("WITH")) {
      tokens.skipGroup();
    } else if (tokens.takeAny("USING", "TABLESPACE")) {
      tokens.identifier("a name");
    } else {
      throw tokens.unexpected("AS");
    }
  }

  /** The query under the cursor, without what may stand behind it. */
  static Tokens query(Tokens tokens) {
    int start = tokens.at();
    int end = tokens.end();
    TokenList list = tokens.list();
    if (end - start > 2 && list.isWord(end - 1, "DATA")) {
      end -= list.isWord(end - 2, "NO") ? 3 : list.isWord(end - 2, "WITH") ? 2 : 0;
    } else if (end - start > 3 && list.isWord(end - 1, "OPTION") && list.isWord(end - 2, "CHECK")) {
      end -= list.isWord(end - 3, "WITH") ? 3 : 4;
    }
    Tokens query = tokens.range(start, end);
    query.refusePlaceholders();
    if (!query.isAny("SELECT", "WITH", "VALUES", "TABLE", "EXECUTE") && !query.isSymbol('(')) {
      throw query.unexpected("a query");
    }
    return query;
  }

  /** Tables that the query names; those behind FROM and JOIN where it cannot be read. */
  static List<ObjectName> readsOf(Tokens query) {
    Tokens words = query.copy();
    try {
      return QueryReader.reads(query);
    } catch (UnexpectedToken unreadable) {
      return joined(words);
    }
  }

  private static List<ObjectName> joined(Tokens words) {
    List<ObjectName> names = new ArrayList<>();
    while (!words.done()) {
      boolean relation = words.takeAny("FROM", "JOIN");
      words.take("ONLY");
      if (!relation) {
        words.skip();
      } else if (words.isName() && !words.isAheadSymbol(1, '(')) {
        names.add(words.name("a table"));
      }
    }
    return List.copyOf(names);
  }

  /** Behind REFRESH. */
  static Operation refresh(Tokens tokens) {
    tokens.expect("MATERIALIZED", "VIEW");
    boolean concurrently = tokens.take("CONCURRENTLY");
    ObjectName view = tokens.name("a view name");
    boolean withData = !tokens.take("WITH", "NO", "DATA");
    tokens.take("WITH", "DATA");
    return new ObjectOperation.RefreshMaterializedView(view, concurrently, withData);
  }
}
