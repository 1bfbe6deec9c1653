package dev.flux.sql;

import static dev.flux.sql.TokenKind.CLIENT_COMMAND;
import static dev.flux.sql.TokenKind.CONDITIONAL_CLOSE;
import static dev.flux.sql.TokenKind.CONDITIONAL_OPEN;
import static dev.flux.sql.TokenKind.NUMBER;
import static dev.flux.sql.TokenKind.OPERATOR;
import static dev.flux.sql.TokenKind.PARAMETER;
import static dev.flux.sql.TokenKind.PLACEHOLDER;
import static dev.flux.sql.TokenKind.QUOTED;
import static dev.flux.sql.TokenKind.SEPARATOR;
import static dev.flux.sql.TokenKind.STRING;
import static dev.flux.sql.TokenKind.SYMBOL;
import static dev.flux.sql.TokenKind.UNKNOWN;
import static dev.flux.sql.TokenKind.UNTERMINATED;
import static dev.flux.sql.TokenKind.WORD;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads one token after another, in one pass and without going back. Sources: PostgreSQL manual
 * section 4.1, MySQL manual chapter 9, SQLite "SQL As Understood By SQLite".
 */
final class Tokenizer {
  /** A longer one is taken for two braces that mean something else. */
  private static final int LONGEST_PLACEHOLDER = 2_000;

  private final String text;
  private final int end;
  private final boolean postgres;
  private final boolean mysql;
  private final boolean sqlite;
  private final ServerNumber server;
  private final TokenList tokens;
  private final List<int[]> comments = new ArrayList<>();
  private String delimiter = ";";
  private int conditionalComments;
  private int at;

  Tokenizer(String text, int start, int end, ServerNumber server) {
    Dialect dialect = server.dialect();
    this.server = server;
    this.text = text;
    this.at = start;
    this.end = end;
    this.postgres = dialect == Dialect.POSTGRESQL;
    this.sqlite = dialect == Dialect.SQLITE;
    this.mysql = dialect == Dialect.MYSQL || dialect == Dialect.MARIADB;
    this.tokens = new TokenList(text, (end - start) / 6);
  }

  TokenList tokens() {
    return tokens;
  }

  /** Start and end of every comment so far. */
  List<int[]> comments() {
    return comments;
  }

  /** Adds the next token to the list. Returns false at the end of the section. */
  boolean next() {
    while (at < end) {
      char c = text.charAt(at);
      if (c <= ' ' || c == '\uFEFF') {
        at++;
      } else if (!comment(c)) {
        token(c);
        return true;
      } else if (tokens.size() > 0 && tokens.kind(tokens.size() - 1) == UNTERMINATED) {
        return true;
      }
    }
    return false;
  }

  /** Takes the rest of this line for a new delimiter, as the command DELIMITER of mysql does. */
  void takeDelimiter() {
    int lineEnd = lineEnd(at);
    String found = text.substring(at, lineEnd).strip();
    if (!found.isEmpty()) {
      delimiter = found;
    }
    at = lineEnd;
  }

  /**
   * Passes over the rows that follow COPY … FROM STDIN, up to the line {@code \.} or the end.
   * Returns where they end.
   */
  int skipCopiedRows() {
    int line = lineEnd(at);
    while (line < end) {
      int start = line + 1;
      line = lineEnd(start);
      if (text.startsWith("\\.", start) && text.substring(start, line).strip().equals("\\.")) {
        break;
      }
    }
    at = Math.min(line, end);
    return at;
  }

  /** Whether only white space stands between the last token and the end of its line. */
  boolean atLineEnd() {
    return text.substring(at, lineEnd(at)).isBlank();
  }

  private boolean comment(char c) {
    if (c == '-' && follows('-') && (!mysql || at + 2 >= end || text.charAt(at + 2) <= ' ')) {
      return lineComment();
    }
    if (c == '#' && mysql) {
      return lineComment();
    }
    if (c == '\\' && postgres && ClientCommand.onlyShows(text.substring(at, lineEnd(at)))) {
      return lineComment();
    }
    if (c != '/' || !follows('*')) {
      return false;
    }
    boolean conditional = conditional();
    if (conditional && server.runs(text, at)) {
      return false;
    }
    int close = commentEnd(conditional);
    if (close < at + 4 || close > end) {
      add(UNTERMINATED, end);
    } else {
      comments.add(new int[] {at, close});
      at = close;
    }
    return true;
  }

  private boolean lineComment() {
    int close = lineEnd(at);
    comments.add(new int[] {at, close});
    at = close;
    return true;
  }

  private boolean conditional() {
    return mysql && (text.startsWith("!", at + 2) || text.startsWith("M!", at + 2));
  }

