package dev.flux.rollout;

import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Collects what a step says; what is not said stays empty, and a step is transactional and
 * lossless.
 */
public final class StepDraft {
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
  private final String slug;
  private final String title;
  private Step.Kind kind = Step.Kind.MIGRATION;
  private String forward = "";
  private String rollback = "";
  private boolean transactional = true;
  private boolean lossless = true;
  private String loses = "";
  private String lock = "";
  private String blocks = "";
  private String duration = "";
  private String gate = "";
  private boolean afterDeploy;
  private String compatibility = "";
  private Optional<Step.Origin> origin = Optional.empty();
  private AuthorsWords words = AuthorsWords.NONE;
  private Optional<String> missing = Optional.empty();
  private Optional<Step.Awaited> awaited = Optional.empty();
  private final List<Step.Difference> differences = new ArrayList<>();

  StepDraft(String slug, String title) {
    this.slug = NO_WORD.matcher(slug).replaceAll("_").toLowerCase(Locale.ROOT);
    this.title = title;
  }

  /** Begins with all that a step says. */
  StepDraft(Step step) {
    slug = step.slug();
    title = step.title();
    kind = step.kind();
    forward = step.forward();
    rollback = step.rollback();
    transactional = step.transactional();
    lossless = step.lossless();
    loses = step.loses();
    lock = step.lock();
    blocks = step.blocks();
    duration = step.duration();
    gate = step.gate();
    afterDeploy = step.afterDeploy();
    compatibility = step.compatibility();
    origin = step.origin();
    words = step.words();
    missing = step.missing();
    awaited = step.awaited();
    differences.addAll(step.differences());
  }

  /** A deploy of the application instead of SQL. */
  public StepDraft deploy() {
    kind = Step.Kind.DEPLOY;
    return this;
  }

  /** A script that somebody runs, since the tool cannot. */
  public StepDraft script() {
    kind = Step.Kind.SCRIPT;
    return this;
  }

  /** Complete SQL there and back; the way back may be empty. */
  public StepDraft sql(String there, String back) {
    forward = there;
    rollback = back;
    return this;
  }

  /** Runs outside a transaction only. */
  public StepDraft outsideTransaction() {
    transactional = false;
    return this;
  }

  /** What cannot be brought back. */
  public StepDraft loses(String what) {
    lossless = false;
    loses = what;
    return this;
  }

  /** The strongest lock with its table, what waits for it, and how long that takes. */
  public StepDraft impact(String strongestLock, String whatWaits, String estimate) {
    lock = strongestLock;
    blocks = whatWaits;
    duration = estimate;
    return this;
  }

  /** What must be true before it runs. */
  public StepDraft gate(String condition) {
    gate = condition;
    return this;
  }

  /** What must be true before it runs, and becomes so by a deploy of the application. */
  public StepDraft deployGate(String condition) {
    gate = condition;
    afterDeploy = true;
    return this;
  }

  /** Waits for no deploy. */
  StepDraft ungated() {
    gate = afterDeploy ? "" : gate;
    afterDeploy = false;
    return this;
  }

  /** Which versions of the application work once it has run. */
  public StepDraft worksWith(String versions) {
    compatibility = versions;
    return this;
  }

  /** What only a human knows; such a step has no SQL until it is told. */
  public StepDraft waitsFor(String what) {
    missing = Optional.of(what);
    return this;
  }

  /**
   * A value that only a human knows; such a step has no SQL until it is told.
   *
   * @param sql statements that are left to a later migration; may be empty
   */
  public StepDraft awaits(MissingValue value, String sql) {
    missing = Optional.of(value.question());
    awaited = Optional.of(new Step.Awaited(value.name(), sql));
    return this;
  }

  /** The same for a step that needs what another asks for. */
  public StepDraft awaitsToo(Step.Awaited value) {
    missing = Optional.of("Waits for the value of `" + value.column() + "`.");
    awaited = Optional.of(value);
    return this;
  }

  /** In what the schema stays unlike that of the change. */
  public StepDraft differs(Step.Difference from) {
    differences.add(from);
    return this;
  }

  /** In what alone the schema stays unlike that of the change. */
  StepDraft differsOnly(List<Step.Difference> from) {
    differences.clear();
    differences.addAll(from);
    return this;
  }

  /** The statements that it leaves to a later migration, where it waits for a value. */
  StepDraft leaves(String sql) {
    awaited = awaited.map(value -> new Step.Awaited(value.column(), sql));
    return this;
  }

  /** The statement that it takes the place of. */
  public StepDraft from(Step.Origin statement) {
    origin = Optional.of(statement);
    return this;
  }

  /** The author's comments on that statement. */
  StepDraft words(AuthorsWords comments) {
    words = comments;
    return this;
  }

  /** The step, in the phase that adds what is new. */
  public Recipe.PlannedStep expand() {
    return in(Phase.Name.EXPAND);
  }

  /** The step, in the phase that adds what is new: it makes a copy of that table. */
  public Recipe.PlannedStep copying(ObjectName table) {
    return new Recipe.PlannedStep(Phase.Name.EXPAND, step(), false, Optional.of(table));
  }

  /** The step, in the phase that fills in rows. */
  public Recipe.PlannedStep backfill() {
    return in(Phase.Name.BACKFILL);
  }

  /** The step, in the phase that takes away what is old. */
  public Recipe.PlannedStep contract() {
    return in(Phase.Name.CONTRACT);
  }

  /** The step, behind all others, since it only cleans up. */
  public Recipe.PlannedStep lastly() {
    return new Recipe.PlannedStep(Phase.Name.CONTRACT, step(), true);
  }

  /** The step, in that phase. */
  public Recipe.PlannedStep in(Phase.Name phase) {
    return new Recipe.PlannedStep(phase, step());
  }

  /** The step. */
  Step step() {
    return new Step(
        kind,
        slug,
        title,
        forward,
        rollback,
        transactional,
        lossless,
        loses,
        lock,
        blocks,
        duration,
        gate,
        afterDeploy,
        compatibility,
        origin,
        words,
        missing,
        awaited,
        List.copyOf(differences));
  }
}
