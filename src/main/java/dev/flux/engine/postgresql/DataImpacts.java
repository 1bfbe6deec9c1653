package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.ROW_EXCLUSIVE;
import static dev.flux.engine.LockMode.ROW_SHARE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.DataOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Predicate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Facts about operations on rows. What triggers and functions do is not read. */
interface DataImpacts extends DataOperation.Visitor<Optional<ImpactDraft>>, Setting {
  /** Row changes lock tables alike. */
  String ROWS = "PostgreSQL manual, 13.3.1 Table-Level Locks";

  private ImpactDraft changed(ObjectName table, List<ObjectName> reads) {
    ImpactDraft draft = draft(ROWS).lock(table, ROW_EXCLUSIVE);
    if (before().findView(table).isPresent()) {
      draft.lock(through(table), ROW_EXCLUSIVE);
    }
    reads.forEach(other -> draft.lock(through(other), ACCESS_SHARE));
    return draft;
  }

  /** The bounds of a partition come from the tables above it, which are opened for them. */
  private ImpactDraft readBounds(ImpactDraft draft, ObjectName table) {
    return draft.lock(ancestors(table), ACCESS_SHARE);
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.Insert operation) {
    ImpactDraft draft =
        readBounds(changed(operation.table(), operation.reads()), operation.table());
    if (!version().atLeast(12)) {
      draft.lock(partitions(operation.table()), ROW_EXCLUSIVE);
    }
    keysOf(operation.table()).stream()
        .filter(key -> operation.columns().isEmpty() || touches(key, operation.columns()))
        .forEach(key -> lockReferenced(draft, key));
    return Optional.of(draft);
  }

  private List<TableConstraint> keysOf(ObjectName table) {
    return before().findTable(table).map(Table::constraints).orElse(List.of()).stream()
        .filter(c -> c.definition().kind() == Constraint.Kind.FOREIGN_KEY)
        .toList();
  }

  private static boolean touches(TableConstraint key, List<String> columns) {
    return key.definition().columns().stream().anyMatch(columns::contains);
  }

  /** Rows that a new row points to are locked against deletion. */
  private void lockReferenced(ImpactDraft draft, TableConstraint key) {
    Setting.referenced(List.of(key)).forEach(other -> draft.lock(other, ROW_SHARE));
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.Update operation) {
    ImpactDraft draft =
        readBounds(changed(operation.table(), operation.reads()), operation.table());
    keysOf(operation.table()).stream()
        .filter(key -> touches(key, operation.columns()))
        .forEach(key -> lockReferenced(draft, key));
    restingOnAny(operation.table(), operation.columns())
        .forEach(child -> lockChild(draft, operation.table(), child, "on update"));
    return Optional.of(scanUnless(draft, operation.table(), operation.where()));
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.Delete operation) {
    ImpactDraft draft = changed(operation.table(), operation.reads());
    if (!version().atLeast(14) || partitioned(operation.table())) {
      readBounds(draft, operation.table());
    }
    referencingAny(operation.table())
        .forEach(child -> lockChild(draft, operation.table(), child, "on delete"));
    return Optional.of(scanUnless(draft, operation.table(), operation.where()));
  }

  /** Rows that point to a changed one are looked for, or changed too. */
  private void lockChild(ImpactDraft draft, ObjectName table, Table child, String event) {
    boolean acts =
        child.constraints().stream()
            .flatMap(c -> c.definition().reference().stream())
            .filter(r -> lineage(table).contains(r.table()))
            .map(r -> r.actions().toLowerCase(Locale.ROOT).replaceAll("\\s+", " "))
            .anyMatch(
                actions ->
                    actions.contains(event + " cascade") || actions.contains(event + " set"));
    draft.lock(child.name(), acts ? ROW_EXCLUSIVE : ROW_SHARE);
  }

  /** Without a condition every row is read. */
  private ImpactDraft scanUnless(
      ImpactDraft draft, ObjectName table, Optional<Predicate> condition) {
    boolean all =
        condition
            .filter(
                where ->
                    where.terms().stream()
                        .anyMatch(term -> term.shape() != Predicate.Shape.ALWAYS_TRUE))
            .isEmpty();
    // Which partitions a condition on the key leaves out is the planner's business.
    draft.lock(tree(table), ROW_EXCLUSIVE);
    return all ? draft.scan(storageOf(table)) : draft;
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.Merge operation) {
    return version().atLeast(15)
        ? Optional.of(changed(operation.table(), operation.reads()))
        : Optional.empty();
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.Query operation) {
    ImpactDraft draft = draft(ROWS);
    operation
        .reads()
        .forEach(
            table -> draft.lock(through(table), operation.locking() ? ROW_SHARE : ACCESS_SHARE));
    operation.reads().stream().filter(this::partitioned).forEach(table -> readBounds(draft, table));
    operation.functions().stream()
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
    return Optional.of(
        draft(ROWS).lock(operation.table(), operation.from() ? ROW_EXCLUSIVE : ACCESS_SHARE));
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.CallRoutine operation) {
    return Optional.of(
        draft("PostgreSQL manual, CALL")
            .assume("What the procedure `" + operation.routine() + "` does was not read."));
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.RunBlock operation) {
    return Optional.of(
        draft("PostgreSQL manual, DO").assume("What the DO block does was not read."));
  }
}
