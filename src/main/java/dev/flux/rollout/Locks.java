package dev.flux.rollout;

import dev.flux.sql.ObjectName;

/** What steps say about their locks. */
final class Locks {
  private Locks() {}

  /** Reads and writes wait, for an instant. */
  static StepDraft instant(StepDraft step, ObjectName table) {
    return step.impact(
        "ACCESS EXCLUSIVE on " + table, "reads and writes, for an instant", Estimates.instant());
  }

  /** Writes of two tables wait, for an instant. */
  static StepDraft foreignKey(StepDraft step, ObjectName table, ObjectName parent) {
    return step.impact(
        "SHARE ROW EXCLUSIVE on " + table + " and " + parent,
        "writes, for an instant",
        Estimates.instant());
  }

  /** Reads and writes of two tables wait, for an instant. */
  static StepDraft foreignKeyDropped(StepDraft step, ObjectName table, ObjectName parent) {
    return step.impact(
        "ACCESS EXCLUSIVE on " + table + " and " + parent,
        "reads and writes, for an instant",
        Estimates.instant());
  }

  /** Nothing waits while the rows are read. */
  static StepDraft scan(StepDraft step, ObjectName table) {
    return step.impact("SHARE UPDATE EXCLUSIVE on " + table, "nothing", Estimates.oneScan());
  }

  /** Nothing waits while an index is built. */
  static StepDraft build(StepDraft step, ObjectName table) {
    return step.impact(
        "SHARE UPDATE EXCLUSIVE on " + table,
        "nothing; it waits for transactions that are open",
        Estimates.twoScans());
  }

  /** Writers of the same rows wait for a batch. */
  static StepDraft batches(StepDraft step, ObjectName table) {
    return step.impact(
        "ROW EXCLUSIVE on " + table,
        "writes of the same rows, for one batch of 1,000",
        Estimates.batches());
  }
}
