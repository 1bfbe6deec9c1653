package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;
import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.ROW_SHARE;
import static dev.flux.engine.LockMode.SHARE_ROW_EXCLUSIVE;
import static dev.flux.engine.LockMode.SHARE_UPDATE_EXCLUSIVE;

import dev.flux.engine.ImpactDraft;
import dev.flux.engine.LockMode;
import dev.flux.schema.Attached;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Facts about tables that become partitions, and stop being some. */
interface PartitionImpacts
    extends TableOperation.Visitor<Optional<ImpactDraft>>, Routing, RoutineReads {

  /** A new partition locks the parent, its default partition and what the parent references. */
  default void lockForPartition(ImpactDraft draft, TableOperation.CreateTable operation) {
    operation.partitionOf().ifPresent(parent -> lockForPartition(draft, parent, operation));
  }

  private void lockForPartition(
      ImpactDraft draft, ObjectName parent, TableOperation.CreateTable operation) {
    draft.lock(parent, ACCESS_EXCLUSIVE);
    lockDefaultPartition(draft, parent, bounds(operation));
    before()
        .findTable(parent)
        .filter(table -> version().atLeast(12) || !operation.partitioned())
        .ifPresent(
            table ->
                Setting.referenced(table.constraints())
                    .forEach(
                        other ->
                            draft.lock(
                                tree(other),
                                version().atLeast(12) ? SHARE_ROW_EXCLUSIVE : ACCESS_SHARE)));
    referencingAny(parent).forEach(child -> draft.lock(child.name(), keyToPartition()));
  }

  /** A foreign key to the parent is made for the new partition too. */
  private LockMode keyToPartition() {
    return version().atLeast(15) ? SHARE_ROW_EXCLUSIVE : ACCESS_SHARE;
  }

  private String bounds(TableOperation.CreateTable operation) {
    return before()
        .after(operation)
        .findTable(operation.table())
        .flatMap(made -> made.storage().bounds())
        .orElse("");
  }

  /** A default partition must not hold rows of the new one; a CHECK can say that it does not. */
  private void lockDefaultPartition(ImpactDraft draft, ObjectName parent, String bounds) {
    Optional<Partitioning> shared =
        before().findTable(parent).flatMap(table -> Partitioning.find(table, before()));
    before().partitionsOf(parent).stream()
        .filter(Table::defaultPartition)
        .forEach(
            rest -> {
              draft.lock(rest.name(), ACCESS_EXCLUSIVE);
              if (shared.filter(by -> excluded(rest, by, bounds)).isEmpty()) {
                draft.lock(tree(rest.name()), ACCESS_EXCLUSIVE).scan(storageOf(rest.name()));
              }
            });
  }

  @Override
  default Optional<ImpactDraft> visit(TableOperation.AttachPartition operation) {
    ObjectName parent = operation.parent();
    ObjectName partition = operation.partition();
    ImpactDraft draft =
        draft("PostgreSQL manual, ALTER TABLE, ATTACH PARTITION; measured")
            .lock(parent, version().atLeast(12) ? SHARE_UPDATE_EXCLUSIVE : ACCESS_EXCLUSIVE)
            .lock(tree(partition), ACCESS_EXCLUSIVE)
            // The bounds of the parent, where it is a partition itself, hold for the new one too.
            .lock(ancestors(parent), ACCESS_SHARE);
    Optional<Table> child = before().findTable(partition);
    Optional<Boolean> checked =
        before()
            .findTable(parent)
            .flatMap(p -> child.flatMap(c -> checked(c, p, operation.bounds())));
    if (checked.isEmpty() && child.filter(PartitionImpacts::hasValidCheck).isPresent()) {
      draft.assume("The CHECK of `" + partition + "` is assumed to imply the partition's bounds.");
    } else if (!checked.orElse(false)) {
      draft.scan(storageOf(partition));
    }
    lockDefaultPartition(draft, parent, operation.bounds());
    before()
        .findTable(parent)
        .ifPresent(
            known -> {
              if (lacksIndexOf(known, child)) {
                draft.build(storageOf(partition));
              }
              known.constraints().stream()
                  .filter(key -> key.definition().reference().isPresent())
                  .forEach(key -> attachKey(draft, key, partition));
            });
    referencingAny(parent).forEach(other -> draft.lock(other.name(), keyToPartition()));
    return Optional.of(draft);
  }

  /** The partition gets the key of its parent, or the like one that it has becomes a part of it. */
  private void attachKey(ImpactDraft draft, TableConstraint key, ObjectName partition) {
    List<TableConstraint> own =
        before()
            .findTable(partition)
            .map(table -> LikeKey.in(table, key, before()))
            .orElse(List.of());
    boolean valid = own.stream().anyMatch(TableConstraint::validated);
    // Since version 18 a key that is NOT VALID is adopted too, and validated.
    boolean adopted = valid || (version().atLeast(18) && !own.isEmpty());
    for (ObjectName other : Setting.referenced(List.of(key))) {
      draft.lock(tree(other), version().atLeast(12) ? SHARE_ROW_EXCLUSIVE : ROW_SHARE);
      // Version 12 takes nothing from the partitions of the table that is referenced.
      if (adopted && (version().atLeast(13) || !partitioned(other))) {
        draft.lock(otherSide(other), ACCESS_EXCLUSIVE);
      }
      if (!valid) {
        draft.scan(storageOf(partition)).scan(storageOf(other));
      }
    }
  }

  private static boolean hasValidCheck(Table table) {
    return table.constraints().stream()
        .filter(TableConstraint::validated)
        .anyMatch(c -> c.definition().kind() == Constraint.Kind.CHECK);
  }

  /** Whether the parent has an index for which the partition has no like one. */
  private boolean lacksIndexOf(Table parent, Optional<Table> partition) {
    // Since version 17 a primary key takes nothing but another one.
    boolean lacksKey =
        version().atLeast(17)
            && !parent.primaryKey().isEmpty()
            && partition.filter(t -> t.primaryKey().equals(parent.primaryKey())).isEmpty();
    return lacksKey || lacksIndex(parent, partition);
  }

  private static boolean lacksIndex(Table parent, Optional<Table> partition) {
    return parent.indexes().stream()
        .anyMatch(
            wanted ->
                partition.stream()
                    .flatMap(table -> table.indexes().stream())
                    .noneMatch(index -> isLike(index, wanted)));
  }

  /** The index of a constraint takes only that of another one. */
  private static boolean isLike(Index own, Index wanted) {
    return own.columns().equals(wanted.columns())
        && own.uses().equals(wanted.uses())
        && own.unique() == wanted.unique()
        && own.method().equals(wanted.method())
        && ((own.plain() && wanted.plain()) || sorted(own).equals(sorted(wanted)))
        && (own.constraint().isPresent() || wanted.constraint().isEmpty());
  }

  /** What it sorts by and for which rows, whatever its table. */
  private static String sorted(Index index) {
    String text = index.definition().toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
    return text.substring(Math.max(text.indexOf('('), 0));
  }

  @Override
  default Optional<ImpactDraft> visit(TableOperation.DetachPartition operation) {
    String source = "PostgreSQL manual, ALTER TABLE, DETACH PARTITION; measured";
    if (operation.concurrently() || operation.finalizing()) {
      if (!version().atLeast(14)) {
        return Optional.empty();
      }
      ImpactDraft draft =
          draft(source)
              .lock(operation.parent(), SHARE_UPDATE_EXCLUSIVE)
              .lock(tree(operation.partition()), ACCESS_EXCLUSIVE);
      return Optional.of(operation.concurrently() ? draft.outsideOnly() : draft);
    }
    return Optional.of(detach(draft(source).lock(operation.parent(), ACCESS_EXCLUSIVE), operation));
  }

  private ImpactDraft detach(ImpactDraft draft, TableOperation.DetachPartition operation) {
    ObjectName parent = operation.parent();
    ObjectName partition = operation.partition();
    before().partitionsOf(parent).stream()
        .filter(Table::defaultPartition)
        .forEach(table -> draft.lock(table.name(), ACCESS_EXCLUSIVE));
    List<ObjectName> above =
        before().findTable(parent).map(t -> Setting.referenced(t.constraints())).orElse(List.of());
    List<Table> below = referencingAny(parent);
    draft.lock(above, SHARE_ROW_EXCLUSIVE);
    for (Table child : below) {
      draft.lock(child.name(), ACCESS_EXCLUSIVE).scan(child.name());
    }
    if (!below.isEmpty()) {
      draft.lock(ancestors(parent), ACCESS_SHARE);
      draft.scan(partitioned(partition) ? List.of() : List.of(partition));
    }
    if (version().atLeast(14)) {
      return draft.lock(tree(partition), ACCESS_EXCLUSIVE);
    }
    // Copies of triggers are dropped from it.
    draft.lock(partition, hasRowTriggers(parent) ? ACCESS_EXCLUSIVE : SHARE_UPDATE_EXCLUSIVE);
    draft.lock(tree(partition).stream().skip(1).toList(), ACCESS_EXCLUSIVE);
    if (!below.isEmpty()) {
      draft.lock(storageOf(partition), ACCESS_EXCLUSIVE);
    }
    return draft;
  }

  /** Whether triggers for each row, of the table or those above it, are known. */
  default boolean hasRowTriggers(ObjectName table) {
    return lineage(table).stream()
        .flatMap(name -> before().attachedTo(name).stream())
        .filter(made -> made.kind() == Attached.Kind.TRIGGER)
        .anyMatch(made -> FOR_ROWS.matcher(made.text()).find());
  }
}
