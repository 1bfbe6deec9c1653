package dev.flux.hazard;

import java.util.List;

/** Values that a rebuild on SQLite does not carry over, though their column stays. */
final class RebuildValues {
  private RebuildValues() {}

  /** What is found of them; rows that are numbered anew are less than values that are gone. */
  static List<Finding> lost(Hazard hazard, RebuiltTable rebuilt) {
    List<String> columns = rebuilt.columnsNotCopied();
    if (columns.isEmpty()) {
      return List.of();
    }
    boolean numbers = columns.stream().allMatch(rebuilt::isRowid);
    String named = Words.codes(columns);
    return rebuilt
        .clause()
        .finding(
            hazard,
            numbers ? Severity.WARNING : hazard.severity(),
            numbers
                ? "Rows of " + Words.code(rebuilt.name()) + " get other values of " + named
                : "Values of " + named + " are gone afterwards",
            "the copy leaves the column out, and the old table is dropped",
            "List every column in the INSERT and in its SELECT.");
  }
}
