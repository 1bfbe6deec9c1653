package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;
import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.SHARE;
import static dev.flux.engine.LockMode.SHARE_UPDATE_EXCLUSIVE;

import dev.flux.engine.ImpactDraft;
import dev.flux.engine.LockMode;
import dev.flux.schema.Table;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Facts about operations on indexes. */
interface IndexImpacts extends IndexOperation.Visitor<Optional<ImpactDraft>>, RowWrites {

  /** Order, storage and place of an index. */
  Pattern OF_NO_MATTER =
      Pattern.compile(
          "(?:(?<=\\s)asc|(?<=\\s)desc)\\b|\\bnulls\\s+(?:first|last)\\b"
              + "|\\bwith\\s*\\([^()]*\\)|\\btablespace\\s+\\S+");

  /** What the name of the table ends at. */
  Pattern COLUMNS_OF_INDEX = Pattern.compile("\\(|\\susing\\s+(?!btree\\b)");

  @Override
  default Optional<ImpactDraft> visit(IndexOperation.CreateIndex operation) {
    ObjectName table = operation.table();
    if (Grammar.sinceNulls(operation.definition()) > version().major()) {
      return Optional.empty();
    }
    LockMode mode = operation.concurrently() ? SHARE_UPDATE_EXCLUSIVE : SHARE;
    List<ObjectName> tables = operation.only() ? List.of(table) : partitions(table);
    ImpactDraft draft = draft("PostgreSQL manual, CREATE INDEX; measured").lock(tables, mode);
    boolean exists =
        operation.ifNotExists()
            && operation
                .index()
                .map(name -> beside(name, table))
                .flatMap(before()::findRelationOfIndex)
                .isPresent();
    if (!exists) {
      List<ObjectName> storage = storageOf(table);
      draft.build(
          tables.stream()
              .filter(storage::contains)
              .filter(name -> name.equals(table) || !hasSame(name, operation))
              .toList());
      followIn(draft, operation.definition());
    }
    return Optional.of(operation.concurrently() ? draft.outsideOnly() : draft);
  }

  /** Whether a partition has an index of its own that it needs not build then. */
  private boolean hasSame(ObjectName partition, IndexOperation.CreateIndex operation) {
    return same(partition, operation)
        > before()
            .findTable(partition)
            .flatMap(Table::partitionOf)
            .map(parent -> same(parent, operation))
            .orElse(0L);
  }

  private long same(ObjectName table, IndexOperation.CreateIndex wanted) {
    String text = behindTable(wanted.definition());
    return before().findTable(table).map(Table::indexes).orElse(List.of()).stream()
        .filter(index -> index.constraint().isEmpty() && index.unique() == wanted.unique())
        .filter(index -> behindTable(index.definition()).equals(text))
        .count();
  }

  /** How an index sorts and is stored is not asked for ({@code CompareIndexInfo}). */
  private static String behindTable(String definition) {
    String plain =
        OF_NO_MATTER
            .matcher(definition.strip().toLowerCase(Locale.ROOT))
            .replaceAll("")
            .replaceAll("\\s*([(),])\\s*", "$1")
            .strip();
    Matcher columns = COLUMNS_OF_INDEX.matcher(plain);
    return columns.find() ? plain.substring(columns.start()) : plain;
  }

  /** An index is in the schema of its table. */
  private ObjectName beside(ObjectName index, ObjectName table) {
    return new ObjectName(before().resolve(table).schema(), index.name());
  }

  @Override
  default Optional<ImpactDraft> visit(IndexOperation.DropIndex operation) {
    ImpactDraft draft = draft("PostgreSQL manual, DROP INDEX; measured");
    LockMode mode = operation.concurrently() ? SHARE_UPDATE_EXCLUSIVE : ACCESS_EXCLUSIVE;
    for (ObjectName index : operation.indexes()) {
      tableOf(index, draft).ifPresent(table -> draft.lock(partitions(table), mode));
    }
    return Optional.of(operation.concurrently() ? draft.outsideOnly() : draft);
  }

