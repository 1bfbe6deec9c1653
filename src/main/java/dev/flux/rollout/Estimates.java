package dev.flux.rollout;

/** How long steps take, as far as that can be said without statistics of the tables. */
final class Estimates {
  private Estimates() {}

  /** A change of the catalog alone. */
  static String instant() {
    return "estimated under 100 ms once it has its lock: changes the catalog only";
  }

  /** One read of the table. */
  static String oneScan() {
    return "estimated 1 to 2 s per GB: reads the table once";
  }

  /** A concurrent index build. */
  static String twoScans() {
    return "estimated 10 to 30 s per GB: reads the table twice and sorts";
  }

  /** Rows changed in batches. */
  static String batches() {
    return "estimated 1 to 3 min per million rows: batches of 1,000 with pauses";
  }
}
