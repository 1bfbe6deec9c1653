package dev.flux.shadow;

import dev.flux.engine.Engine;
import dev.flux.engine.EngineVersion;
import dev.flux.hazard.Examination;
import dev.flux.hazard.ExaminedMigration;
import dev.flux.hazard.ExaminedStatement;
import dev.flux.migration.Migration;
import dev.flux.rollout.Rollout;
import dev.flux.rollout.Step;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One proof: the history, the change as it is, and its rollout in a copy, forward, back and
 * forward.
 */
final class Rehearsal {
  private static final int MOST_LEFT_OUT = 3;
  private static final String FILLED =
      "The change itself fails on tables that hold rows; the rollout does not.";
  private static final String EMPTY =
      "The change takes no sample row, so that it was tried on empty tables.";

  private final Sandbox sandbox;
  private final Examination examination;
  private final Dialect dialect;
  private final Course course;
  private final List<String> notes = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private boolean apart;

  Rehearsal(Sandbox sandbox, Examination examination, Rollout rollout) {
    this.sandbox = sandbox;
    this.examination = examination;
    this.dialect = examination.change().engine().dialect();
    this.course = Course.of(rollout, examination);
    rollout.steps().stream()
        .filter(Step::isOfShell)
        .map(step -> "Not run, since the migration behind it does the same: " + step.title() + ".")
        .forEach(notes::add);
  }

  /**
   * The change as it is, on a database with rows and on one without.
   *
   * @param populated where the rollout begins
   * @param changed where the change has run; empty where the server does not take it at all, so
   *     that its rollout alone can be tried
   * @param comparable columns whose rows must be the same after the rollout: table, column, digest;
   *     none where the change itself does not run on rows
   */
  private record Original(
      SandboxDatabase populated,
      Optional<SandboxDatabase> changed,
      List<Measured> measured,
      SortedMap<String, SortedMap<String, String>> comparable) {

    /** The same where a part of the rollout is not written yet, so that it ends otherwise. */
    Original unlike() {
      return new Original(populated, Optional.empty(), measured, new TreeMap<>());
    }
  }

  Proof prove() throws Unprovable {
    SandboxDatabase history = sandbox.create();
    replay(history);
    Original original = original(history);
    noteVersion();
    if (!course.isEmpty()) {
      Original end = course.waiting().isEmpty() ? original : original.unlike();
      try {
        tried(end.populated(), end);
      } catch (StepFailed failed) {
        // What rows refuse to the change they may refuse to a statement of the rollout as well.
        if (failed.proof().statement().isEmpty() || !notes.remove(FILLED)) {
          return failed.proof();
        }
        try {
          notes.add(EMPTY);
          tried(history.copy(), end);
        } catch (StepFailed again) {
          return again.proof();
        }
      }
    }
    return new Proof.Proven(
        sandbox.server(),
        course.steps().size(),
        original.changed().isPresent(),
        course.waiting(),
        course.differences().stream().map(Step.Difference::sentence).toList(),
        original.measured(),
        notes);
  }

  private void tried(SandboxDatabase begin, Original end) throws StepFailed, Unprovable {
    new Trial(sandbox.server(), course, dialect, isOlder())
        .run(begin, end.changed(), end.comparable(), notes);
  }

  private boolean isOlder() {
    String server = sandbox.server();
    return EngineVersion.parse(server.substring(server.lastIndexOf(' ') + 1))
        .filter(version -> !version.atLeast(examination.change().engine().version().major()))
        .isPresent();
  }

  private void noteVersion() {
    Engine engine = examination.change().engine();
    String major = Integer.toString(engine.version().major());
    if (!sandbox.server().startsWith(engine.dialect().title() + " " + major)) {
      notes.add("The change is for " + engine.dialect().title() + " " + engine.version() + ".");
    }
  }

  private void replay(SandboxDatabase history) throws Unprovable {
    for (Migration migration : examination.change().history()) {
      for (StatementFailed refused : history.replay(Run.of(migration, dialect))) {
        leftOut.add(migration.path() + ": " + refused.getMessage());
      }
    }
    if (!leftOut.isEmpty()) {
      notes.add(leftOut());
    }
  }

  private String leftOut() {
    int more = leftOut.size() - MOST_LEFT_OUT;
    return "Left out of the history, since the server refuses it: "
        + String.join("; ", leftOut.subList(0, Math.min(MOST_LEFT_OUT, leftOut.size())))
        + (more > 0 ? "; and " + more + " more" : "")
        + ".";
  }

