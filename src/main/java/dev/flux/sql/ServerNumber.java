package dev.flux.sql;

/**
 * Which conditional comments a server runs as SQL. MySQL runs {@code /*!NNNNN} up to its own
 * version, and never {@code /*M!}; MariaDB passes over the numbers that only MySQL has, {@code
 * 50700} to {@code 99999}, unless an {@code M} says that MariaDB is meant. Sources: MySQL 8.0
 * manual, 11.7 Comments; MariaDB documentation, Comment Syntax; both measured.
 *
 * @param dialect of MySQL or MariaDB; others have no such comments
 * @param number {@code 80033} for 8.0.33, {@code 110405} for 11.4.5
 */
public record ServerNumber(Dialect dialect, int number) {
  private static final int NEWEST = 999_998;
  private static final int SHORTEST = 5;
  private static final int LONGEST = 6;
  private static final int FIRST_OF_MYSQL_ALONE = 50_700;
  private static final int LAST_OF_MYSQL_ALONE = 99_999;

  /** A server newer than all that conditional comments ask for. */
  public static ServerNumber newest(Dialect dialect) {
    return new ServerNumber(dialect, dialect == Dialect.MARIADB ? NEWEST : LAST_OF_MYSQL_ALONE);
  }

  /** Whether the comment that opens at a place, with {@code /*!} or {@code /*M!}, is run. */
  boolean runs(String text, int open) {
    boolean forMariadb = text.charAt(open + 2) == 'M';
    if (forMariadb && dialect != Dialect.MARIADB) {
      return false;
    }
    int from = open + (forMariadb ? 4 : 3);
    int to = numberEnd(text, from);
    if (to == from) {
      return true;
    }
    int asked = Integer.parseInt(text.substring(from, to));
    boolean mysqlAlone =
        dialect == Dialect.MARIADB
            && !forMariadb
            && asked >= FIRST_OF_MYSQL_ALONE
            && asked <= LAST_OF_MYSQL_ALONE;
    return asked <= number && !mysqlAlone;
  }

  /** Behind the number that begins at a place; fewer than five digits are none. */
  static int numberEnd(String text, int from) {
    int to = from;
    while (to < text.length() && to < from + LONGEST && Character.digit(text.charAt(to), 10) >= 0) {
      to++;
    }
    return to < from + SHORTEST ? from : to;
  }

  /** Behind a comment that is not run; one comment may stand inside it. Negative: it never ends. */
  static int passedOver(String text, int open) {
    int close = text.indexOf("*/", open + 2);
    int inner = text.indexOf("/*", open + 2);
    if (inner >= 0 && inner < close) {
      close = text.indexOf("*/", close + 2);
    }
    return close < 0 ? -1 : close + 2;
  }
}
