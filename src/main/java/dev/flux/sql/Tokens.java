package dev.flux.sql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A cursor over the tokens of one statement, or of a part of it. */
final class Tokens {
  private static final int LONGEST_QUOTE = 40;

  private final TokenList list;
  private final Lines lines;
  private final Dialect dialect;
  private final int from;
  private final int end;
  private final Optional<Home> home;
  private int at;

  /** A schema whose relations are named without it. */
  private record Home(String schema, Set<String> relations) {}

  Tokens(TokenList list, Lines lines, Dialect dialect, int from, int end) {
    this(list, lines, dialect, from, end, Optional.empty());
  }

  private Tokens(
      TokenList list, Lines lines, Dialect dialect, int from, int end, Optional<Home> home) {
    this.list = list;
    this.lines = lines;
    this.dialect = dialect;
    this.from = from;
    this.at = from;
    this.end = end;
    this.home = home;
  }

  Dialect dialect() {
    return dialect;
  }

  boolean postgres() {
    return dialect == Dialect.POSTGRESQL;
  }

  boolean mysql() {
    return dialect == Dialect.MYSQL || dialect == Dialect.MARIADB;
  }

  boolean sqlite() {
    return dialect == Dialect.SQLITE;
  }

  // Where the cursor stands.

  /** Index of the token under the cursor. */
  int at() {
    return at;
  }

  /** Index of the first token under this cursor, wherever it stands. */
  int first() {
    return from;
  }

  /** Index behind the last one. */
  int end() {
    return end;
  }

  void backTo(int index) {
    at = index;
  }

  boolean done() {
    return at >= end;
  }

  /** Passes over one token, whatever it is. */
  void skip() {
    if (at >= end) {
      throw unexpected("more");
    }
    at++;
  }

  void skipAll() {
    at = end;
  }

  TokenList list() {
    return list;
  }

  /** Whether the token under the cursor is of this kind. */
  boolean is(TokenKind kind) {
    return at < end && list.kind(at) == kind;
  }

  boolean is(String word) {
    return at < end && list.isWord(at, word);
  }

  boolean is(String first, String second) {
    return at + 1 < end && list.isWord(at, first) && list.isWord(at + 1, second);
  }

  boolean is(String first, String second, String third) {
    return is(first, second) && at + 2 < end && list.isWord(at + 2, third);
  }

  boolean isAhead(int ahead, String word) {
    return at + ahead < end && list.isWord(at + ahead, word);
  }

  boolean isAheadSymbol(int ahead, char symbol) {
    return at + ahead < end && list.isSymbol(at + ahead, symbol);
  }

  boolean isAheadNumber(int ahead) {
    return at + ahead < end && list.kind(at + ahead) == TokenKind.NUMBER;
  }

  boolean isAny(String... words) {
    for (String word : words) {
      if (is(word)) {
        return true;
      }
    }
    return false;
  }

  boolean isSymbol(char symbol) {
    return at < end && list.isSymbol(at, symbol);
  }

  boolean isOperator(String operator) {
    return at < end && list.isOperator(at, operator);
  }

  // Taking what stands there.

  boolean take(String word) {
    boolean found = is(word);
    at += found ? 1 : 0;
    return found;
  }

  boolean take(String first, String second) {
    boolean found = is(first, second);
    at += found ? 2 : 0;
    return found;
  }

  boolean take(String first, String second, String third) {
    boolean found = is(first, second, third);
    at += found ? 3 : 0;
    return found;
  }

  boolean takeAny(String... words) {
    boolean found = isAny(words);
    at += found ? 1 : 0;
    return found;
  }

  boolean takeSymbol(char symbol) {
    boolean found = isSymbol(symbol);
    at += found ? 1 : 0;
    return found;
  }

  boolean takeOperator(String operator) {
    boolean found = isOperator(operator);
    at += found ? 1 : 0;
    return found;
  }

  void expect(String... words) {
    for (String word : words) {
      if (!take(word)) {
        throw unexpected(word);
      }
    }
  }

  void expectSymbol(char symbol) {
    if (!takeSymbol(symbol)) {
      throw unexpected("`" + symbol + "`");
    }
  }

