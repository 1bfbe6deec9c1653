package dev.flux.rollout;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pieces of SQL that recipes share. */
public final class Sql {
  /** Gives up instead of queueing, and everybody behind it, when a lock is not free. */
  static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '5s';";

  private static final String SESSION_LOCK_TIMEOUT = "SET lock_timeout = '5s';";

  /** What begins statements for one transaction. */
  private static final Pattern OF_TRANSACTION =
      Pattern.compile("^(SET) LOCAL (lock_timeout = '5s';)", Pattern.CASE_INSENSITIVE);

  /** What begins statements that wait for locks. */
  private static final Pattern TIMEOUT =
      Pattern.compile(
          "^SET (?:LOCAL |SESSION )?lock_(?:wait_)?timeout = [^;]*;\\n", Pattern.CASE_INSENSITIVE);

  private Sql() {}

  /** A comment before a statement whose hazard the step's gate has made harmless. */
  public static String allow(String hazard, String reason) {
    return "-- flux: allow " + hazard + " because " + reason + "\n";
  }

  /** What goes before DROP COLUMN, once all versions read what took the column's place, if any. */
  public static String allowDropColumn(Set<String> hazards) {
    boolean replaced = hazards.contains("expand-and-contract-together");
    return allow(
        "drop-column" + (replaced ? ", expand-and-contract-together" : ""),
        "no running version uses it any more");
  }

  /** What goes before a statement that adds a column which takes the place of another. */
  static String allowType(String type) {
    return type.equalsIgnoreCase("json")
        ? allow("json-instead-of-jsonb", "the column whose place it takes is to have this type")
        : "";
  }

  /** What goes before a statement that makes a column an identity, where that takes no value. */
  static String allowIdentity(String clause, String reason) {
    boolean always = clause.toUpperCase(Locale.ROOT).matches("GENERATED\\s+ALWAYS\\b.*");
    return always ? allow("identity-always", reason) : "";
  }

  /** Statements that take strong locks, for one transaction: they give up instead of queueing. */
  static String locking(String... statements) {
    return locking(List.of(statements));
  }

  /** Statements that take strong locks, for one transaction: they give up instead of queueing. */
  static String locking(List<String> statements) {
    return LOCK_TIMEOUT + "\n" + String.join("\n", statements);
  }

  /** The same statements behind others, which set the timeout for all of a transaction. */
  static String withoutTimeout(String sql) {
    return sql.startsWith(LOCK_TIMEOUT + "\n") ? sql.substring(LOCK_TIMEOUT.length() + 1) : sql;
  }

  /** The same statements with comments on the first of them. */
  static String behindTimeout(String sql, String comments) {
    Matcher timeout = TIMEOUT.matcher(sql);
    int first = timeout.find() ? timeout.end() : 0;
    return sql.substring(0, first) + comments + sql.substring(first);
  }

  /** The same statements where no transaction is around them, in which SET LOCAL does nothing. */
  static String outsideTransaction(String sql) {
    Matcher local = OF_TRANSACTION.matcher(sql);
    if (!local.find()) {
      return sql;
    }
    String reset = local.group(1).equals("SET") ? "RESET" : "reset";
    return local.replaceFirst("$1 $2") + "\n" + reset + " lock_timeout;";
  }

  /** The same for one statement that stands outside a transaction. */
  static String lockingAlone(String statement) {
    return SESSION_LOCK_TIMEOUT + "\n" + statement + "\nRESET lock_timeout;";
  }
}
