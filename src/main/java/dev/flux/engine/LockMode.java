package dev.flux.engine;

/**
 * Table lock modes of PostgreSQL, the weakest first (manual, 13.3.1 Table-Level Locks); other
 * engines are described with those that block the same.
 */
public enum LockMode {
  ACCESS_SHARE("ACCESS SHARE"),
  ROW_SHARE("ROW SHARE"),
  ROW_EXCLUSIVE("ROW EXCLUSIVE"),
  SHARE_UPDATE_EXCLUSIVE("SHARE UPDATE EXCLUSIVE"),
  SHARE("SHARE"),
  SHARE_ROW_EXCLUSIVE("SHARE ROW EXCLUSIVE"),
  EXCLUSIVE("EXCLUSIVE"),
  ACCESS_EXCLUSIVE("ACCESS EXCLUSIVE");

  private final String words;

  LockMode(String words) {
    this.words = words;
  }

  /** As the manual spells it. */
  public String words() {
    return words;
  }

  /** Whether a plain SELECT waits for it. */
  public boolean blocksReads() {
    return this == ACCESS_EXCLUSIVE;
  }

  /** Whether INSERT, UPDATE and DELETE wait for it. */
  public boolean blocksWrites() {
    return compareTo(SHARE) >= 0;
  }
}
