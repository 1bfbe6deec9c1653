package dev.flux.sql;

/** Reads the value of a string literal. */
final class Literals {
  private Literals() {}

  /** What stands between the quotes, whatever their kind; escapes of the plain kind resolved. */
  static String value(String literal, Dialect dialect) {
    if (literal.startsWith("$")) {
      int tag = literal.indexOf('$', 1) + 1;
      return literal.substring(tag, literal.length() - tag);
    }
    char quote = literal.charAt(literal.length() - 1);
    int open = literal.indexOf(quote);
    String inner = literal.substring(open + 1, literal.length() - 1);
    boolean escapes =
        dialect == Dialect.MYSQL
            || dialect == Dialect.MARIADB
            || literal.startsWith("E")
            || literal.startsWith("e");
    String doubled = String.valueOf(quote).repeat(2);
    String plain = inner.contains(doubled) ? inner.replace(doubled, "" + quote) : inner;
    return escapes && plain.indexOf('\\') >= 0 ? unescape(plain) : plain;
  }

  private static String unescape(String text) {
    StringBuilder value = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      boolean escape = text.charAt(i) == '\\' && i + 1 < text.length();
      value.append(escape ? escaped(text.charAt(i + 1)) : text.charAt(i));
      i += escape ? 2 : 1;
    }
    return value.toString();
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      default -> c;
    };
  }
}
