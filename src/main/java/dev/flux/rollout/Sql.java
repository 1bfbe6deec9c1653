package dev.flux.rollout;

/** Pieces of SQL that recipes share. */
final class Sql {
  private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '5s';";

  private Sql() {}

  /** Statements that take strong locks, for one transaction: they give up instead of queueing. */
  static String locking(String... statements) {
    return LOCK_TIMEOUT + "\n" + String.join("\n", statements);
  }
}
