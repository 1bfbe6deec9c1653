package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;
import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.SHARE_ROW_EXCLUSIVE;
import static dev.flux.engine.LockMode.SHARE_UPDATE_EXCLUSIVE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Inheritance;
import dev.flux.schema.Table;
import dev.flux.schema.View;
import dev.flux.sql.Constraint;
import dev.flux.sql.Identifiers;
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
interface TableImpacts extends PartitionImpacts, TableReaders, RowReads {
  /** ALTER … ALL IN TABLESPACE: whether views are meant, from where, and to where. */
  Pattern MOVE =
      Pattern.compile(
          "(?is)(materialized\\s+view\\s+)?all\\s+in\\s+tablespace\\s+"
              + Identifiers.NAME
              + ".*\\btablespace\\s+"
              + Identifiers.NAME);

  /** Triggers but for those that constraints have made. */
  Pattern OF_USER = Pattern.compile("(?i)\\btrigger\\s+user\\b");

  /** CREATE TABLE AS that only takes over the columns. */
  Pattern NO_DATA = Pattern.compile("(?is)\\bwith\\s+no\\s+data\\s*$");

  @Override
  default Optional<ImpactDraft> visit(TableOperation.CreateTable operation) {
    int since = Math.max(Grammar.since(operation), sinceColumns(operation));
    if (since > version().major()) {
      return Optional.empty();
    }
    ImpactDraft draft = draft("PostgreSQL manual, CREATE TABLE");
    if (operation.ifNotExists() && before().findTable(operation.table()).isPresent()) {
      return Optional.of(draft);
    }
    lockForPartition(draft, operation);
    operation.parents().forEach(parent -> draft.lock(parent, SHARE_UPDATE_EXCLUSIVE));
    operation.likeTables().forEach(source -> draft.lock(source, ACCESS_SHARE));
    boolean empty = NO_DATA.matcher(operation.definition()).find();
    draft.lock(operation.reads(), ACCESS_SHARE);
    if (operation.asQuery() && !empty) {
      keep(draft, Embedded.query(operation.definition()), operation.reads());
      followIn(draft, operation.definition());
    }
    Stream.concat(
            operation.constraints().stream(),
            operation.columns().stream().flatMap(column -> column.constraints().stream()))
        .flatMap(constraint -> constraint.reference().stream())
        .map(Constraint.Reference::table)
        .filter(table -> !before().resolve(table).equals(before().resolve(operation.table())))
        .forEach(table -> draft.lock(tree(table), SHARE_ROW_EXCLUSIVE));
    return Optional.of(draft);
  }

  private static int sinceColumns(TableOperation.CreateTable operation) {
    return operation.columns().stream().mapToInt(Grammar::since).max().orElse(Grammar.ALWAYS);
  }

  @Override
  default Optional<ImpactDraft> visit(TableOperation.DropTable operation) {
    ImpactDraft draft = draft("PostgreSQL manual, DROP TABLE; measured");
    for (ObjectName table : operation.tables()) {
      if (operation.ifExists() && before().isMissing(table)) {
        continue;
      }
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
          .map(this::referencedByOwn)
          .ifPresent(others -> others.forEach(o -> draft.lock(otherSide(o), ACCESS_EXCLUSIVE)));
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
      dropReferences(draft, table);
      lockReaders(draft, table);
    }
  }

  /** Foreign keys to a partition are those to the whole partitioned table, and go with it. */
  private void dropReferences(ImpactDraft draft, ObjectName table) {
    List<Table> children = referencingAny(table);
    children.forEach(child -> draft.lock(child.name(), ACCESS_EXCLUSIVE));
    List<ObjectName> above = ancestors(table);
    if (!children.isEmpty() && !above.isEmpty()) {
      draft.lock(otherSide(above.get(above.size() - 1)), ACCESS_EXCLUSIVE);
    }
  }

  @Override
  default Optional<ImpactDraft> visit(TableOperation.RenameTable operation) {
    ImpactDraft draft = draft("PostgreSQL manual, ALTER TABLE, RENAME");
    ObjectName name = operation.table();
    // As ALTER INDEX and ALTER SEQUENCE do, it locks nothing but what it renames.
    boolean table = before().findTable(name).isPresent() || before().findView(name).isPresent();
    boolean other = before().findIndex(name).isPresent() || before().hasSequence(name);
    return Optional.of(other && !table ? draft : draft.lock(name, ACCESS_EXCLUSIVE));
  }

