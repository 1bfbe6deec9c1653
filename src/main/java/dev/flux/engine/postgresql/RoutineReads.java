package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_SHARE;

import dev.flux.engine.ImpactDraft;
import dev.flux.engine.LockMode;
import dev.flux.schema.Attached;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import dev.flux.sql.ExecutedText;
import dev.flux.sql.Expression;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.Operation;
import dev.flux.sql.Predicate;
import dev.flux.sql.TableOperation;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What functions do that run with a statement: those that it calls, and those of triggers (manual,
 * 38.5 and 39.1; measured). Tables that they read are locked like those of any query.
 */
interface RoutineReads extends Setting {
  /** When a trigger fires, and for which columns. */
  Pattern FIRES = Pattern.compile("(?is)^\\s*(before|after|instead\\s+of)\\s+(.*?)\\son\\s.*");

  /** What an UPDATE trigger is for. */
  Pattern COLUMNS = Pattern.compile("(?is)\\bupdate\\s+of\\s+(.*?)(?:\\sor\\s|$)");

  /** What has to hold for a trigger to fire. */
  Pattern WHEN = Pattern.compile("(?is)\\bwhen\\s*\\((.*)\\)\\s*execute\\b");

  /** Whether a column of the row was changed. */
  Pattern CHANGED =
      Pattern.compile(
          "(?is)\\(*\\s*(?:old|new)\\.\"?([\\w$]+)\"?\\s+(?:is\\s+distinct\\s+from|<>|!=)"
              + "\\s+(?:old|new)\\.\"?\\1\"?\\s*\\)*");

  /** A trigger that fires for each row. */
  Pattern FOR_ROWS = Pattern.compile("(?is)\\bfor\\s+(?:each\\s+)?row\\b");

  /** Deferred until the end of the transaction. */
  Pattern DEFERRED = Pattern.compile("(?is)\\binitially\\s+deferred\\b");

  /** Routines that the statement was followed into, each of them once; it grows. */
  Set<ObjectName> followed();

  /** The facts inside a routine, once it has come so far. */
  RoutineReads inside(Catalog reached);

  /** The impact of an operation; empty where nothing is known of it. */
  Optional<ImpactDraft> of(Operation operation);

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
      ObjectName name = written(nameOf(function));
      List<CreateRoutine> known = followed().add(name) ? before().routines(name) : List.of();
      known.forEach(routine -> run(draft, routine, function));
    }
  }

  private void run(ImpactDraft draft, CreateRoutine routine, String function) {
    Optional<RoutineBody> body = RoutineBody.find(routine);
    RoutineReads inside = inside(RoutineScope.of(routine, before()));
    ImpactDraft work = inside.draft("");
    body.ifPresent(known -> inside.run(work, known));
    draft.with(work);
    if (body.filter(RoutineBody::whole).isEmpty() && !isPure(function)) {
      draft.assume("What the function `" + function + "` does was not read.");
    }
  }

  /** Whether a migration says that nothing but what it is given counts for the function. */
  private boolean isPure(String function) {
    return before().findRoutine(written(nameOf(function))).filter("immutable"::equals).isPresent();
  }

  /** Whether a migration wrote the function. */
  default boolean isWritten(String function) {
    return !before().routines(written(nameOf(function))).isEmpty();
  }

  /** Calls are known in lower case, also of names in quotes. */
  private ObjectName written(ObjectName called) {
    return before().findRoutine(called).isPresent()
        ? called
        : before().routines().stream()
            .filter(name -> name.toString().equalsIgnoreCase(called.toString()))
            .findFirst()
            .orElse(called);
  }

  private static ObjectName nameOf(String function) {
    int dot = function.lastIndexOf('.');
    return dot < 0
        ? ObjectName.of(function)
        : ObjectName.of(function.substring(0, dot), function.substring(dot + 1));
  }

  /** What a body does; tables that it makes itself are left out. */
  default void run(ImpactDraft draft, RoutineBody body) {
    Catalog reached = before();
    Set<ObjectName> made = new LinkedHashSet<>();
    for (Operation operation : body.operations()) {
      inside(reached).of(operation).ifPresent(draft::with);
      reached = reached.after(operation);
      created(operation).filter(name -> !isKnown(name)).ifPresent(made::add);
    }
    draft.without(made).withoutNamed(ExecutedText.HIDDEN);
    readThrough(draft, body.names().stream().filter(this::isKnown).toList(), ACCESS_SHARE);
    follow(draft, body.calls());
  }

  private static Optional<ObjectName> created(Operation operation) {
    return operation instanceof TableOperation.CreateTable made
        ? Optional.of(made.table())
        : operation instanceof ObjectOperation.CreateView made
            ? Optional.of(made.view())
            : Optional.empty();
  }

  private boolean isKnown(ObjectName relation) {
    return before().findTable(relation).isPresent() || before().findView(relation).isPresent();
  }

  /** Locks what a query reads, and what views in between read and have functions do. */
  default void readThrough(ImpactDraft draft, Collection<ObjectName> relations, LockMode mode) {
    for (ObjectName relation : relations) {
      Set<ObjectName> found = through(relation);
      draft.lock(found, mode);
      found.forEach(name -> followView(draft, name));
    }
  }

  /** What functions do that the query of a view calls. */
  default void followView(ImpactDraft draft, ObjectName relation) {
    before()
        .findView(relation)
        .filter(view -> !view.materialized())
        .ifPresent(view -> followIn(draft, view.query()));
  }

  /**
   * What the triggers do that fire where rows change.
   *
   * @param event {@code insert}, {@code update} or {@code delete}
   * @param columns that are set; empty where that is not known or not said
   */
  default void fire(
      ImpactDraft draft, Collection<ObjectName> tables, String event, List<String> columns) {
    triggersOf(tables)
        .filter(trigger -> fires(trigger, event, columns))
        .forEach(trigger -> followIn(draft, trigger));
  }

  /** What the triggers do that fire for each row that goes to or comes from another partition. */
  default void fireForMoved(ImpactDraft draft, Collection<ObjectName> tables, String event) {
    triggersOf(tables)
        .filter(trigger -> FOR_ROWS.matcher(trigger).find())
        .filter(trigger -> fires(trigger, event, List.of()))
        .forEach(trigger -> followIn(draft, trigger));
  }

  /** Of the tables and those that they are partitions of. */
  private Stream<String> triggersOf(Collection<ObjectName> tables) {
    return before().routines().isEmpty()
        ? Stream.of()
        : tables.stream()
            .flatMap(table -> lineage(table).stream())
            .distinct()
            .flatMap(relation -> before().attachedTo(relation).stream())
            .filter(made -> made.kind() == Attached.Kind.TRIGGER)
            .map(Attached::text);
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
    return meant
        && !(event.equals("update") && sleeps(trigger, columns))
        && events.matches("(?s).*\\b" + event + "\\b.*");
  }

  /** Whether its WHEN asks for a change of columns that are not set. */
  private static boolean sleeps(String trigger, List<String> columns) {
    Matcher when = WHEN.matcher(trigger);
    return !columns.isEmpty()
        && when.find()
        && Predicate.alternatives(when.group(1), Dialect.POSTGRESQL).stream()
            .allMatch(
                way ->
                    Predicate.parts(way, Dialect.POSTGRESQL).stream()
                        .anyMatch(part -> asksForOther(part, columns)));
  }

  private static boolean asksForOther(String condition, List<String> columns) {
    Matcher changed = CHANGED.matcher(condition.strip());
    return changed.matches() && !columns.contains(changed.group(1).toLowerCase(Locale.ROOT));
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
}
