package dev.flux.rollout.mysql;

import dev.flux.engine.Impact;
import dev.flux.engine.OnlineDdl;
import dev.flux.rollout.Estimates;
import dev.flux.rollout.Situation;
import dev.flux.rollout.StepDraft;
import dev.flux.schema.Catalog;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Steps that alter tables one after the other: each is told for the schema that it finds. */
public final class Alterations {
  private final Situation situation;
  private OnlineSql at;

  public Alterations(Situation situation) {
    this(situation, situation.before());
  }

  /** The same from another schema than the one that the statement finds. */
  Alterations(Situation situation, Catalog before) {
    this.situation = situation;
    this.at = new OnlineSql(before, situation.engine());
  }

  /** Where the steps so far have led. */
  OnlineSql at() {
    return at;
  }

  /** A step of one statement there and one back. */
  StepDraft step(String slug, String title, String there, String back) {
    return step(slug, title, List.of(there), List.of(back));
  }

  /**
   * A step in a file of its own, which gives up where it cannot have its lock.
   *
   * @param there complete statements with their semicolons
   * @param back the same; none where nothing goes back
   */
  public StepDraft step(String slug, String title, List<String> there, List<String> back) {
    String sql = String.join("\n", there);
    String forward = at.alone(there);
    Optional<Impact> impact = at.impact(sql);
    at = at.after(sql);
    StepDraft draft = situation.step(slug, title).sql(forward, at.alone(back));
    impact.ifPresent(known -> tell(draft, known));
    return draft.worksWith("every version that worked before");
  }

  /** What the step does, in words. */
  public static void tell(StepDraft draft, Impact impact) {
    tell(draft, impact, (rule, table) -> rule);
  }

  /**
   * The same.
   *
   * @param scaled makes a rule of thumb an estimate for the table, where its size is known
   */
  public static void tell(
      StepDraft draft, Impact impact, BiFunction<String, ObjectName, String> scaled) {
    OnlineDdl ddl = impact.online().orElseThrow();
    String duration =
        ddl.rewrites()
            ? Estimates.rewrite()
            : impact.builds().isEmpty() ? Estimates.instant() : Estimates.twoScans();
    draft.impact(
        "exclusive metadata lock on " + ddl.table(),
        ddl.concurrentWrites()
            ? "reads and writes, for an instant"
            : "writes, until it is done (" + ddl.algorithm() + ")",
        scaled.apply(duration, ddl.table()));
  }
}
