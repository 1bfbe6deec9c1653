package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.ROW_EXCLUSIVE;
import static dev.flux.engine.LockMode.ROW_SHARE;

import dev.flux.engine.ImpactDraft;
import dev.flux.sql.DataOperation;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Facts about operations on rows. */
interface DataImpacts extends DataOperation.Visitor<Optional<ImpactDraft>>, RowChanges {
  @Override
  default Optional<ImpactDraft> visit(DataOperation.Insert operation) {
    ImpactDraft draft =
        readBounds(
            read(
                changed(operation.table(), "insert"),
                operation.reads(),
                operation.sources(),
                ACCESS_SHARE),
            operation.table());
    scan(draft, operation.sources());
    Set<ObjectName> receiving = receiving(operation);
    draft.lock(receiving, ROW_EXCLUSIVE);
    follow(draft, operation.functions());
    fillIn(draft, operation.table(), given(operation));
    insert(draft, receiving);
    keysOf(operation.table()).stream()
        .filter(
            key ->
                saysNothing(operation)
                    ? isGiven(key, operation.table(), List.of())
                    : filled(key, operation.table(), operation.columns()))
        .filter(key -> key.definition().columns().stream().noneMatch(c -> isNull(c, operation)))
        .forEach(key -> lockReferenced(draft, key));
    behind(operation.table(), "insert")
        .flatMap(
            table -> visit(operation.into(table, named(table, operation.columns(), List.of()))))
        .ifPresent(draft::with);
    if (!operation.updated().isEmpty()) {
      lookUp(draft, operation.table(), operation.updated(), List.of());
      lockPointingTo(draft, operation.table(), operation.updated());
      set(draft, receiving, operation.updated());
    }
    return Optional.of(draft);
  }

  /** Partitions that cannot hold the rows are left alone since version 12. */
  @Override
  default Optional<ImpactDraft> visit(DataOperation.Update operation) {
    ImpactDraft draft =
        readBounds(
            read(
                changed(operation.table(), "update"),
                operation.reads(),
                operation.inside().sources(),
                ACCESS_SHARE),
            operation.table());
    List<ObjectName> from = rowsAre(operation.table(), operation.where(), operation.inside());
    List<ObjectName> to =
        moves(operation.table(), operation.columns()) ? reached(operation) : List.of();
    if (moves(from, to)) {
      move(draft, operation, from, to);
    } else {
      lookUp(draft, operation.table(), operation.changed(), operation.cleared());
    }
    readAgain(draft, operation.table(), operation.inside());
    behind(operation.table(), "update")
        .flatMap(
            table ->
                visit(
                    operation.of(
                        table,
                        named(table, operation.columns(), columnsOf(table)),
                        behindView(operation.table(), operation.where()))))
        .ifPresent(draft::with);
    lockPointingTo(draft, operation.table(), operation.changed());
    set(draft, from, operation.columns());
    return Optional.of(
        scanUnless(
            draft
                .lock(version().atLeast(12) ? from : tree(operation.table()), ROW_EXCLUSIVE)
                .lock(to, ROW_EXCLUSIVE),
            operation.table(),
            operation.where(),
            operation.inside(),
            "update"));
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.Delete operation) {
    ImpactDraft draft =
        read(
            changed(operation.table(), "delete"),
            operation.reads(),
            operation.inside().sources(),
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
        .flatMap(
            table -> visit(operation.of(table, behindView(operation.table(), operation.where()))))
        .ifPresent(draft::with);
    return Optional.of(
        scanUnless(
            draft.lock(from, ROW_EXCLUSIVE),
            operation.table(),
            operation.where(),
            operation.inside(),
            "delete"));
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.Merge operation) {
    if (Grammar.since(operation) > version().major()) {
      return Optional.empty();
    }
    ObjectName table = operation.table();
    List<ObjectName> rows = partitioned(table) ? among(operation) : tree(table);
    ImpactDraft draft =
        readBounds(draft(ROWS).lock(table, ROW_EXCLUSIVE), table).lock(rows, ROW_EXCLUSIVE);
    if (before().findView(table).isPresent()) {
      draft.lock(through(table), ROW_EXCLUSIVE);
    }
    read(draft, operation.reads(), operation.sources(), ACCESS_SHARE);
    scan(draft, operation.sources());
    keysOf(table).stream()
        .filter(
            key ->
                (operation.inserts() && filled(key, table, operation.filled()))
                    || KeyChecks.touches(key, operation.columns()))
        .forEach(key -> lockReferenced(draft, key));
    follow(draft, operation.functions());
    if (operation.deletes()) {
      lockPointingToDeleted(draft, table);
      fire(draft, rows, "delete", List.of());
    }
    if (operation.inserts()) {
      fillIn(draft, table, operation.filled().isEmpty() ? columnsOf(table) : operation.filled());
      insert(draft, rows);
    }
    if (!operation.columns().isEmpty()) {
      lockPointingTo(draft, table, operation.columns());
      set(draft, rows, operation.columns());
    }
    return Optional.of(draft);
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.Query operation) {
    ImpactDraft draft = draft(ROWS);
    read(
        draft,
        operation.reads(),
        operation.sources(),
        operation.locking() ? ROW_SHARE : ACCESS_SHARE);
    scan(draft, operation.sources());
    operation.reads().stream().filter(this::partitioned).forEach(table -> readBounds(draft, table));
    follow(draft, operation.functions());
    operation.functions().stream()
        .filter(function -> Volatility.find(function, before()).isEmpty())
        .forEach(
            function -> draft.assume("What the function `" + function + "` does was not read."));
    return Optional.of(draft);
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.CopyRows operation) {
    ObjectName table = operation.table();
    if (!operation.from()) {
      return Optional.of(draft(ROWS).lock(table, ACCESS_SHARE).scan(storageOf(table)));
    }
    ImpactDraft draft = draft(ROWS).lock(partitions(table), ROW_EXCLUSIVE);
    keysOf(table).forEach(key -> lockReferenced(draft, key));
    insert(draft, partitions(table));
    return Optional.of(readBounds(draft, table));
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.CallRoutine operation) {
    String routine = operation.routine().toString();
    ImpactDraft draft = draft("PostgreSQL manual, CALL");
    follow(draft, List.of(routine));
    return Optional.of(
        isWritten(routine)
            ? draft
            : draft.assume("What the procedure `" + operation.routine() + "` does was not read."));
  }

  /** What it does, with every branch of it; what the server puts together there is not known. */
  @Override
  default Optional<ImpactDraft> visit(DataOperation.RunBlock operation) {
    ImpactDraft draft = draft("PostgreSQL manual, DO");
    Optional<RoutineBody> body = RoutineBody.find(operation.language(), operation.body());
    body.ifPresent(known -> run(draft, known));
    if (body.filter(RoutineBody::whole).isEmpty()) {
      draft.assume("What the DO block does was not read.");
    } else if (body.filter(RoutineBody::straight).isEmpty()) {
      draft.assume("Every statement of the DO block is taken to run.");
    }
    return Optional.of(draft);
  }
}
