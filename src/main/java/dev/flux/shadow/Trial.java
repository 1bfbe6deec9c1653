package dev.flux.shadow;

import dev.flux.rollout.Step;
import dev.flux.shadow.StatementFailed.Kind;
import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The steps of a rollout, run on a database that holds rows. */
final class Trial {
  private static final int MOST_DIFFERENCES = 3;

  /** Characters of a name that neither the server nor a number at its end takes away. */
  private static final int LONG = 55;

  private static final String LATE = "its rollback, after those that follow it: ";

  private static final String OLD = "the version that runs before any deploy fails: ";
  private static final String FRESH = "the version of the last deploy fails: ";

  private static final String TRIGGERED = "Triggers change %s as steps write rows.";

  /** What a trigger runs, which no step runs by itself. */
  private static final Pattern OF_TRIGGER =
      Pattern.compile(
          "\\bFUNCTION\\b[^;$]*\\bRETURNS\\s+TRIGGER\\b[^;$]*\\$(\\w*)\\$.*?\\$\\1\\$",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** What a statement writes, by its name. */
  private static final String WRITTEN =
      "\\b(?:UPDATE|INTO|FROM|TABLE)\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?(?:\\S+\\.)?\"?%s\"?(?![\\w$])";

  private final String server;
  private final Course course;
  private final List<Step> steps;
  private final Dialect dialect;
  private final boolean older;
  private final List<State> states = new ArrayList<>();

  /**
   * Tries the steps of a course.
   *
   * @param older whether the server is of a version before the one that the change is for
   */
  Trial(String server, Course course, Dialect dialect, boolean older) {
    this.server = server;
    this.course = course;
    this.steps = course.steps();
    this.dialect = dialect;
    this.older = older;
  }

  /**
   * Runs them.
   *
   * @param populated stays as it is
   * @param changed what the change itself ends with; where it does not run, nothing is compared
   *     with it
   * @param comparable columns of rows that must be as after the change itself
   * @param notes takes declared differences
   */
  void run(
      SandboxDatabase populated,
      Optional<SandboxDatabase> changed,
      SortedMap<String, SortedMap<String, String>> comparable,
      List<String> notes)
      throws StepFailed, Unprovable {
    SandboxDatabase rolled = populated.copy();
    Optional<Usage> old = usage(populated);
    Optional<Usage> fresh = changed.isPresent() ? usage(changed.get()) : Optional.empty();
    if (course.last() == 0) {
      requireUsable(0, rolled, fresh, "before it, " + FRESH);
    }
    for (int i = 0; i < steps.size(); i++) {
      states.add(rolled.state());
      forward(i, rolled, notes);
      thereAndBack(i, rolled, notes);
      if (course.allows(steps.get(i))) {
        old = Optional.empty();
      }
      if (i < course.first()) {
        requireUsable(i, rolled, old, OLD);
      }
      if (i < course.last()) {
        requireInStep(i, rolled);
      }
      if (i >= course.last() - 1 && i + 1 < steps.size()) {
        requireUsable(i, rolled, fresh, FRESH);
      }
    }
    State end = rolled.state();
    Picture wanted = changed.isPresent() ? changed.get().state().picture() : end.picture();
    requireSame(wanted, end.picture(), "the final schema is not that of the change");
    requireSameRows(comparable, end, notes);
    wanted
        .reordered(end.picture())
        .forEach(table -> notes.add("The columns of " + table + " stand in another order."));
    int first = back(rolled, end, notes);
    if (onceMore(first, rolled, notes)) {
      requireSame(
          wanted,
          rolled.state().picture(),
          "once back and forward again, the schema is not that of the change");
    }
    rolled.drop();
  }

  /** Whether all steps from there on run again; rows that came back empty may refuse them. */
  private boolean onceMore(int first, SandboxDatabase database, List<String> notes)
      throws StepFailed, Unprovable {
    boolean lossless = steps.subList(first, steps.size()).stream().allMatch(Step::lossless);
    for (int i = first; i < steps.size(); i++) {
      Optional<StatementFailed> refused = tried(i, steps.get(i).forward(), database);
      if (refused.isPresent() && (lossless || !refused.get().kind().ofRows())) {
        throw failed(
            i, refused.get().statement(), "once more, forward: " + refused.get().getMessage());
      } else if (refused.isPresent()) {
        notes.add(
            "What the way back loses keeps step %d from running once more: %s."
                .formatted(i + 1, refused.get().getMessage()));
        return false;
      }
    }
    return true;
  }

  private void forward(int index, SandboxDatabase database, List<String> notes)
      throws StepFailed, Unprovable {
    Step step = steps.get(index);
    for (Measured each : run(index, step.forward(), database, "")) {
      Optional<String> objection = Blocking.objection(each, step);
      if (objection.isPresent() && !course.allowed().contains(each.statement())) {
        throw failed(index, each.statement(), objection.get());
      }
      objection.ifPresent(what -> notes.add("As allowed, " + what + "."));
    }
  }

  /** What a version of that schema asks for; empty where even there something fails. */
  private static Optional<Usage> usage(SandboxDatabase database) throws Unprovable {
    Usage usage = database.usage();
    return database.misses(usage).isEmpty() ? Optional.of(usage) : Optional.empty();
  }

  private void requireUsable(
      int index, SandboxDatabase database, Optional<Usage> usage, String message)
      throws StepFailed, Unprovable {
    Optional<String> missing = usage.isPresent() ? database.misses(usage.get()) : Optional.empty();
    if (missing.isPresent()) {
      throw failed(index, "", message + missing.get());
    }
  }

  /** Where a trigger keeps the two names of a column in step, versions write by either. */
  private void requireInStep(int index, SandboxDatabase database) throws StepFailed, Unprovable {
    String forward = steps.get(index).forward();
    if (!forward.contains("flux_sync_")) {
      return;
    }
    Picture picture = database.state().picture();
    for (RenameColumn rename : course.renames()) {
      if (!syncs(forward, rename)) {
        continue;
      }
      String table = rename.table().toString();
      String key = picture.columns().containsKey(table) ? table : "public." + table;
      if (picture.hasColumn(key, rename.columnName()) && picture.hasColumn(key, rename.to())) {
        Optional<String> apart = database.apart(key, rename.columnName(), rename.to());
        if (apart.isPresent()) {
          throw failed(index, "", apart.get());
        }
      }
    }
  }

  /** Whether a trigger that it creates is named after the column, as far as names may be long. */
  private static boolean syncs(String sql, RenameColumn rename) {
    String name = "flux_sync_" + rename.table().name() + "_" + rename.columnName();
    return name.length() > LONG
        ? sql.contains(name.substring(0, LONG))
        : Pattern.compile(Pattern.quote(name) + "(?![\\w$])").matcher(sql).find();
  }

  /** A way back that loses rows is taken in a copy, so that those that follow have them. */
  private void thereAndBack(int index, SandboxDatabase database, List<String> notes)
      throws StepFailed, Unprovable {
    Step step = steps.get(index);
    if (step.rollback().isBlank()) {
      return;
    }
    SandboxDatabase place = step.lossless() ? database : database.copy();
    run(index, step.rollback(), place, "its rollback: ");
    if (step.lossless()) {
      requireAsBefore(index, place.state(), true, notes);
    }
    run(index, step.forward(), place, "forward again after its rollback: ");
    if (!step.lossless()) {
      place.drop();
    }
  }

  /**
   * All the way back.
   *
   * @return the first step that was undone
   */
  private int back(SandboxDatabase database, State end, List<String> notes)
      throws StepFailed, Unprovable {
    boolean lossless = true;
    boolean rows = true;
    Picture after = end.picture();
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      Picture before = states.get(i).picture();
      if (step.rollback().isBlank()) {
        rows = false;
        if (!after.differences(before).isEmpty()) {
          notes.add("Nothing undoes step " + (i + 1) + ", " + step.title() + ".");
          return i + 1;
        }
      } else {
        Optional<StatementFailed> refused = tried(i, step.rollback(), database);
        if (refused.isPresent() && (lossless || refused.get().kind() == Kind.OTHER)) {
          throw failed(i, refused.get().statement(), LATE + refused.get().getMessage());
        } else if (refused.isPresent()) {
          notes.add(
              "What is lost behind step %d keeps its rollback from running: %s."
                  .formatted(i + 1, refused.get().getMessage()));
          return i + 1;
        }
        lossless &= step.lossless();
        if (lossless) {
          requireAsBefore(i, database.state(), rows, notes);
        }
      }
      after = before;
    }
    return 0;
  }

