package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.ROW_EXCLUSIVE;
import static dev.flux.engine.LockMode.ROW_SHARE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Table;
import dev.flux.sql.DataOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Predicate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Facts about operations on rows. */
interface DataImpacts extends DataOperation.Visitor<Optional<ImpactDraft>>, RowReads {
  /** Row changes lock tables alike. */
  String ROWS = "PostgreSQL manual, 13.3.1 Table-Level Locks";

  private ImpactDraft changed(ObjectName table, String event) {
    ImpactDraft draft = draft(ROWS).lock(table, ROW_EXCLUSIVE);
    if (before().findView(table).isPresent() && !replaced(table, event)) {
      boolean instead = firesInstead(table, event);
      boolean reads = instead ? !event.equals("insert") : behind(table, event).isEmpty();
      draft.lock(reads ? through(table) : List.of(), instead ? ACCESS_SHARE : ROW_EXCLUSIVE);
    }
    rules(table, event)
        .forEach(
            rule ->
                Embedded.actions(rule.text())
                    .ifPresent(actions -> Embedded.lockNamed(draft, actions)));
    return draft;
  }

  /** The bounds of a partition come from the tables above it, which are opened for them. */
  private ImpactDraft readBounds(ImpactDraft draft, ObjectName table) {
    return draft.lock(ancestors(table), ACCESS_SHARE);
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.Insert operation) {
    ImpactDraft draft =
        readBounds(
            read(
                changed(operation.table(), "insert"),
                operation.reads(),
                operation.where(),
                ACCESS_SHARE),
            operation.table());
    Set<ObjectName> receiving = receiving(operation);
    draft.lock(receiving, ROW_EXCLUSIVE);
    follow(draft, operation.functions());
    followDefaults(draft, operation);
    fire(draft, receiving, "insert", List.of());
    check(draft, receiving);
    keysOf(operation.table()).stream()
        .filter(key -> filled(key, operation.table(), operation.columns()))
        .filter(key -> key.definition().columns().stream().noneMatch(c -> isNull(c, operation)))
        .forEach(key -> lockReferenced(draft, key));
    behind(operation.table(), "insert")
        .flatMap(
            table -> visit(operation.into(table, named(table, operation.columns(), List.of()))))
        .ifPresent(draft::with);
    return Optional.of(draft);
  }

  /** Defaults of the columns that are left out. */
  private void followDefaults(ImpactDraft draft, DataOperation.Insert operation) {
    if (operation.columns().isEmpty() || before().routines().isEmpty()) {
      return;
    }
    before().findTable(operation.table()).map(Table::columns).orElse(List.of()).stream()
        .filter(column -> !operation.columns().contains(column.name()))
        .flatMap(column -> column.defaultValue().stream())
        .forEach(value -> follow(draft, value));
  }

  /** Partitions that cannot hold the rows are left alone since version 12. */
  @Override
  default Optional<ImpactDraft> visit(DataOperation.Update operation) {
    ImpactDraft draft =
        readBounds(
            read(
                changed(operation.table(), "update"),
                operation.reads(),
                Optional.empty(),
                ACCESS_SHARE),
            operation.table());
    boolean keyed = moves(operation.table(), operation.columns());
    List<ObjectName> from = rowsAre(operation.table(), operation.where(), operation.inside());
    List<ObjectName> to = keyed ? reached(operation) : List.of();
    // A row that moves is written to its new partition like a new one.
    boolean moves =
        keyed
            && Stream.concat(from.stream(), to.stream())
                    .filter(name -> !partitioned(name))
                    .distinct()
                    .count()
                > 1;
    keysOf(operation.table()).stream()
        .filter(
            key ->
                (moves || KeyChecks.touches(key, operation.columns()))
                    && !KeyChecks.touches(key, operation.cleared()))
        .forEach(key -> lockReferenced(draft, key));
    lockPointingTo(draft, operation.table(), operation.columns());
    readAgain(draft, operation.table(), operation.inside());
    behind(operation.table(), "update")
        .flatMap(
            table ->
                visit(operation.of(table, named(table, operation.columns(), columnsOf(table)))))
        .ifPresent(draft::with);
    fire(draft, from, "update", operation.columns());
    check(draft, from);
    return Optional.of(
        scanUnless(
            draft
                .lock(version().atLeast(12) ? from : tree(operation.table()), ROW_EXCLUSIVE)
                .lock(to, ROW_EXCLUSIVE),
            operation.table(),
            operation.where(),
            "update"));
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.Delete operation) {
    ImpactDraft draft =
        read(
            changed(operation.table(), "delete"),
            operation.reads(),
            Optional.empty(),
            ACCESS_SHARE);
    if (!version().atLeast(14) || partitioned(operation.table())) {
      readBounds(draft, operation.table());
    }
    lockPointingToDeleted(draft, operation.table());
    readAgain(draft, operation.table(), operation.inside());
    List<ObjectName> from =
        version().atLeast(12)
            ? rowsAre(operation.table(), operation.where(), operation.inside())
            : tree(operation.table());
    fire(draft, from, "delete", List.of());
    behind(operation.table(), "delete")
        .flatMap(table -> visit(operation.of(table)))
        .ifPresent(draft::with);
    return Optional.of(
        scanUnless(
            draft.lock(from, ROW_EXCLUSIVE), operation.table(), operation.where(), "delete"));
  }