  private int commentEnd(boolean conditional) {
    if (conditional) {
      return ServerNumber.passedOver(text, at);
    }
    return postgres ? nestedCommentEnd() : text.indexOf("*/", at + 2) + 2;
  }

  private int nestedCommentEnd() {
    int depth = 0;
    for (int i = at; i + 1 < end; i++) {
      if (text.charAt(i) == '/' && text.charAt(i + 1) == '*') {
        depth++;
        i++;
      } else if (text.charAt(i) == '*' && text.charAt(i + 1) == '/') {
        depth--;
        i++;
        if (depth == 0) {
          return i + 1;
        }
      }
    }
    return -1;
  }

  private void token(char c) {
    if (text.startsWith(delimiter, at) && at + delimiter.length() <= end) {
      add(SEPARATOR, at + delimiter.length());
    } else if (isNameStart(c)) {
      word(c);
    } else if ((c >= '0' && c <= '9')
        || (c == '.' && at + 1 < end && isDigit(text.charAt(at + 1)))) {
      number();
    } else if (c == '\'') {
      quoted(STRING, '\'', at, mysql);
    } else if (c == '"') {
      quoted(mysql ? STRING : QUOTED, '"', at, mysql);
    } else if (c == '`' && !postgres) {
      quoted(QUOTED, '`', at, false);
    } else if (c == '[' && sqlite) {
      quoted(QUOTED, ']', at, false);
    } else if (c == '{' || (c == '$' && follows('{'))) {
      placeholder(c);
    } else if (c == '$') {
      dollar();
    } else if ((c == '\\' && postgres)
        || (c == '.' && sqlite && ClientCommand.ofSqlite(text, at))) {
      add(CLIENT_COMMAND, lineEnd(at));
    } else {
      symbol(c);
    }
  }

  private void symbol(char c) {
    if (c == '/' && follows('*')) {
      conditionalOpen();
    } else if (c == '*' && follows('/') && conditionalComments > 0) {
      conditionalComments--;
      add(CONDITIONAL_CLOSE, at + 2);
    } else if ("()[],.;".indexOf(c) >= 0) {
      add(SYMBOL, at + 1);
    } else if ((c == '@' && mysql) || (c == '?' && !postgres)) {
      parameter();
    } else if (c == ':' && at + 1 < end && isNameStart(text.charAt(at + 1))) {
      parameter();
    } else if ("+-*/<>=~!@#%^&|?:".indexOf(c) >= 0 || c == '`') {
      operator();
    } else {
      add(UNKNOWN, at + Character.charCount(text.codePointAt(at)));
    }
  }

  private void conditionalOpen() {
    int sign = at + (text.charAt(at + 2) == 'M' ? 4 : 3);
    conditionalComments++;
    add(CONDITIONAL_OPEN, ServerNumber.numberEnd(text, sign));
  }

  private void word(char first) {
    int i = at + 1;
    while (i < end && isNamePart(text.charAt(i)) && !delimiterAt(i)) {
      i++;
    }
    if (i < end && text.charAt(i) == '\'' && i == at + 1 && "eEbBxXnN".indexOf(first) >= 0) {
      quoted(STRING, '\'', i, mysql || first == 'e' || first == 'E');
    } else if (postgres && i == at + 1 && (first == 'u' || first == 'U') && unicodeQuote(i)) {
      quoted(text.charAt(i + 1) == '"' ? UNKNOWN : STRING, text.charAt(i + 1), i + 1, false);
    } else {
      add(WORD, i);
    }
  }

  /** A delimiter such as {@code $$} may follow a word directly. */
  private boolean delimiterAt(int i) {
    return mysql && text.charAt(i) == delimiter.charAt(0) && text.startsWith(delimiter, i);
  }

  private boolean unicodeQuote(int i) {
    return text.startsWith("&'", i) || text.startsWith("&\"", i);
  }

  private void number() {
    int i = at;
    boolean digitsOnly = true;
    while (i < end) {
      char c = text.charAt(i);
      boolean sign = (c == '+' || c == '-') && "eE".indexOf(text.charAt(i - 1)) >= 0 && i > at;
      if ((sign && !text.startsWith("0x", at)) || c == '.') {
        digitsOnly = false;
      } else if (!isNamePart(c)) {
        break;
      }
      i++;
    }
    boolean name = mysql && digitsOnly && !isNumber(text, at, i);
    add(name ? WORD : NUMBER, i);
  }