  private Optional<StatementFailed> tried(int index, String sql, SandboxDatabase database)
      throws Unprovable {
    try {
      database.run(Run.of(steps.get(index), sql, dialect));
      return Optional.empty();
    } catch (StatementFailed refused) {
      return Optional.of(refused);
    }
  }

  private void requireAsBefore(int index, State now, boolean rows, List<String> notes)
      throws StepFailed {
    State before = states.get(index);
    List<String> differences = before.picture().differences(now.picture());
    if (!differences.isEmpty()) {
      throw failed(index, "", "its rollback leaves another schema: " + some(differences));
    }
    List<String> changed = rows ? changed(before.rows(), now.rows()) : List.of();
    List<String> wrong = without(changed, List.of(steps.get(index)), before.picture(), notes);
    if (!wrong.isEmpty()) {
      throw failed(index, "", "its rollback leaves other rows in " + some(wrong));
    }
  }

  /** Those columns that no trigger changed as steps wrote rows; of the others notes tell. */
  private static List<String> without(
      List<String> changed, List<Step> by, Picture picture, List<String> notes) {
    List<String> wrong = new ArrayList<>();
    for (String column : changed) {
      if (!byTrigger(column, by, picture)) {
        wrong.add(column);
      } else if (!notes.contains(TRIGGERED.formatted(column))) {
        notes.add(TRIGGERED.formatted(column));
      }
    }
    return wrong;
  }