  /** Nothing may be left over. */
  void expectEnd() {
    if (at < end) {
      throw unexpected("the end of the statement");
    }
  }

  boolean takeIfExists() {
    return take("IF", "EXISTS");
  }

  boolean takeIfNotExists() {
    return take("IF", "NOT", "EXISTS");
  }

  /** CASCADE or RESTRICT, or neither. Returns whether it was CASCADE. */
  boolean takeCascade() {
    boolean cascade = take("CASCADE");
    if (!cascade) {
      take("RESTRICT");
    }
    return cascade;
  }

  // Names and values.

  /** SQLite takes a string for a name where only a name can stand. */
  boolean isName() {
    return is(TokenKind.WORD) || is(TokenKind.QUOTED) || (is(TokenKind.STRING) && sqlite());
  }

  /** One name, folded. */
  String identifier(String what) {
    if (!isName()) {
      throw unexpected(what);
    }
    return folded(at++);
  }

  /** The name that a token spells, as the engine folds it. */
  String folded(int index) {
    String text = list.text(index);
    if (list.kind(index) == TokenKind.WORD) {
      return postgres() ? cut(text.toLowerCase(Locale.ROOT)) : text;
    }
    if (Identifiers.isPlaceholder(text)) {
      return text;
    }
    char close = text.charAt(text.length() - 1);
    String inner = text.substring(1, text.length() - 1);
    String name = close == ']' ? inner : inner.replace("" + close + close, "" + close);
    return postgres() ? cut(name) : name;
  }