  private Optional<ObjectName> tableOf(ObjectName index, ImpactDraft draft) {
    Optional<ObjectName> table = before().findRelationOfIndex(index);
    if (table.isEmpty()) {
      draft.assume(
          "The table of the index `" + index + "` is not known; its creation was not read.");
    }
    return table;
  }

  @Override
  default Optional<ImpactDraft> visit(IndexOperation.RenameIndex operation) {
    // The index alone is locked: SHARE UPDATE EXCLUSIVE since 12, ACCESS EXCLUSIVE before.
    return Optional.of(draft("PostgreSQL manual, ALTER INDEX; measured"));
  }

  @Override
  default Optional<ImpactDraft> visit(IndexOperation.Reindex operation) {
    if (Grammar.since(operation) > version().major()) {
      return Optional.empty();
    }
    ImpactDraft draft = draft("PostgreSQL manual, REINDEX; measured");
    LockMode mode = operation.concurrently() ? SHARE_UPDATE_EXCLUSIVE : SHARE;
    Optional<ObjectName> table =
        switch (operation.target()) {
          case TABLE -> operation.name();
          case INDEX -> operation.name().flatMap(index -> tableOf(index, draft));
          case SCHEMA, DATABASE, SYSTEM -> Optional.empty();
        };
    table.ifPresent(
        name -> draft.lock(partitions(name), mode).build(indexed(storedPartitions(name))));
    computeAgain(draft, operation, table);
    boolean many =
        switch (operation.target()) {
          case TABLE, INDEX ->
              table.flatMap(before()::findTable).filter(Table::partitioned).isPresent();
          case SCHEMA, DATABASE, SYSTEM -> true;
        };
    if (many && table.isEmpty()) {
      draft.assume(
          "Every index of the "
              + operation.target().name().toLowerCase(Locale.ROOT)
              + " is built anew, each under "
              + mode.words()
              + " on its table; those that are known are named.");
      for (ObjectName each : tablesOf(operation)) {
        draft.lock(each, mode).build(List.of(each));
      }
    }
    return Optional.of(operation.concurrently() || many ? draft.outsideOnly() : draft);
  }

  private void computeAgain(
      ImpactDraft draft, IndexOperation.Reindex operation, Optional<ObjectName> table) {
    if (operation.target() == IndexOperation.Reindex.Target.INDEX) {
      operation
          .name()
          .flatMap(before()::findIndex)
          .ifPresent(index -> compute(draft, List.of(index)));
    } else {
      table.ifPresent(name -> computeIndexes(draft, storedPartitions(name)));
    }
  }

  /** Tables with an index in the schema or database. */
  private List<ObjectName> tablesOf(IndexOperation.Reindex operation) {
    Optional<String> schema =
        operation.target() == IndexOperation.Reindex.Target.SCHEMA
            ? operation.name().map(ObjectName::name)
            : Optional.empty();
    return before().tables().stream()
        .filter(table -> !table.partitioned() && !table.indexes().isEmpty())
        .map(Table::name)
        .filter(name -> schema.isEmpty() || name.schema().orElse("public").equals(schema.get()))
        .toList();
  }

  @Override
  default Optional<ImpactDraft> visit(IndexOperation.AttachIndex operation) {
    ImpactDraft draft = draft("PostgreSQL manual, ALTER INDEX, ATTACH PARTITION; measured");
    tableOf(operation.parent(), draft).ifPresent(table -> draft.lock(table, ACCESS_SHARE));
    tableOf(operation.index(), draft).ifPresent(table -> draft.lock(table, ACCESS_SHARE));
    return Optional.of(draft);
  }

  @Override
  default Optional<ImpactDraft> visit(IndexOperation.SetIndexOption operation) {
    return Optional.of(draft("PostgreSQL manual, ALTER INDEX; measured"));
  }
}
