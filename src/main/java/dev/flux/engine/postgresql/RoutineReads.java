package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_SHARE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Attached;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.Expression;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.Operation;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What functions do that run with a statement: those that it calls, and those of triggers (manual,
 * 38.5 and 39.1; measured). Tables that they read are locked like those of any query.
 */
interface RoutineReads extends Setting {
  /** When a trigger fires, and for which columns. */
  Pattern FIRES = Pattern.compile("(?is)^\\s*(before|after|instead\\s+of)\\s+(.*?)\\son\\s.*");

  /** What a trigger runs. */
  Pattern RUNS =
      Pattern.compile("(?is)\\bexecute\\s+(?:function|procedure)\\s+([\\w$.\"]+)\\s*\\(");

  /** What an UPDATE trigger is for. */
  Pattern COLUMNS = Pattern.compile("(?is)\\bupdate\\s+of\\s+(.*?)(?:\\sor\\s|$)");

  /** Deferred until the end of the transaction. */
  Pattern DEFERRED = Pattern.compile("(?is)\\binitially\\s+deferred\\b");

  /** Routines that the statement was followed into, each of them once; it grows. */
  Set<ObjectName> followed();

  /** The facts as of the same statement, inside a routine. */
  Operation.Visitor<Optional<ImpactDraft>> inside();

  /** What the functions do that an expression calls. */
  default void follow(ImpactDraft draft, Expression expression) {
    follow(draft, expression.functions());
  }

  /** What the functions do that SQL calls. */
  default void followIn(ImpactDraft draft, String sql) {
    if (!before().routines().isEmpty()) {
      follow(draft, RoutineBody.callsIn(sql));
    }
  }

  /** What these functions do, as far as migrations wrote them. */
  default void follow(ImpactDraft draft, Collection<String> functions) {
    if (before().routines().isEmpty()) {
      return;
    }
    for (String function : functions) {
      ObjectName name = nameOf(function);
      List<CreateRoutine> known = followed().add(name) ? before().routines(name) : List.of();
      known.forEach(routine -> RoutineBody.find(routine).ifPresent(body -> run(draft, body)));
    }
  }

  /** Whether each statement of the function was read. */
  default boolean isRead(String function) {
    List<CreateRoutine> known = before().routines(nameOf(function));
    return !known.isEmpty()
        && known.stream()
            .allMatch(routine -> RoutineBody.find(routine).filter(RoutineBody::whole).isPresent());
  }

  private static ObjectName nameOf(String function) {
    int dot = function.lastIndexOf('.');
    return dot < 0
        ? ObjectName.of(function)
        : ObjectName.of(function.substring(0, dot), function.substring(dot + 1));
  }

  private void run(ImpactDraft draft, RoutineBody body) {
    Operation.Visitor<Optional<ImpactDraft>> inside = inside();
    body.operations().forEach(operation -> operation.accept(inside).ifPresent(draft::with));
    body.names().stream()
        .filter(n -> before().findTable(n).isPresent() || before().findView(n).isPresent())
        .forEach(read -> draft.lock(through(read), ACCESS_SHARE));
    follow(draft, body.calls());
  }

  /**
   * What the triggers do that fire where rows change.
   *
   * @param event {@code insert}, {@code update} or {@code delete}
   * @param columns that are set; empty where that is not known or not said
   */
  default void fire(
      ImpactDraft draft, Collection<ObjectName> tables, String event, List<String> columns) {
    if (before().routines().isEmpty()) {
      return;
    }
    Set<ObjectName> relations = new LinkedHashSet<>();
    tables.forEach(table -> relations.addAll(lineage(table)));
    for (ObjectName relation : relations) {
      before().attachedTo(relation).stream()
          .filter(made -> made.kind() == Attached.Kind.TRIGGER)
          .filter(made -> fires(made.text(), event, columns))
          .forEach(made -> follow(draft, runs(made.text())));
    }
  }

  private static boolean fires(String trigger, String event, List<String> columns) {
    Matcher when = FIRES.matcher(trigger);
    if (!when.matches() || DEFERRED.matcher(trigger).find()) {
      return false;
    }
    String events = when.group(2).toLowerCase(Locale.ROOT);
    Matcher of = COLUMNS.matcher(events);
    boolean meant =
        !event.equals("update")
            || columns.isEmpty()
            || !of.find()
            || columns.stream().anyMatch(List.of(of.group(1).split("[\\s,\"]+", -1))::contains);
    return meant && events.matches("(?s).*\\b" + event + "\\b.*");
  }

  private static List<String> runs(String trigger) {
    Matcher runs = RUNS.matcher(trigger);
    return runs.find()
        ? List.of(runs.group(1).replace("\"", "").toLowerCase(Locale.ROOT))
        : List.of();
  }

  /** Whether a trigger of a view does what is said in its place. */
  default boolean firesInstead(ObjectName view, String event) {
    return before().attachedTo(view).stream()
        .filter(made -> made.kind() == Attached.Kind.TRIGGER)
        .anyMatch(
            made ->
                made.text().strip().regionMatches(true, 0, "instead", 0, 7)
                    && fires(made.text(), event, List.of()));
  }

  /** What CHECKs of the tables call for each row that is written. */
  default void check(ImpactDraft draft, Collection<ObjectName> tables) {
    tables.stream()
        .flatMap(name -> before().findTable(name).stream())
        .flatMap(known -> known.constraints().stream())
        .map(TableConstraint::definition)
        .filter(constraint -> constraint.kind() == Constraint.Kind.CHECK)
        .flatMap(constraint -> constraint.check().stream())
        .forEach(expression -> follow(draft, expression));
  }
}