  @Override
  default Optional<ImpactDraft> visit(TableOperation.TruncateTable operation) {
    ImpactDraft draft = draft("PostgreSQL manual, TRUNCATE");
    for (ObjectName table : operation.tables()) {
      draft.lock(tree(table), ACCESS_EXCLUSIVE);
      empty(draft, tree(table));
      fire(draft, tree(table), "truncate", List.of());
      if (!version().atLeast(14)) {
        draft.lock(ancestors(table), ACCESS_SHARE);
      }
      if (operation.cascade()) {
        truncateReferencing(draft, table, new HashSet<>());
      }
    }
    return Optional.of(draft);
  }

  /** Even a file without rows is read once for each index that it has. */
  private void empty(ImpactDraft draft, List<ObjectName> tables) {
    tables.stream()
        .filter(table -> !partitioned(table))
        .forEach(table -> draft.empty(table, !indexed(List.of(table)).isEmpty()));
  }

  private void truncateReferencing(ImpactDraft draft, ObjectName table, Set<ObjectName> seen) {
    if (!seen.add(before().resolve(table))) {
      return;
    }
    for (Table child : referencingAny(table)) {
      // Heirs of a table that it reaches keep their rows.
      List<ObjectName> reached = partitions(child.name());
      draft.lock(reached, ACCESS_EXCLUSIVE);
      empty(draft, reached);
      fire(draft, reached, "truncate", List.of());
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
    if (Grammar.since(operation) > version().major()) {
      return Optional.empty();
    }
    ImpactDraft draft = draft(source);
    boolean bare = operation.table().isEmpty();
    if (bare && operation.cause() == TableOperation.RewriteTable.Cause.SET_TABLESPACE) {
      return Optional.of(moveAll(draft, operation.text()));
    }
    if (bare) {
      draft.assume(
          operation.cause() == TableOperation.RewriteTable.Cause.CLUSTER
              ? "Every table that was clustered before is rewritten, each under ACCESS EXCLUSIVE."
              : "Every table of the database is rewritten, each under ACCESS EXCLUSIVE; those that"
                  + " are known are named.");
      if (operation.cause() == TableOperation.RewriteTable.Cause.VACUUM_FULL) {
        rewriteAll(draft);
      }
    }
    operation.table().ifPresent(table -> draft.lock(reached(table, operation), ACCESS_EXCLUSIVE));
    if (keepsStorage(operation)) {
      return Optional.of(draft);
    }
    operation.table().ifPresent(table -> draft.rewrite(rewritten(table, operation)));
    return switch (operation.cause()) {
      case VACUUM_FULL -> Optional.of(withBuilds(draft, operation).outsideOnly());
      case CLUSTER -> Optional.of(bare ? draft.outsideOnly() : withBuilds(draft, operation));
      case SET_LOGGED, SET_UNLOGGED, SET_ACCESS_METHOD -> Optional.of(withBuilds(draft, operation));
      case SET_TABLESPACE -> Optional.of(draft);
      case OPTIMIZE, ENGINE, FORCE, CONVERT_CHARSET, ROW_FORMAT, ORDER_BY -> Optional.empty();
    };
  }

  /**
   * Every table of a tablespace goes to another one; materialized views are moved by themselves.
   */
  private ImpactDraft moveAll(ImpactDraft draft, String text) {
    draft.assume("What is in the tablespace is known of tables that migrations created only.");
    Matcher said = MOVE.matcher(text);
    String from = said.find() ? Identifiers.name(said.group(2)).name() : "";
    if (from.isEmpty()
        || said.group(1) != null
        || from.equals(Identifiers.name(said.group(3)).name())) {
      return draft;
    }
    for (Table table : before().tables()) {
      if (table.storage().tablespace().orElse("pg_default").equals(from)) {
        draft.lock(table.name(), ACCESS_EXCLUSIVE);
        draft.rewrite(table.partitioned() ? List.of() : List.of(table.name()));
      }
    }
    return draft;
  }

  private void rewriteAll(ImpactDraft draft) {
    for (Table table : before().tables()) {
      List<ObjectName> rows = table.partitioned() ? List.of() : List.of(table.name());
      draft.lock(table.name(), ACCESS_EXCLUSIVE).rewrite(rows).build(indexed(rows));
    }
    before().views().stream()
        .filter(View::materialized)
        .map(View::name)
        .forEach(view -> draft.lock(view, ACCESS_EXCLUSIVE).rewrite(List.of(view)));
  }

  private ImpactDraft withBuilds(ImpactDraft draft, TableOperation.RewriteTable operation) {
    operation.table().ifPresent(table -> draft.build(indexed(rewritten(table, operation))));
    return draft;
  }

  /** Heirs are left alone, but for VACUUM since version 18; partitions too by ALTER TABLE. */
  private List<ObjectName> reached(ObjectName table, TableOperation.RewriteTable operation) {
    return switch (operation.cause()) {
      case SET_LOGGED, SET_UNLOGGED, SET_TABLESPACE, SET_ACCESS_METHOD -> List.of(table);
      case VACUUM_FULL -> version().atLeast(18) ? tree(table) : partitions(table);
      default -> partitions(table);
    };
  }

  private List<ObjectName> rewritten(ObjectName table, TableOperation.RewriteTable operation) {
    List<ObjectName> storage = storageOf(table);
    return reached(table, operation).stream().filter(storage::contains).toList();
  }

  /** Whether the rows are known to be kept in that way already. */
  private boolean keepsStorage(TableOperation.RewriteTable operation) {
    return switch (operation.cause()) {
      case SET_LOGGED, SET_UNLOGGED, SET_TABLESPACE, SET_ACCESS_METHOD ->
          operation
              .table()
              .flatMap(before()::findTable)
              .filter(table -> table.era() >= 0)
              .map(Table::storage)
              .filter(storage -> storage.after(operation).equals(storage))
              .isPresent();
      default -> false;
    };
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
      case TRIGGER_STATE ->
          Optional.of(
              draft(source)
                  .lock(
                      reachesTriggers(operation) ? partitions(table) : List.of(table),
                      SHARE_ROW_EXCLUSIVE));
      case CLUSTER_ON -> Optional.of(draft(source).lock(table, SHARE_UPDATE_EXCLUSIVE));
      case OWNER, RULE_STATE, ROW_SECURITY, REPLICA_IDENTITY, OF_TYPE, TABLESPACE, OTHER ->
          Optional.of(draft(source).lock(table, ACCESS_EXCLUSIVE));
      case INHERIT -> Optional.of(inherit(operation));
      case COMMENT, AUTO_INCREMENT, CHARSET, KEYS, VERSIONING -> Optional.empty();
    };
  }