  /** Without a condition every row is read, unless a rule has something else done. */
  private ImpactDraft scanUnless(
      ImpactDraft draft, ObjectName table, Optional<Predicate> condition, String event) {
    boolean all =
        condition
            .filter(
                where ->
                    where.terms().stream()
                        .anyMatch(term -> term.shape() != Predicate.Shape.ALWAYS_TRUE))
            .isEmpty();
    return all && !replaced(table, event) ? draft.scan(rowsOf(table)) : draft;
  }

  /** Tables that hold the rows which are seen through a view, or the table's own. */
  private List<ObjectName> rowsOf(ObjectName relation) {
    return before().findView(relation).isEmpty()
        ? storageOf(relation)
        : through(relation).stream()
            .filter(name -> before().findView(name).isEmpty() && !partitioned(name))
            .toList();
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.Merge operation) {
    if (!version().atLeast(15)) {
      return Optional.empty();
    }
    ObjectName table = operation.table();
    ImpactDraft draft =
        readBounds(draft(ROWS).lock(table, ROW_EXCLUSIVE), table).lock(tree(table), ROW_EXCLUSIVE);
    if (before().findView(table).isPresent()) {
      draft.lock(through(table), ROW_EXCLUSIVE);
    }
    read(draft, operation.reads(), Optional.empty(), ACCESS_SHARE);
    keysOf(table).stream()
        .filter(
            key ->
                (operation.inserts() && filled(key, table, operation.filled()))
                    || KeyChecks.touches(key, operation.columns()))
        .forEach(key -> lockReferenced(draft, key));
    lockPointingTo(draft, table, operation.columns());
    if (operation.deletes()) {
      lockPointingToDeleted(draft, table);
      fire(draft, tree(table), "delete", List.of());
    }
    if (operation.inserts()) {
      fire(draft, tree(table), "insert", List.of());
    }
    if (!operation.columns().isEmpty()) {
      fire(draft, tree(table), "update", operation.columns());
    }
    return Optional.of(draft);
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.Query operation) {
    ImpactDraft draft = draft(ROWS);
    read(
        draft,
        operation.reads(),
        operation.where(),
        operation.locking() ? ROW_SHARE : ACCESS_SHARE);
    operation.reads().stream().filter(this::partitioned).forEach(table -> readBounds(draft, table));
    follow(draft, operation.functions());
    operation.functions().stream()
        .filter(function -> !isRead(function))
        .filter(
            function ->
                Volatility.find(function, before()).isEmpty()
                    || before().findRoutine(ObjectName.of(function)).isPresent())
        .forEach(
            function -> draft.assume("What the function `" + function + "` does was not read."));
    return Optional.of(draft);
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.CopyRows operation) {
    ObjectName table = operation.table();
    if (!operation.from()) {
      return Optional.of(draft(ROWS).lock(table, ACCESS_SHARE));
    }
    ImpactDraft draft = draft(ROWS).lock(partitions(table), ROW_EXCLUSIVE);
    keysOf(table).forEach(key -> lockReferenced(draft, key));
    fire(draft, partitions(table), "insert", List.of());
    return Optional.of(readBounds(draft, table));
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.CallRoutine operation) {
    String routine = operation.routine().toString();
    ImpactDraft draft = draft("PostgreSQL manual, CALL");
    follow(draft, List.of(routine));
    return Optional.of(
        isRead(routine)
            ? draft
            : draft.assume("What the procedure `" + operation.routine() + "` does was not read."));
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.RunBlock operation) {
    return Optional.of(
        draft("PostgreSQL manual, DO").assume("What the DO block does was not read."));
  }
}
