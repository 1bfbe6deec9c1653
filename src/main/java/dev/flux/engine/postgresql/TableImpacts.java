package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;
import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.SHARE_ROW_EXCLUSIVE;
import static dev.flux.engine.LockMode.SHARE_UPDATE_EXCLUSIVE;

import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Facts about operations on whole tables. */
interface TableImpacts extends TableOperation.Visitor<Optional<ImpactDraft>>, TableReaders {
  /** The other table of INHERIT and NO INHERIT. */
  Pattern INHERIT = Pattern.compile("(?is)(no\\s+)?inherit\\s+(?:\"?(\\w+)\"?\\.)?\"?(\\w+)\"?.*");

  @Override
  default Optional<ImpactDraft> visit(TableOperation.CreateTable operation) {
    ImpactDraft draft = draft("PostgreSQL manual, CREATE TABLE");
    if (operation.ifNotExists() && before().findTable(operation.table()).isPresent()) {
      return Optional.of(draft);
    }
    operation.partitionOf().ifPresent(parent -> lockForPartition(draft, parent));
    operation.parents().forEach(parent -> draft.lock(parent, SHARE_UPDATE_EXCLUSIVE));
    operation.likeTables().forEach(source -> draft.lock(source, ACCESS_SHARE));
    operation.reads().forEach(source -> draft.lock(through(source), ACCESS_SHARE));
    Stream.concat(
            operation.constraints().stream(),
            operation.columns().stream().flatMap(column -> column.constraints().stream()))
        .flatMap(constraint -> constraint.reference().stream())
        .map(Constraint.Reference::table)
        .filter(table -> !before().resolve(table).equals(before().resolve(operation.table())))
        .forEach(table -> draft.lock(tree(table), SHARE_ROW_EXCLUSIVE));
    return Optional.of(draft);
  }

  /** A new partition locks the parent, its default partition and what the parent references. */
  private void lockForPartition(ImpactDraft draft, ObjectName parent) {
    draft.lock(parent, ACCESS_EXCLUSIVE);
    lockDefaultPartition(draft, parent);
    before()
        .findTable(parent)
        .ifPresent(
            table ->
                Setting.referenced(table.constraints())
                    .forEach(other -> draft.lock(tree(other), SHARE_ROW_EXCLUSIVE)));
    before().referencing(parent).forEach(child -> draft.lock(child.name(), SHARE_ROW_EXCLUSIVE));
  }

  /** A default partition must not hold rows of the new one. */
  private void lockDefaultPartition(ImpactDraft draft, ObjectName parent) {
    before().partitionsOf(parent).stream()
        .filter(Table::defaultPartition)
        .forEach(table -> draft.lock(table.name(), ACCESS_EXCLUSIVE).scan(table.name()));
  }

  @Override
  default Optional<ImpactDraft> visit(TableOperation.DropTable operation) {
    ImpactDraft draft = draft("PostgreSQL manual, DROP TABLE; measured");
    for (ObjectName table : operation.tables()) {
      if (before().findTable(table).isEmpty() && operation.ifExists()) {
        draft.assume("The table `" + table + "` is assumed to exist; its creation was not read.");
      }
      drop(draft, table, operation.cascade());
    }
    return Optional.of(draft);
  }

  /** What dropping a table locks; its partitions go with it. */
  default void drop(ImpactDraft draft, ObjectName table, boolean cascade) {
    draft.lock(tree(table), ACCESS_EXCLUSIVE);
    Optional<Table> known = before().findTable(table);
    if (known.isEmpty() || !known.get().complete()) {
      draft.assume("Which tables `" + table + "` has foreign keys to is not known.");
    }
    for (ObjectName name : tree(table)) {
      before()
          .findTable(name)
          .map(Table::constraints)
          .map(Setting::referenced)
          .ifPresent(others -> others.forEach(o -> draft.lock(tree(o), ACCESS_EXCLUSIVE)));
    }
    known
        .flatMap(Table::partitionOf)
        .ifPresent(
            parent -> {
              draft.lock(parent, ACCESS_EXCLUSIVE);
              before().partitionsOf(parent).stream()
                  .filter(Table::defaultPartition)
                  .forEach(t -> draft.lock(t.name(), ACCESS_EXCLUSIVE));
            });
    if (cascade) {
      before().referencing(table).forEach(child -> draft.lock(child.name(), ACCESS_EXCLUSIVE));
      lockReaders(draft, table);
    }
  }

  @Override
  default Optional<ImpactDraft> visit(TableOperation.RenameTable operation) {
    return Optional.of(
        draft("PostgreSQL manual, ALTER TABLE, RENAME").lock(operation.table(), ACCESS_EXCLUSIVE));
  }

  @Override
  default Optional<ImpactDraft> visit(TableOperation.TruncateTable operation) {
    ImpactDraft draft = draft("PostgreSQL manual, TRUNCATE");
    for (ObjectName table : operation.tables()) {
      draft.lock(tree(table), ACCESS_EXCLUSIVE);
      if (operation.cascade()) {
        truncateReferencing(draft, table, new HashSet<>());
      }
    }
    return Optional.of(draft);
  }

  private void truncateReferencing(ImpactDraft draft, ObjectName table, Set<ObjectName> seen) {
    if (!seen.add(before().resolve(table))) {
      return;
    }
    for (Table child : before().referencing(table)) {
      draft.lock(tree(child.name()), ACCESS_EXCLUSIVE);
      truncateReferencing(draft, child.name(), seen);
    }
  }

