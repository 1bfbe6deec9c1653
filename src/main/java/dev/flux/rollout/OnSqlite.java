package dev.flux.rollout;

import dev.flux.migration.Tool;
import dev.flux.rollout.Recipe.PlannedStep;

/** What steps on a file of SQLite say. */
final class OnSqlite {
  /** What every write of a file waits for. */
  static final String FILE = "the write lock of the database file";

  private OnSqlite() {}

  /** Writes of the file wait for an instant. */
  static StepDraft instant(StepDraft step) {
    return step.impact(FILE, "every write of the file, for an instant", Estimates.instant());
  }

  /** Writes of the file wait while every row of a table is written. */
  static StepDraft rewrite(StepDraft step) {
    return step.impact(FILE, "every write of the file, for one rewrite", Estimates.oneScan());
  }

  /** Whether the tool runs a step by itself: a new database has no other way to its schema. */
  static boolean runs(Tool tool, PlannedStep planned) {
    return planned.step().by(tool).kind() == planned.step().kind();
  }

  /** The version that does something, before what is old goes. */
  static PlannedStep deploy(Situation situation, String what) {
    return situation
        .step("deploy", "Deploy the version that " + what)
        .deploy()
        .worksWith("a version that " + what)
        .contract();
  }
}