  private static boolean isNumber(String text, int from, int to) {
    if (text.startsWith("0x", from) || text.startsWith("0b", from)) {
      return true;
    }
    for (int i = from; i < to; i++) {
      if (!isDigit(text.charAt(i)) && "eE".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** A quoted stretch that opens at {@code open}; a doubled quote stands for itself. */
  private void quoted(TokenKind kind, char quote, int open, boolean backslash) {
    if (kind == QUOTED && quotedPlaceholder(quote)) {
      return;
    }
    for (int i = open + 1; i < end; i++) {
      char c = text.charAt(i);
      if (c == '\\' && backslash) {
        i++;
      } else if (c == quote) {
        if (i + 1 < end && text.charAt(i + 1) == quote && quote != ']') {
          i++;
        } else {
          add(kind, i + 1);
          return;
        }
      }
    }
    add(UNTERMINATED, end);
  }

  /** A placeholder may hold the very quote that it stands in: {@code "{{ option "schema" }}"}. */
  private boolean quotedPlaceholder(char quote) {
    if (!text.startsWith("{{", at + 1)) {
      return false;
    }
    int close = text.indexOf("}}", at + 3);
    boolean found = close > 0 && close + 2 < end && close - at <= LONGEST_PLACEHOLDER;
    if (!found || text.charAt(close + 2) != quote) {
      return false;
    }
    add(QUOTED, close + 3);
    return true;
  }

  private void placeholder(char c) {
    boolean braces = c == '{' && (follows('{') || follows('%'));
    if (!braces && c == '{') {
      add(UNKNOWN, at + 1);
      return;
    }
    String close = c == '$' ? "}" : text.charAt(at + 1) == '%' ? "%}" : "}}";
    int found = text.indexOf(close, at + 2);
    if (found < 0 || found + close.length() > end || found - at > LONGEST_PLACEHOLDER) {
      add(UNKNOWN, at + 1);
    } else {
      boolean schema = c != '{' || follows('{');
      add(
          schema && nameFollows(found + close.length()) ? QUOTED : PLACEHOLDER,
          found + close.length());
    }
  }

  /** Whether a dot and a name stand here, so that what is in front can only be a schema. */
  private boolean nameFollows(int dot) {
    return dot + 1 < end
        && text.charAt(dot) == '.'
        && (isNameStart(text.charAt(dot + 1)) || "\"`[".indexOf(text.charAt(dot + 1)) >= 0);
  }

  private void dollar() {
    int i = at + 1;
    if ((i < end && isDigit(text.charAt(i))) || sqlite) {
      parameter();
      return;
    }
    while (i < end && isNamePart(text.charAt(i)) && text.charAt(i) != '$') {
      i++;
    }
    if (!postgres || i >= end || text.charAt(i) != '$') {
      add(UNKNOWN, at + 1);
      return;
    }
    String tag = text.substring(at, i + 1);
    int close = text.indexOf(tag, i + 1);
    if (close < 0 || close + tag.length() > end) {
      add(UNTERMINATED, end);
    } else {
      add(STRING, close + tag.length());
    }
  }

  private void parameter() {
    int i = at + 1;
    while (i < end && (isNamePart(text.charAt(i)) || text.charAt(i) == '@')) {
      i++;
    }
    add(PARAMETER, i);
  }

  /** PostgreSQL manual 4.1.3: a longer operator ends in + or - only beside certain others. */
  private void operator() {
    int i = at + 1;
    char first = text.charAt(at);
    if (first == ':') {
      add(OPERATOR, i < end && (text.charAt(i) == ':' || text.charAt(i) == '=') ? i + 1 : i);
      return;
    }
    while (i < end && "+-*/<>=~!@#%^&|?`".indexOf(text.charAt(i)) >= 0 && !endsOperator(i)) {
      i++;
    }
    while (i > at + 1 && "+-".indexOf(text.charAt(i - 1)) >= 0 && !hasSpecial(at, i)) {
      i--;
    }
    add(OPERATOR, i);
  }

  private boolean endsOperator(int i) {
    return text.startsWith("--", i)
        || text.startsWith("/*", i)
        || (conditionalComments > 0 && text.startsWith("*/", i))
        || (!postgres && "?@#`".indexOf(text.charAt(i)) >= 0);
  }

  private boolean hasSpecial(int from, int to) {
    for (int i = from; i < to; i++) {
      if ("~!@#%^&|`?".indexOf(text.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private void add(TokenKind kind, int to) {
    int stop = Math.min(to, end);
    tokens.add(kind, at, stop);
    at = stop;
  }

  private boolean follows(char c) {
    return at + 1 < end && text.charAt(at + 1) == c;
  }

  private int lineEnd(int from) {
    int found = text.indexOf('\n', from);
    return found < 0 || found > end ? end : found;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c) || c == '$';
  }
}