  /** PostgreSQL cuts names to 63 bytes, at a whole character. */
  private static String cut(String name) {
    if (name.length() < 16 || name.getBytes(StandardCharsets.UTF_8).length <= 63) {
      return name;
    }
    int end = Math.min(name.length(), 63);
    while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > 63) {
      end--;
    }
    return name.substring(0, end);
  }

  /** A name, perhaps behind a schema; a database in front of that is left out. */
  ObjectName name(String what) {
    String name = identifier(what);
    Optional<String> schema = Optional.empty();
    while (isSymbol('.')) {
      at++;
      schema = Optional.of(name);
      name = identifier(what);
    }
    return atHome(new ObjectName(schema, name));
  }

  /** The name with the schema that is meant where none is written, if these tokens know it. */
  ObjectName atHome(ObjectName name) {
    return home.filter(h -> name.schema().isEmpty() && h.relations().contains(name.name()))
        .map(h -> ObjectName.of(h.schema(), name.name()))
        .orElse(name);
  }

  /** Another cursor at the same place, where these relations are meant in the schema. */
  Tokens within(String schema, Set<String> relations) {
    return new Tokens(list, lines, dialect, at, end, Optional.of(new Home(schema, relations)));
  }

  /** Names with commas between them. */
  List<ObjectName> names(String what) {
    List<ObjectName> names = new ArrayList<>();
    do {
      names.add(name(what));
    } while (takeSymbol(','));
    return names;
  }

  /** Names in parentheses, without what else may stand behind each of them. */
  List<String> columnList() {
    Tokens inside = group();
    List<String> names = new ArrayList<>();
    do {
      names.add(inside.identifier("a column name"));
    } while (inside.takeSymbol(','));
    inside.expectEnd();
    return names;
  }

  /** A string literal without its quotes; adjacent ones are one, those between dollars apart. */
  String string(String what) {
    if (!is(TokenKind.STRING)) {
      throw unexpected(what);
    }
    StringBuilder value = new StringBuilder();
    do {
      value.append(Literals.value(list.text(at++), dialect));
    } while (is(TokenKind.STRING) && list.text(at).charAt(0) != '$');
    return value.toString();
  }

  // Stretches.

  /** The parenthesised stretch under the cursor as a cursor of its own; passes behind it. */
  Tokens group() {
    if (!isSymbol('(')) {
      throw unexpected("`(`");
    }
    int open = at;
    skipGroup();
    return new Tokens(list, lines, dialect, open + 1, at - 1, home);
  }

  /** Passes behind the bracket that closes the one under the cursor. */
  void skipGroup() {
    int depth = 0;
    for (int i = at; i < end; i++) {
      if (list.kind(i) == TokenKind.SYMBOL) {
        char c = list.text().charAt(list.start(i));
        if (c == '(' || c == '[') {
          depth++;
        } else if (c == ')' || c == ']') {
          depth--;
          if (depth == 0) {
            at = i + 1;
            return;
          }
        }
      }
    }
    throw new UnexpectedToken("the bracket " + quoted(at) + " is never closed");
  }

  /** The rest up to the next comma outside brackets; passes behind it but not the comma. */
  Tokens untilComma() {
    int start = at;
    while (at < end && !isSymbol(',')) {
      if (isSymbol('(') || isSymbol('[')) {
        skipGroup();
      } else {
        at++;
      }
    }
    return new Tokens(list, lines, dialect, start, at, home);
  }

  /**
   * What stands behind a word, up to one of the ends, where the word stands once outside brackets.
   */
  Optional<Tokens> findTopLevel(String word, String... ends) {
    int found = -1;
    int behind = end;
    int depth = 0;
    for (int i = from; i < behind; i++) {
      if (list.isSymbol(i, '(')) {
        depth++;
      } else if (list.isSymbol(i, ')')) {
        depth--;
      } else if (depth == 0 && list.isWord(i, word)) {
        if (found >= 0) {
          return Optional.empty();
        }
        found = i + 1;
      } else if (depth == 0 && found >= 0 && isOneOf(i, ends)) {
        behind = i;
      }
    }
    return found < 0 ? Optional.empty() : Optional.of(range(found, behind));
  }

  private boolean isOneOf(int index, String... words) {
    for (String word : words) {
      if (list.isWord(index, word)) {
        return true;
      }
    }
    return false;
  }

  /** Another cursor at the same place. */
  Tokens copy() {
    return range(at, end);
  }

  /** What stands between two tokens as a cursor of its own. */
  Tokens range(int first, int behind) {
    return new Tokens(list, lines, dialect, first, behind, home);
  }

  /** Exact text of one token. */
  String textOf(int index) {
    return list.text(index);
  }

  /** Exact text of the tokens from the first up to, without, the second index. */
  String text(int first, int behind) {
    return behind <= first ? "" : list.text().substring(list.start(first), list.end(behind - 1));
  }

  /** Exact text from this token to the cursor. */
  String textSince(int first) {
    return text(first, at);
  }

  /** Exact text of everything under this cursor, wherever it stands. */
  String text() {
    return text(from, end);
  }

  /** Exact text from the cursor to the end; passes behind it. */
  String rest() {
    String rest = text(at, end);
    at = end;
    return rest;
  }

  /** Place of the tokens from the first up to, without, the second index. */
  Span span(int first, int behind) {
    return lines.span(list.start(first), list.end(Math.max(first, behind - 1)));
  }

  /** A placeholder anywhere from the cursor on makes the text unreadable. */
  void refusePlaceholders() {
    for (int i = at; i < end; i++) {
      if (list.kind(i) == TokenKind.PLACEHOLDER || list.kind(i) == TokenKind.UNKNOWN) {
        at = i;
        throw unexpected("SQL");
      }
    }
  }

  /** The error to throw where something else was needed here. */
  UnexpectedToken unexpected(String expected) {
    if (at < end && list.kind(at) == TokenKind.PLACEHOLDER) {
      return new UnexpectedToken(Splitter.placeholderReason(list.text(at)));
    }
    String found = at < end ? quoted(at) : at < list.size() && inside() ? quoted(at) : "the end";
    return new UnexpectedToken("expected " + expected + ", found " + found);
  }

  /** Whether this cursor walks a bracketed part, so that its end is the closing bracket. */
  private boolean inside() {
    return list.isSymbol(at, ')');
  }

  private String quoted(int index) {
    String text = list.text(index);
    boolean whole = text.length() <= LONGEST_QUOTE;
    return "`" + (whole ? text : text.substring(0, LONGEST_QUOTE) + "…") + "`";
  }
}