  @Override
  default Optional<ImpactDraft> visit(TableOperation.RewriteTable operation) {
    String source =
        switch (operation.cause()) {
          case VACUUM_FULL -> "PostgreSQL manual, VACUUM";
          case CLUSTER -> "PostgreSQL manual, CLUSTER";
          default -> "PostgreSQL manual, ALTER TABLE";
        };
    ImpactDraft draft = draft(source);
    boolean bare = operation.table().isEmpty();
    if (bare) {
      draft.assume("Every table of the database is rewritten, each under ACCESS EXCLUSIVE.");
    }
    operation
        .table()
        .ifPresent(table -> draft.lock(tree(table), ACCESS_EXCLUSIVE).rewrite(storageOf(table)));
    return switch (operation.cause()) {
      case VACUUM_FULL -> Optional.of(withBuilds(draft, operation).outsideOnly());
      case CLUSTER -> Optional.of(bare ? draft.outsideOnly() : withBuilds(draft, operation));
      case SET_LOGGED, SET_UNLOGGED, SET_ACCESS_METHOD -> Optional.of(withBuilds(draft, operation));
      case SET_TABLESPACE -> Optional.of(draft);
      case OPTIMIZE, ENGINE, FORCE, CONVERT_CHARSET, ROW_FORMAT -> Optional.empty();
    };
  }

  private ImpactDraft withBuilds(ImpactDraft draft, TableOperation.RewriteTable operation) {
    operation.table().ifPresent(table -> draft.build(indexed(table)));
    return draft;
  }

  /** Those of a tree that have an index, as far as is known: what is not known counts. */
  default List<ObjectName> indexed(ObjectName table) {
    return storageOf(table).stream()
        .filter(
            name ->
                before().findTable(name).filter(Table::complete).isEmpty()
                    || before().findTable(name).filter(t -> !t.indexes().isEmpty()).isPresent())
        .toList();
  }

  @Override
  default Optional<ImpactDraft> visit(TableOperation.SetTableOption operation) {
    ObjectName table = operation.table();
    String source = "PostgreSQL manual, ALTER TABLE";
    return switch (operation.option()) {
      case STORAGE_PARAMETERS ->
          Optional.of(
              draft(source)
                  .lock(
                      table,
                      operation.text().contains("user_catalog_table")
                          ? ACCESS_EXCLUSIVE
                          : SHARE_UPDATE_EXCLUSIVE));
      case TRIGGER_STATE -> Optional.of(locked(table, SHARE_ROW_EXCLUSIVE, source));
      case CLUSTER_ON -> Optional.of(draft(source).lock(table, SHARE_UPDATE_EXCLUSIVE));
      case OWNER, RULE_STATE, ROW_SECURITY, REPLICA_IDENTITY, OF_TYPE, OTHER ->
          Optional.of(draft(source).lock(table, ACCESS_EXCLUSIVE));
      case INHERIT -> Optional.of(inherit(operation));
      case COMMENT, AUTO_INCREMENT -> Optional.empty();
    };
  }

  private ImpactDraft inherit(TableOperation.SetTableOption operation) {
    ImpactDraft draft =
        draft("PostgreSQL manual, ALTER TABLE").lock(operation.table(), ACCESS_EXCLUSIVE);
    Matcher matcher = INHERIT.matcher(operation.text().strip());
    if (matcher.matches()) {
      ObjectName parent = new ObjectName(Optional.ofNullable(matcher.group(2)), matcher.group(3));
      draft.lock(parent, matcher.group(1) == null ? SHARE_UPDATE_EXCLUSIVE : ACCESS_SHARE);
    }
    return draft;
  }

  @Override
  default Optional<ImpactDraft> visit(TableOperation.AttachPartition operation) {
    ObjectName parent = operation.parent();
    ObjectName partition = operation.partition();
    ImpactDraft draft =
        draft("PostgreSQL manual, ALTER TABLE, ATTACH PARTITION; measured")
            .lock(parent, version().atLeast(12) ? SHARE_UPDATE_EXCLUSIVE : ACCESS_EXCLUSIVE)
            .lock(tree(partition), ACCESS_EXCLUSIVE);
    Optional<Table> child = before().findTable(partition);
    boolean checked = child.filter(TableImpacts::hasValidCheck).isPresent();
    if (checked) {
      draft.assume("The CHECK of `" + partition + "` is assumed to imply the partition's bounds.");
    } else {
      draft.scan(storageOf(partition));
    }
    lockDefaultPartition(draft, parent);
    before()
        .findTable(parent)
        .ifPresent(
            known -> {
              if (lacksIndexOf(known, child)) {
                draft.build(storageOf(partition));
              }
              for (ObjectName other : Setting.referenced(known.constraints())) {
                draft.lock(tree(other), SHARE_ROW_EXCLUSIVE).scan(storageOf(other));
              }
            });
    before().referencing(parent).forEach(other -> draft.lock(other.name(), SHARE_ROW_EXCLUSIVE));
    return Optional.of(draft);
  }

  private static boolean hasValidCheck(Table table) {
    return table.constraints().stream()
        .filter(TableConstraint::validated)
        .anyMatch(c -> c.definition().kind() == Constraint.Kind.CHECK);
  }

  /** Whether the parent has an index for which the partition has no like one. */
  private static boolean lacksIndexOf(Table parent, Optional<Table> partition) {
    return parent.indexes().stream()
        .anyMatch(
            wanted ->
                partition.stream()
                    .flatMap(table -> table.indexes().stream())
                    .noneMatch(
                        index ->
                            index.columns().equals(wanted.columns())
                                && index.unique() == wanted.unique()));
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
    ImpactDraft draft =
        draft(source)
            .lock(operation.parent(), ACCESS_EXCLUSIVE)
            .lock(tree(operation.partition()), ACCESS_EXCLUSIVE);
    before().partitionsOf(operation.parent()).stream()
        .filter(Table::defaultPartition)
        .forEach(table -> draft.lock(table.name(), ACCESS_EXCLUSIVE));
    return Optional.of(draft);
  }
}