  /** USER leaves out the triggers of foreign keys, as versions before 15 do. */
  private boolean reachesTriggers(TableOperation.SetTableOption operation) {
    boolean all = version().atLeast(15) && !OF_USER.matcher(operation.text()).find();
    return all ? hasTriggers(operation.table()) : hasRowTriggers(operation.table());
  }

  /** Partitions are reached through their copies of triggers; a foreign key has some too. */
  private boolean hasTriggers(ObjectName table) {
    return before()
        .findTable(table)
        .filter(Table::complete)
        .filter(t -> t.triggers().isEmpty() && Setting.referenced(t.constraints()).isEmpty())
        .isEmpty();
  }

  private ImpactDraft inherit(TableOperation.SetTableOption operation) {
    ImpactDraft draft =
        draft("PostgreSQL manual, ALTER TABLE").lock(operation.table(), ACCESS_EXCLUSIVE);
    Inheritance.find(operation.text())
        .ifPresent(
            said -> draft.lock(said.parent(), said.ends() ? ACCESS_SHARE : SHARE_UPDATE_EXCLUSIVE));
    return draft;
  }

  @Override
  default Optional<ImpactDraft> visit(TableOperation.ChooseAlgorithm operation) {
    return Optional.empty();
  }

  @Override
  default Optional<ImpactDraft> visit(TableOperation.ChangePartitions operation) {
    return Optional.empty();
  }
}
