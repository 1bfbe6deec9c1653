package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;
import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.ROW_SHARE;
import static dev.flux.engine.LockMode.SHARE;
import static dev.flux.engine.LockMode.SHARE_ROW_EXCLUSIVE;
import static dev.flux.engine.LockMode.SHARE_UPDATE_EXCLUSIVE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.schema.View;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Facts about operations on constraints. */
interface ConstraintImpacts
    extends ConstraintOperation.Visitor<Optional<ImpactDraft>>, RoutineReads {

  /** What a query groups its rows by, and what stands behind it. */
  Pattern GROUPED = Pattern.compile("(?is)\\bgroup\\s+by\\b.*");

  /** Triggers of a foreign key come and go. */
  Pattern ENFORCED = Pattern.compile("(?i)\\benforced\\b");

  @Override
  default Optional<ImpactDraft> visit(ConstraintOperation.AddConstraint operation) {
    ObjectName table = operation.table();
    Constraint constraint = operation.constraint();
    String source = "PostgreSQL manual, ALTER TABLE, ADD table_constraint; measured";
    if (Grammar.since(constraint) > version().major()) {
      return Optional.empty();
    }
    return switch (constraint.kind()) {
      case FOREIGN_KEY -> Optional.of(addForeignKey(draft(source), table, constraint));
      case CHECK ->
          Grammar.NO_INHERIT.matcher(constraint.definition()).find()
              ? Optional.of(addOwnCheck(draft(source), table, constraint))
              : Optional.of(addCheck(locked(table, ACCESS_EXCLUSIVE, source), table, constraint));
      case PRIMARY_KEY, UNIQUE, EXCLUSION ->
          Optional.of(addKey(draft(source).lock(table, ACCESS_EXCLUSIVE), table, constraint));
      case NOT_NULL ->
          Optional.of(addNotNull(locked(table, ACCESS_EXCLUSIVE, source), table, constraint));
    };
  }

  private ImpactDraft addNotNull(ImpactDraft draft, ObjectName table, Constraint constraint) {
    boolean skipped = constraint.notValid() || allNotNull(table, constraint.columns());
    return !skipped && Grammar.NO_INHERIT.matcher(constraint.definition()).find()
        ? draft.scan(table)
        : scanUnless(skipped, draft, table);
  }

  /** Whether existing rows are left unchecked. */
  private static boolean unchecked(Constraint constraint) {
    return constraint.notValid() || Grammar.NOT_ENFORCED.matcher(constraint.definition()).find();
  }

  private ImpactDraft addCheck(ImpactDraft draft, ObjectName table, Constraint constraint) {
    if (!unchecked(constraint)) {
      constraint.check().ifPresent(condition -> follow(draft, condition));
    }
    return scanUnless(unchecked(constraint), draft, table);
  }

  /** A CHECK that heirs do not have. */
  private ImpactDraft addOwnCheck(ImpactDraft draft, ObjectName table, Constraint constraint) {
    draft.lock(version().atLeast(18) ? tree(table) : List.of(table), ACCESS_EXCLUSIVE);
    if (unchecked(constraint)) {
      return draft;
    }
    constraint.check().ifPresent(condition -> follow(draft, condition));
    return draft.scan(table);
  }

  private ImpactDraft scanUnless(boolean skipped, ImpactDraft draft, ObjectName table) {
    return skipped ? draft : draft.scan(storageOf(table));
  }

  private ImpactDraft addForeignKey(ImpactDraft draft, ObjectName table, Constraint constraint) {
    draft.lock(version().atLeast(18) ? tree(table) : partitions(table), SHARE_ROW_EXCLUSIVE);
    boolean drops =
        statement().stream().anyMatch(ConstraintOperation.DropConstraint.class::isInstance);
    // The strongest lock of all actions is the one with which heirs are reached.
    draft.lock(drops && version().atLeast(18) ? heirs(table) : List.of(), ACCESS_EXCLUSIVE);
    if (!version().atLeast(12)) {
      draft.lock(ofSecondLevel(table), ACCESS_EXCLUSIVE);
    }
    for (ObjectName other :
        constraint.reference().map(Constraint.Reference::table).stream().toList()) {
      draft.lock(partitions(other), SHARE_ROW_EXCLUSIVE);
      if (!unchecked(constraint)) {
        draft.scan(storedPartitions(table));
        draft.scan(hasNoValues(table, constraint) ? List.of() : storedPartitions(other));
      }
    }
    return draft;
  }

  /** Whether one of its columns comes with the same statement, and is NULL in every row. */
  private boolean hasNoValues(ObjectName table, Constraint key) {
    return settled().findTable(table).filter(Table::complete).isPresent()
        && key.columns().stream()
            .filter(name -> settled().findTable(table).flatMap(t -> t.findColumn(name)).isEmpty())
            .flatMap(name -> column(table, name).stream())
            .anyMatch(
                c -> c.defaultValue().isEmpty() && !c.autoIncrement() && c.generated().isEmpty());
  }

  /** Partitions of partitions: version 11 locks them more than those of the first level. */
  private List<ObjectName> ofSecondLevel(ObjectName table) {
    List<ObjectName> first = before().partitionsOf(table).stream().map(Table::name).toList();
    return partitions(table).stream().skip(1).filter(name -> !first.contains(name)).toList();
  }

  /**
   * A key builds its index, unless it adopts one; a primary key also makes its columns not null.
   */
  private ImpactDraft addKey(ImpactDraft draft, ObjectName table, Constraint constraint) {
    if (constraint.usingIndex().isEmpty()) {
      draft
          .lock(partitions(table), SHARE)
          .lock(version().atLeast(18) ? tree(table) : List.of(), ACCESS_EXCLUSIVE)
          .build(storedPartitions(table));
    }
    if (constraint.kind() == Constraint.Kind.PRIMARY_KEY) {
      Optional<List<String>> columns =
          constraint.usingIndex().isEmpty()
              ? Optional.of(constraint.columns())
              : constraint
                  .usingIndex()
                  .flatMap(index -> before().findTable(table).flatMap(t -> t.findIndex(index)))
                  .map(index -> index.columns());
      if (columns.isEmpty()) {
        draft.assume("The columns of the index are not known; one of them is assumed nullable.");
      }
      if (columns.filter(names -> allNotNull(table, names)).isEmpty()) {
        draft.lock(tree(table), ACCESS_EXCLUSIVE).scan(storageOf(table));
      }
      if (version().atLeast(12)) {
        draft.lock(heirs(table), ACCESS_EXCLUSIVE);
      }
    }
    return draft;
  }

  private boolean allNotNull(ObjectName table, List<String> columns) {
    Optional<Table> known = before().findTable(table);
    return known.isPresent()
        && columns.stream()
            .allMatch(
                name ->
                    known.get().findColumn(name).filter(c -> c.notNull()).isPresent()
                        || (version().atLeast(12) && provenNotNull(table, name)));
  }

  @Override
  default Optional<ImpactDraft> visit(ConstraintOperation.ValidateConstraint operation) {
    ObjectName table = operation.table();
    String source = "PostgreSQL manual, ALTER TABLE, VALIDATE CONSTRAINT; measured";
    Optional<TableConstraint> constraint =
        before().findTable(table).flatMap(t -> t.findConstraint(operation.name()));
    // Heirs have no part in a foreign key, and partitions only in one that is not valid yet.
    boolean key =
        constraint.filter(c -> c.definition().kind() == Constraint.Kind.FOREIGN_KEY).isPresent();
    ImpactDraft draft =
        key
            ? draft(source)
                .lock(
                    constraint.get().validated() ? List.of(table) : partitions(table),
                    SHARE_UPDATE_EXCLUSIVE)
            : locked(table, SHARE_UPDATE_EXCLUSIVE, source);
    if (constraint.isEmpty()) {
      return Optional.of(
          draft
              .scan(storageOf(table))
              .assume(
                  "The constraint `"
                      + operation.name()
                      + "` is assumed to be not valid yet; its creation was not read."));
    }
    if (constraint.get().validated()) {
      return Optional.of(draft);
    }
    draft.scan(key ? storedPartitions(table) : storageOf(table));
    constraint.get().definition().check().ifPresent(condition -> follow(draft, condition));
    constraint
        .get()
        .definition()
        .reference()
        .ifPresent(
            r ->
                draft
                    .lock(r.table(), ROW_SHARE)
                    .lock(partitions(r.table()), ACCESS_SHARE)
                    .scan(storedPartitions(r.table())));
    return Optional.of(draft);
  }

  @Override
  default Optional<ImpactDraft> visit(ConstraintOperation.DropConstraint operation) {
    ObjectName table = operation.table();
    String source = "PostgreSQL manual, ALTER TABLE, DROP CONSTRAINT; measured";
    Optional<TableConstraint> constraint =
        before().findTable(table).flatMap(t -> t.findConstraint(operation.name()));
    boolean own =
        constraint
            .filter(c -> Grammar.NO_INHERIT.matcher(c.definition().definition()).find())
            .isPresent();
    ImpactDraft draft =
        own || constraint.filter(ConstraintImpacts::isKey).isPresent()
            ? draft(source).lock(own ? List.of(table) : partitions(table), ACCESS_EXCLUSIVE)
            : locked(table, ACCESS_EXCLUSIVE, source);
    if (constraint.isEmpty()) {
      return Optional.of(
          isNotNull(operation)
              ? draft
              : draft.assume(
                  "The constraint `"
                      + operation.name()
                      + "` is assumed to be no foreign key; its creation was not read."));
    }
    Setting.referenced(List.of(constraint.get()))
        .forEach(
            other -> draft.lock(other, ACCESS_EXCLUSIVE).lock(otherSide(other), ACCESS_EXCLUSIVE));
    if (operation.cascade()) {
      restingOn(table, constraint.get().definition().columns())
          .forEach(child -> draft.lock(child.name(), ACCESS_EXCLUSIVE));
      lockGrouping(draft, table, constraint.get().definition());
    }
    return Optional.of(draft);
  }

  /** Views that ask for more columns than they group by can do so for the primary key's sake. */
  private void lockGrouping(ImpactDraft draft, ObjectName table, Constraint key) {
    List<String> others =
        before().findTable(table).map(Table::columns).orElse(List.of()).stream()
            .map(Column::name)
            .filter(name -> !key.columns().contains(name))
            .toList();
    for (View view : before().readersOf(table)) {
      Matcher grouped = GROUPED.matcher(view.query());
      if (key.kind() == Constraint.Kind.PRIMARY_KEY
          && view.reads().contains(before().resolve(table))
          && grouped.find()
          && key.columns().stream().allMatch(name -> names(grouped.group(), name))
          && others.stream().anyMatch(name -> view.names(name) && !names(grouped.group(), name))) {
        draft.lock(view.name(), ACCESS_EXCLUSIVE);
        before().readersOf(view.name()).forEach(v -> draft.lock(v.name(), ACCESS_EXCLUSIVE));
      }
    }
  }

  private static boolean names(String text, String column) {
    return Pattern.compile("(?iu)\\b" + Pattern.quote(column) + "\\b").matcher(text).find();
  }

  /** Since version 18 NOT NULL is a constraint, with this name where nobody gives it another. */
  private boolean isNotNull(ConstraintOperation.DropConstraint operation) {
    return before().findTable(operation.table()).stream()
        .flatMap(table -> table.columns().stream())
        .filter(Column::notNull)
        .map(column -> operation.table().name() + "_" + column.name() + "_not_null")
        .anyMatch(operation.name()::equals);
  }

  /** Heirs have no part in a key; they have CHECKs and NOT NULL. */
  private static boolean isKey(TableConstraint constraint) {
    Constraint.Kind kind = constraint.definition().kind();
    return kind != Constraint.Kind.CHECK && kind != Constraint.Kind.NOT_NULL;
  }

  @Override
  default Optional<ImpactDraft> visit(ConstraintOperation.RenameConstraint operation) {
    ObjectName table = operation.table();
    String source = "PostgreSQL manual, ALTER TABLE, RENAME CONSTRAINT; measured";
    // Heirs have a CHECK under the same name, and partitions their keys under names of their own.
    boolean key =
        before()
            .findTable(table)
            .flatMap(t -> t.findConstraint(operation.name()))
            .filter(ConstraintImpacts::isKey)
            .isPresent();
    return Optional.of(
        key
            ? draft(source).lock(table, ACCESS_EXCLUSIVE)
            : locked(table, ACCESS_EXCLUSIVE, source));
  }

  @Override
  default Optional<ImpactDraft> visit(ConstraintOperation.AlterConstraint operation) {
    ObjectName table = operation.table();
    ImpactDraft draft =
        locked(table, ACCESS_EXCLUSIVE, "PostgreSQL manual, ALTER TABLE, ALTER CONSTRAINT");
    if (!ENFORCED.matcher(operation.text()).find()) {
      return Optional.of(draft);
    }
    if (!version().atLeast(18)) {
      return Optional.empty();
    }
    boolean unchecked = Grammar.NOT_ENFORCED.matcher(operation.text()).find();
    before().findTable(table).flatMap(t -> t.findConstraint(operation.name())).stream()
        .flatMap(c -> c.definition().reference().stream())
        .forEach(
            other -> {
              draft.lock(tree(other.table()), unchecked ? ACCESS_EXCLUSIVE : SHARE_ROW_EXCLUSIVE);
              if (!unchecked) {
                draft.scan(storedPartitions(table)).scan(storedPartitions(other.table()));
              }
            });
    return Optional.of(draft);
  }
}
