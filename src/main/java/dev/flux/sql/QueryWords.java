package dev.flux.sql;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;

/**
 * Words of a query that are names to the server though JSqlParser reserves them or takes them for
 * types; which ones was found by asking servers and parser for every word that either knows.
 */
final class QueryWords {
  /** To PostgreSQL and SQLite names wherever they stand, to MySQL where an operand does. */
  private static final Set<String> NAMES =
      Set.of(
          "absent",
          "csv",
          "errors",
          "excludes",
          "extend",
          "final",
          "force",
          "import",
          "includes",
          "minus",
          "output",
          "pivot",
          "preferring",
          "prewhere",
          "prior",
          "returns",
          "sample",
          "script",
          "semi",
          "settings",
          "statement",
          "unpivot",
          "use",
          "verify",
          "xor");

  /** Types of PostgreSQL that are columns as well, wherever no type can stand. */
  private static final Set<String> TYPES =
      Set.of(
          "bigint",
          "blob",
          "bool",
          "bytea",
          "decimal",
          "double",
          "enum",
          "float",
          "int",
          "integer",
          "map",
          "number",
          "numeric",
          "nvarchar",
          "real",
          "short",
          "smallint",
          "timetz",
          "tinyint",
          "uuid",
          "varchar");

  /** Types that are words of the parser's grammar; it takes no other such word for a type. */
  private static final Set<String> KNOWN_TYPES =
      Set.of("binary", "bit", "boolean", "char", "character", "interval", "json", "name", "xml");

  /** Every word of the parser's grammar. */
  private static final Set<String> GRAMMAR =
      Arrays.stream(CCJSqlParserConstants.tokenImage)
          .map(image -> image.replaceAll("[\"<>]", "").replaceFirst("^K_", ""))
          .map(QueryWords::lower)
          .collect(Collectors.toUnmodifiableSet());

  /** Names where an operand or a relation is expected, unless the engine reserves them. */
  private static final Set<String> OPERANDS =
      Set.of(
          "bool",
          "connect_by_root",
          "current",
          "enum",
          "fbv",
          "file",
          "full",
          "ilike",
          "nocycle",
          "number",
          "only",
          "precision",
          "qualify",
          "returning",
          "tablesample",
          "unbounded",
          "unknown",
          "varying",
          "window",
          "xmlserialize");

  /** Units of time, which the parser takes no column for. */
  private static final Set<String> UNITS =
      Set.of(
          "century",
          "day",
          "decade",
          "hour",
          "microsecond",
          "millisecond",
          "minute",
          "month",
          "nanosecond",
          "quarter",
          "second",
          "week",
          "year");

  /** The same on SQLite, whose parser falls back to names ("SQLite Keywords"). */
  private static final Set<String> FALLING_BACK =
      Set.of("cross", "glob", "inner", "like", "match", "natural", "offset", "outer", "regexp");

  /** Behind these comes an operand, a relation or an alias. */
  private static final Set<String> BEFORE_OPERAND =
      Set.of(
          "all",
          "and",
          "as",
          "between",
          "by",
          "case",
          "distinct",
          "else",
          "from",
          "having",
          "into",
          "join",
          "on",
          "or",
          "select",
          "set",
          "then",
          "update",
          "when",
          "where");

  /** Behind CURRENT and UNBOUNDED where they say which rows of a window are meant. */
  private static final Set<String> OF_WINDOW = Set.of("row", "of", "preceding", "following");

  private QueryWords() {}

  /** Whether the word under the cursor is a name that the parser knows only in quotes. */
  static boolean isName(Tokens tokens) {
    if (!tokens.is(TokenKind.WORD) || tokens.isAheadSymbol(1, '(')) {
      return false;
    }
    int at = tokens.at();
    String word = lower(tokens.textOf(at));
    if (tokens.postgres() && isOwnType(tokens, word)) {
      return true;
    }
    if (at > tokens.first() && tokens.list().isSymbol(at - 1, '.')) {
      return NAMES.contains(word)
          || OPERANDS.contains(word)
          || ReservedWords.contains(word, tokens.dialect());
    }
    return isAlias(tokens, word)
        || (!tokens.mysql() && NAMES.contains(word))
        || (tokens.postgres() && TYPES.contains(word) && !typeStands(tokens))
        || (falls(word, tokens.dialect()) && operandStands(tokens))
        || (UNITS.contains(word) && !unitStands(tokens) && operandStands(tokens));
  }

  /** In {@code EXTRACT(day FROM …)}, and in functions of MySQL such as {@code TIMESTAMPDIFF}. */
  private static boolean unitStands(Tokens tokens) {
    return tokens.isAhead(1, "FROM") || (tokens.mysql() && tokens.isAheadSymbol(1, ','));
  }

  /** Behind {@code ::}, whether or not its schema is said. */
  private static boolean isOwnType(Tokens tokens, String word) {
    TokenList list = tokens.list();
    int at = tokens.at();
    boolean qualified = at - 2 > tokens.first() && list.isSymbol(at - 1, '.');
    int cast = qualified ? at - 3 : at - 1;
    return cast >= tokens.first()
        && list.isOperator(cast, "::")
        && GRAMMAR.contains(word)
        && !KNOWN_TYPES.contains(word);
  }

  private static boolean falls(String word, Dialect dialect) {
    boolean known = NAMES.contains(word) || OPERANDS.contains(word);
    return dialect == Dialect.SQLITE
        ? known || FALLING_BACK.contains(word)
        : known && !ReservedWords.contains(word, dialect);
  }

  /** Behind AS any word names what stands in front of it (PostgreSQL, "Column Labels"). */
  private static boolean isAlias(Tokens tokens, String word) {
    int at = tokens.at();
    return tokens.postgres()
        && at > tokens.first()
        && tokens.list().isWord(at - 1, "AS")
        && ReservedWords.contains(word, Dialect.POSTGRESQL)
        && !tokens.isAhead(1, "MATERIALIZED");
  }

  private static boolean operandStands(Tokens tokens) {
    int at = tokens.at();
    TokenList list = tokens.list();
    if (at == tokens.first()
        || (at + 1 < tokens.end() && OF_WINDOW.contains(lower(list.text(at + 1))))) {
      return false;
    }
    return list.isSymbol(at - 1, ',')
        || list.isSymbol(at - 1, '(')
        || list.kind(at - 1) == TokenKind.OPERATOR
        || (list.kind(at - 1) == TokenKind.WORD
            && BEFORE_OPERAND.contains(lower(list.text(at - 1))));
  }

  /** Behind {@code ::}, AS or a name, or in front of a literal, the word is a type. */
  private static boolean typeStands(Tokens tokens) {
    int at = tokens.at();
    TokenList list = tokens.list();
    if (at == 0) {
      return false;
    }
    if (list.isOperator(at - 1, "::") || list.isWord(at - 1, "AS")) {
      return true;
    }
    boolean name = list.kind(at - 1) == TokenKind.QUOTED || behindName(list, at);
    return name || (at + 1 < tokens.end() && list.kind(at + 1) == TokenKind.STRING);
  }

  private static boolean behindName(TokenList list, int at) {
    return list.kind(at - 1) == TokenKind.WORD
        && !list.isWord(at - 1, "SET")
        && !list.isWord(at - 1, "BY")
        && !ReservedWords.contains(list.text(at - 1), Dialect.POSTGRESQL);
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }
}
