package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.ROW_EXCLUSIVE;
import static dev.flux.engine.LockMode.ROW_SHARE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Attached;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.DataOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Predicate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Facts about operations on rows. What triggers and functions do is not read. */
interface DataImpacts extends DataOperation.Visitor<Optional<ImpactDraft>>, Routing {
  /** Row changes lock tables alike. */
  String ROWS = "PostgreSQL manual, 13.3.1 Table-Level Locks";

  /** Deferred until the end of the transaction. */
  Pattern DEFERRED = Pattern.compile("(?is)\\binitially\\s+deferred\\b");

  /** What a rule is for, and whether it takes the place of it. */
  Pattern RULE = Pattern.compile("(?is)\\bon\\s+(select|insert|update|delete)\\b.*?\\bto\\b(.*)");

  /** A rule that always takes the place of what it is for. */
  Pattern INSTEAD =
      Pattern.compile("(?is)(?!.*\\bwhere\\b.*\\bdo\\s+instead\\b).*\\bdo\\s+instead\\b.*");

  private ImpactDraft changed(ObjectName table, List<ObjectName> reads, String event) {
    ImpactDraft draft = draft(ROWS).lock(table, ROW_EXCLUSIVE);
    List<Attached> rules =
        before().attachedTo(table).stream()
            .filter(made -> made.kind() == Attached.Kind.RULE && isFor(made.text(), event))
            .toList();
    boolean instead = rules.stream().anyMatch(rule -> INSTEAD.matcher(rule.text()).matches());
    if (before().findView(table).isPresent() && !instead) {
      draft.lock(through(table), ROW_EXCLUSIVE);
    }
    rules.forEach(
        rule ->
            Embedded.actions(rule.text()).ifPresent(actions -> Embedded.lockNamed(draft, actions)));
    reads.forEach(other -> draft.lock(through(other), ACCESS_SHARE));
    return draft;
  }

  private static boolean isFor(String rule, String event) {
    Matcher matcher = RULE.matcher(rule);
    return matcher.find() && matcher.group(1).equalsIgnoreCase(event);
  }

  /** The bounds of a partition come from the tables above it, which are opened for them. */
  private ImpactDraft readBounds(ImpactDraft draft, ObjectName table) {
    return draft.lock(ancestors(table), ACCESS_SHARE);
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.Insert operation) {
    ImpactDraft draft =
        readBounds(changed(operation.table(), operation.reads(), "insert"), operation.table());
    draft.lock(receiving(operation), ROW_EXCLUSIVE);
    keysOf(operation.table()).stream()
        .filter(key -> operation.columns().isEmpty() || filled(key, operation))
        .filter(key -> key.definition().columns().stream().noneMatch(c -> isNull(c, operation)))
        .forEach(key -> lockReferenced(draft, key));
    return Optional.of(draft);
  }

  /** A key with a column that is left out and has no default is NULL, and nothing is looked up. */
  private boolean filled(TableConstraint key, DataOperation.Insert operation) {
    return key.definition().columns().stream()
        .allMatch(
            name ->
                operation.columns().contains(name)
                    || column(operation.table(), name)
                        .filter(c -> c.defaultValue().isEmpty() && !c.autoIncrement())
                        .filter(c -> c.generated().isEmpty())
                        .isEmpty());
  }

  /** Foreign keys that are checked at once. */
  private List<TableConstraint> keysOf(ObjectName table) {
    return before().findTable(table).map(Table::constraints).orElse(List.of()).stream()
        .filter(c -> c.definition().kind() == Constraint.Kind.FOREIGN_KEY)
        .filter(c -> !DEFERRED.matcher(c.definition().definition()).find())
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
        readBounds(changed(operation.table(), operation.reads(), "update"), operation.table());
    // A row that moves is written to its new partition like a new one.
    boolean moves = moves(operation.table(), operation.columns());
    keysOf(operation.table()).stream()
        .filter(
            key ->
                (moves || touches(key, operation.columns())) && !touches(key, operation.cleared()))
        .forEach(key -> lockReferenced(draft, key));
    restingOnAny(operation.table(), operation.columns())
        .forEach(child -> lockChild(draft, operation.table(), child, "on update"));
    return Optional.of(
        scanUnless(
            draft.lock(
                moves
                    ? tree(operation.table())
                    : changedRows(operation.table(), operation.where(), operation.reads()),
                ROW_EXCLUSIVE),
            operation.table(),
            operation.where()));
  }

  /** The tables that hold the rows; partitions are left out since version 12. */
  private List<ObjectName> changedRows(
      ObjectName table, Optional<Predicate> condition, List<ObjectName> joined) {
    boolean prunes = version().atLeast(12) && joined.isEmpty() && partitioned(table);
    return prunes ? holding(table, key -> Routing.said(condition, key)) : tree(table);
  }

  @Override
  default Optional<ImpactDraft> visit(DataOperation.Delete operation) {
    ImpactDraft draft = changed(operation.table(), operation.reads(), "delete");
    if (!version().atLeast(14) || partitioned(operation.table())) {
      readBounds(draft, operation.table());
    }
    referencingAny(operation.table())
        .forEach(child -> lockChild(draft, operation.table(), child, "on delete"));
    return Optional.of(
        scanUnless(
            draft.lock(
                changedRows(operation.table(), operation.where(), operation.reads()),
                ROW_EXCLUSIVE),
            operation.table(),
            operation.where()));
  }

  /** Rows that point to a changed one are looked for, or changed too. */
  private void lockChild(ImpactDraft draft, ObjectName table, Table child, String event) {
    List<Constraint> keys =
        child.constraints().stream()
            .map(TableConstraint::definition)
            .filter(c -> c.reference().filter(r -> lineage(table).contains(r.table())).isPresent())
            .toList();
    boolean acts = keys.stream().anyMatch(key -> acts(key, event));
    boolean waits =
        keys.stream()
            .allMatch(
                key ->
                    DEFERRED.matcher(key.definition()).find()
                        && !actions(key).contains(event + " restrict"));
    if (acts || !waits) {
      draft.lock(child.name(), acts ? ROW_EXCLUSIVE : ROW_SHARE);
    }
  }

  private static boolean acts(Constraint key, String event) {
    String actions = actions(key);
    return actions.contains(event + " cascade") || actions.contains(event + " set");
  }

  private static String actions(Constraint key) {
    return key.reference()
        .map(r -> r.actions().toLowerCase(Locale.ROOT).replaceAll("\\s+", " "))
        .orElse("");
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
    return all ? draft.scan(rowsOf(table)) : draft;
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
    operation.reads().forEach(other -> draft.lock(through(other), ACCESS_SHARE));
    keysOf(table).stream()
        .filter(key -> operation.inserts() || touches(key, operation.columns()))
        .forEach(key -> lockReferenced(draft, key));
    restingOnAny(table, operation.columns())
        .forEach(child -> lockChild(draft, table, child, "on update"));
    if (operation.deletes()) {
      referencingAny(table).forEach(child -> lockChild(draft, table, child, "on delete"));
    }
    return Optional.of(draft);
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
    ObjectName table = operation.table();
    if (!operation.from()) {
      return Optional.of(draft(ROWS).lock(table, ACCESS_SHARE));
    }
    ImpactDraft draft = draft(ROWS).lock(partitions(table), ROW_EXCLUSIVE);
    keysOf(table).forEach(key -> lockReferenced(draft, key));
    return Optional.of(readBounds(draft, table));
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