  /**
   * Whether a column is none that the steps name, of a table with triggers; or of a table that no
   * step writes, while triggers run on one that is written.
   */
  private static boolean byTrigger(String column, List<Step> by, Picture picture) {
    int dot = column.lastIndexOf('.');
    String table = column.substring(0, dot);
    String sql =
        by.stream()
            .map(step -> step.forward() + "\n" + step.rollback())
            .map(text -> OF_TRIGGER.matcher(text).replaceAll(""))
            .collect(Collectors.joining("\n"));
    Pattern name = Pattern.compile("\\b" + Pattern.quote(column.substring(dot + 1)) + "\\b");
    if (picture.hasTrigger(table) && !name.matcher(sql).find()) {
      return true;
    }
    return !writes(sql, table)
        && picture.columns().keySet().stream()
            .anyMatch(other -> picture.hasTrigger(other) && writes(sql, other));
  }

  private static boolean writes(String sql, String table) {
    String name = Pattern.quote(table.substring(table.lastIndexOf('.') + 1).replace("\"", ""));
    return Pattern.compile(WRITTEN.formatted(name), Pattern.CASE_INSENSITIVE).matcher(sql).find();
  }

  private void requireSame(Picture wanted, Picture seen, String message) throws StepFailed {
    List<String> differences =
        DeclaredDifference.without(wanted.differences(seen), course.differences());
    if (!differences.isEmpty()) {
      throw new StepFailed(
          new Proof.Failed(server, 0, Optional.empty(), "", message + ": " + some(differences)));
    }
  }

  private void requireSameRows(
      SortedMap<String, SortedMap<String, String>> wanted, State seen, List<String> notes)
      throws StepFailed {
    List<String> changed =
        DeclaredDifference.withoutValues(
            without(changed(wanted, seen.rows()), steps, states.get(0).picture(), notes),
            course.differences());
    if (!changed.isEmpty()) {
      throw new StepFailed(
          new Proof.Failed(
              server,
              0,
              Optional.empty(),
              "",
              "the rows are not those of the change in " + some(changed)));
    }
  }

  /** Columns that the first has and the second has otherwise. */
  private static List<String> changed(
      SortedMap<String, SortedMap<String, String>> wanted,
      SortedMap<String, SortedMap<String, String>> seen) {
    TreeSet<String> changed = new TreeSet<>();
    wanted.forEach(
        (table, columns) -> {
          Map<String, String> those = seen.getOrDefault(table, new java.util.TreeMap<>());
          columns.forEach(
              (column, digest) -> {
                if (!digest.equals(those.get(column))) {
                  changed.add(table + "." + column);
                }
              });
        });
    return List.copyOf(changed);
  }

  private static String some(List<String> all) {
    int more = all.size() - MOST_DIFFERENCES;
    return String.join("; ", all.subList(0, Math.min(MOST_DIFFERENCES, all.size())))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  private List<Measured> run(int index, String sql, SandboxDatabase database, String when)
      throws StepFailed, Unprovable {
    try {
      return database.run(Run.of(steps.get(index), sql, dialect));
    } catch (StatementFailed failed) {
      if (failed.kind() == Kind.SERVER) {
        throw new Unprovable("the shadow server is set up to refuse it: " + failed.getMessage());
      }
      if (older) {
        throw new Unprovable(
            "%s is older than the server of the change, and refuses a statement: %s"
                .formatted(server, failed.getMessage()));
      }
      throw failed(index, failed.statement(), when + failed.getMessage());
    }
  }

  private StepFailed failed(int index, String statement, String message) {
    return new StepFailed(
        new Proof.Failed(server, index + 1, Optional.of(steps.get(index)), statement, message));
  }
}
