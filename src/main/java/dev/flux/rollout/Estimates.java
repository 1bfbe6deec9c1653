package dev.flux.rollout;

import dev.flux.hazard.TableSizes;
import dev.flux.sql.ObjectName;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** How long steps take: by rule of thumb, and on a table of known size in seconds. */
public final class Estimates {
  private Estimates() {}

  /** A change of the catalog alone. */
  public static String instant() {
    return "estimated under 100 ms once it has its lock: changes the catalog only";
  }

  /** One read of the table. */
  public static String oneScan() {
    return "estimated 1 to 2 s per GB: reads the table once";
  }

  /** A concurrent index build. */
  public static String twoScans() {
    return "estimated 10 to 30 s per GB: reads the table twice and sorts";
  }

  /** A table written anew in place. */
  public static String rewrite() {
    return "estimated 20 to 60 s per GB: writes every row anew in place";
  }

  /** Rows changed in batches. */
  public static String batches() {
    return "estimated 1 to 3 min per million rows: batches of 1,000 with pauses";
  }

  /**
   * The estimate for a table of known size; empty where the size says nothing about it.
   *
   * @param rule one of the estimates above
   */
  public static Optional<String> scaled(String rule, TableSizes.Known known, ObjectName table) {
    if (rule.equals(oneScan())) {
      return perGigabyte(known.size().bytes(), 1, 2).map(time -> told(time, rule, known, table));
    }
    if (rule.equals(twoScans())) {
      return perGigabyte(known.size().bytes(), 10, 30).map(time -> told(time, rule, known, table));
    }
    if (rule.equals(rewrite())) {
      return perGigabyte(known.size().bytes(), 20, 60).map(time -> told(time, rule, known, table));
    }
    OptionalLong rows = known.size().rows();
    return rule.equals(batches()) && rows.isPresent()
        ? Optional.of(told(between(rows.getAsLong() / 1e6, 60, 180), rule, known, table))
        : Optional.empty();
  }

  private static Optional<String> perGigabyte(OptionalLong bytes, int least, int most) {
    return bytes.isPresent()
        ? Optional.of(between(bytes.getAsLong() / (double) (1 << 30), least, most))
        : Optional.empty();
  }

  private static String between(double amount, int least, int most) {
    double to = amount * most;
    if (to < 1) {
      return "under 1 s";
    }
    return to < 120
        ? String.format(Locale.ROOT, "%.0f to %.0f s", amount * least, to)
        : String.format(Locale.ROOT, "%.0f to %.0f min", amount * least / 60, to / 60);
  }

  private static String told(String time, String rule, TableSizes.Known known, ObjectName table) {
    String basis = rule.substring(rule.indexOf(": ") + 2);
    return "estimated " + time + ": " + basis + "; `" + table + "` holds " + known.words();
  }
}