  /** On rows that it takes; on empty tables, where it takes none. */
  private Original original(SandboxDatabase history) throws Unprovable {
    StatementFailed.Kind last = StatementFailed.Kind.ROWS;
    for (Samples samples : Samples.values()) {
      SandboxDatabase populated = history.copy();
      Map<String, String> bare = populated.fill(samples, touched());
      SandboxDatabase changed = populated.copy();
      try {
        List<Measured> measured = change(changed);
        noteBare(bare);
        return new Original(
            populated, Optional.of(changed), measured, comparable(populated, changed));
      } catch (StatementFailed failed) {
        last = failed.kind();
        changed.drop();
        if (samples == Samples.PLAIN
            && last == StatementFailed.Kind.MISSING_VALUE
            && course.changesRows()) {
          notes.add(FILLED);
          noteBare(bare);
          return onEmptyTables(history, populated);
        }
        populated.drop();
        if (last == StatementFailed.Kind.TRANSACTION && !apart) {
          apart = true;
          notes.add("The change itself fails in its transaction: " + failed.getMessage() + ".");
          return original(history);
        }
      }
      if (last == StatementFailed.Kind.OTHER || last == StatementFailed.Kind.SERVER) {
        break;
      }
    }
    if (last == StatementFailed.Kind.OTHER && dialect == Dialect.SQLITE && !course.isEmpty()) {
      return refused(history);
    }
    notes.add(EMPTY);
    return onEmptyTables(history, history.copy());
  }

  /** SQLite has no form of ALTER TABLE for most changes; what is written instead has. */
  private Original refused(SandboxDatabase history) throws Unprovable {
    SandboxDatabase populated = history.copy();
    noteBare(populated.fill(Samples.EVERYTHING, touched()));
    notes.add(
        "The change itself does not run, so that its final schema was compared with nothing.");
    return new Original(populated, Optional.empty(), List.of(), new TreeMap<>());
  }

  private Original onEmptyTables(SandboxDatabase history, SandboxDatabase populated)
      throws Unprovable {
    SandboxDatabase changed = history.copy();
    try {
      return new Original(populated, Optional.of(changed), change(changed), new TreeMap<>());
    } catch (StatementFailed failed) {
      throw new Unprovable(
          "the change does not run on its history: "
              + failed.getMessage()
              + (leftOut.isEmpty() ? "" : ". " + leftOut().replaceFirst("\\.$", "")),
          failed);
    }
  }

  private void noteBare(Map<String, String> bare) {
    bare.forEach((table, why) -> notes.add("No sample row fits into " + table + ": " + why + "."));
  }

  private List<Measured> change(SandboxDatabase database) throws StatementFailed, Unprovable {
    List<Measured> measured = new ArrayList<>();
    for (Migration migration : examination.change().changed()) {
      Run run = Run.of(migration, dialect);
      measured.addAll(database.run(apart ? run.apart() : run));
    }
    return measured;
  }

  /** Tables that the change names or locks. */
  private Set<String> touched() {
    Set<String> touched = new TreeSet<>();
    for (ExaminedMigration migration : examination.migrations()) {
      for (ExaminedStatement statement : migration.statements()) {
        statement.clauses().stream()
            .flatMap(clause -> clause.table().stream())
            .map(ObjectName::toString)
            .forEach(touched::add);
        statement.impact().stream()
            .flatMap(impact -> impact.locks().stream())
            .map(lock -> lock.table().toString())
            .forEach(touched::add);
      }
    }
    return touched;
  }

  /**
   * What two runs of the change agree on, the second on rows in another order: no random values, no
   * times, no new numbers.
   */
  private SortedMap<String, SortedMap<String, String>> comparable(
      SandboxDatabase populated, SandboxDatabase changed) throws Unprovable {
    if (course.isEmpty()) {
      return new TreeMap<>();
    }
    SortedMap<String, SortedMap<String, String>> first = changed.state().rows();
    SandboxDatabase again = populated.copy();
    again.sort();
    try {
      change(again);
    } catch (StatementFailed unlike) {
      notes.add("The change runs once and fails the second time: " + unlike.getMessage() + ".");
      return new TreeMap<>();
    }
    SortedMap<String, SortedMap<String, String>> second = again.state().rows();
    Picture picture = again.state().picture();
    State older = populated.state();
    again.drop();
    first.forEach(
        (table, columns) -> {
          Map<String, String> those = second.getOrDefault(table, new TreeMap<>());
          Map<String, String> before = older.rows().getOrDefault(table, new TreeMap<>());
          columns.keySet().removeIf(c -> picture.tellsTime(table, c));
          columns
              .entrySet()
              .removeIf(
                  c ->
                      !c.getValue().equals(before.get(c.getKey()))
                          && picture.drawsFromSequence(table, c.getKey()));
          columns.entrySet().removeIf(c -> !c.getValue().equals(those.get(c.getKey())));
        });
    return first;
  }
}
