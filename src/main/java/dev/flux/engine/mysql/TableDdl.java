package dev.flux.engine.mysql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;
import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.SHARE;

import dev.flux.engine.Impact;
import dev.flux.engine.ImpactDraft;
import dev.flux.engine.OnlineDdl;
import dev.flux.schema.Column;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation;
import dev.flux.sql.TableOptions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Facts about operations on whole tables. */
interface TableDdl extends TableOperation.Visitor<Optional<Impact>>, Scene {

  @Override
  default Optional<Impact> visit(TableOperation.CreateTable operation) {
    ImpactDraft draft = draft("CREATE TABLE");
    operation.likeTables().forEach(table -> draft.lock(table, ACCESS_SHARE));
    // The rows that a query reads are locked against changes (REPEATABLE READ).
    operation.reads().forEach(table -> draft.lock(table, SHARE).scan(table));
    operation.constraints().stream()
        .filter(constraint -> constraint.kind() == Constraint.Kind.FOREIGN_KEY)
        .flatMap(constraint -> constraint.reference().stream())
        .filter(reference -> !reference.table().equals(operation.table()))
        .forEach(reference -> draft.lock(reference.table(), ACCESS_EXCLUSIVE));
    return Optional.of(draft.impact());
  }

  @Override
  default Optional<Impact> visit(TableOperation.DropTable operation) {
    return exclusive("DROP TABLE", operation.tables());
  }

  @Override
  default Optional<Impact> visit(TableOperation.TruncateTable operation) {
    return exclusive("TRUNCATE TABLE", operation.tables());
  }

  private Optional<Impact> exclusive(String section, List<ObjectName> tables) {
    return Optional.of(draft(section).lock(tables, ACCESS_EXCLUSIVE).impact());
  }

  @Override
  default Optional<Impact> visit(TableOperation.RenameTable operation) {
    return altering(operation.table(), Way.METADATA.orInstant(server().changesMetadataAtOnce()));
  }

  @Override
  default Optional<Impact> visit(TableOperation.RewriteTable operation) {
    if (operation.table().isEmpty()) {
      return Optional.empty();
    }
    ObjectName table = operation.table().get();
    TableTraits traits = traits(table);
    return switch (operation.cause()) {
      case OPTIMIZE, FORCE -> altering(table, Way.REBUILD);
      case ROW_FORMAT ->
          altering(table, elsewhere(traits, operation.text()) ? Way.INSTANT : Way.REBUILD);
      case ENGINE -> altering(table, sameEngine(operation, traits) ? Way.REBUILD : Way.COPY);
      case CONVERT_CHARSET -> altering(table, converted(traits, operation.options()));
      case ORDER_BY -> altering(table, Way.COPY);
      // MariaDB reads the name of a tablespace, and forgets it.
      case SET_TABLESPACE ->
          altering(table, server().mariadb() ? Way.METADATA.orInstant(true) : Way.REBUILD);
      case VACUUM_FULL, CLUSTER, SET_LOGGED, SET_UNLOGGED, SET_ACCESS_METHOD -> Optional.empty();
    };
  }

  private static boolean sameEngine(TableOperation.RewriteTable operation, TableTraits traits) {
    return traits.innodb()
        && operation.options().engine().filter(engine -> engine.equals("innodb")).isPresent();
  }

  /** CONVERT TO CHARACTER SET changes every column of text to the table's new rules. */
  private Way converted(TableTraits traits, TableOptions options) {
    TextRules rules = TextRules.of(traits);
    Way whole = Way.METADATA.orInstant(server().mariadb());
    if (!traits.known() || !traits.innodb()) {
      return Way.COPY;
    }
    for (Column column : traits.columns()) {
      boolean indexed = traits.indexed(column.name()) || last(traits.name()).indexed(column.name());
      whole = whole.and(new Conversion(column, rules, options, traits, indexed, server()).way());
    }
    return whole;
  }

  /** Whether it is written beside the rows of another engine than InnoDB. */
  private static boolean elsewhere(TableTraits traits, String options) {
    return !traits.innodb() && OtherEngine.leavesRows(options);
  }

  @Override
  default Optional<Impact> visit(TableOperation.SetTableOption operation) {
    TableTraits traits = traits(operation.table());
    boolean innodb = traits.innodb();
    boolean instant = innodb ? server().mariadb() : elsewhere(traits, operation.text());
    return switch (operation.option()) {
      case VERSIONING ->
          altering(
              operation.table(),
              operation.text().toUpperCase(Locale.ROOT).startsWith("DROP")
                  ? Way.LOCKED_REBUILD
                  : Way.COPY);
      case KEYS -> altering(operation.table(), keys(innodb));
      case TABLESPACE -> tablespace(operation);
      case COMMENT, AUTO_INCREMENT, CHARSET, OTHER ->
          altering(operation.table(), new Company(this).option(Way.METADATA.orInstant(instant)));
      case STORAGE_PARAMETERS,
          OWNER,
          TRIGGER_STATE,
          RULE_STATE,
          ROW_SECURITY,
          REPLICA_IDENTITY,
          CLUSTER_ON,
          INHERIT,
          OF_TYPE ->
          Optional.empty();
    };
  }

  /**
   * The file of a table goes or comes; each page of one that comes is written anew. Takes neither
   * ALGORITHM nor LOCK (MySQL 8.0 manual, 17.6.1.3 Importing InnoDB Tables; measured).
   */
  private Optional<Impact> tablespace(TableOperation.SetTableOption operation) {
    ImpactDraft draft = draft("Importing InnoDB Tables").lock(operation.table(), ACCESS_EXCLUSIVE);
    boolean imports = operation.text().toUpperCase(Locale.ROOT).startsWith("IMPORT");
    return Optional.of((imports ? draft.rewrite(List.of(operation.table())) : draft).impact());
  }

  /** InnoDB has nothing to do for it, and lets nothing else be done in place beside it. */
  private Way keys(boolean innodb) {
    boolean alone =
        together().stream()
            .allMatch(
                other ->
                    other instanceof TableOperation.ChooseAlgorithm
                        || (other instanceof TableOperation.SetTableOption set
                            && set.option() == TableOperation.SetTableOption.Option.KEYS));
    return innodb && !alone
        ? Way.COPY
        : Way.METADATA.orInstant(!innodb || server().changesMetadataAtOnce());
  }

  @Override
  default Optional<Impact> visit(TableOperation.ChooseAlgorithm operation) {
    boolean none = operation.algorithm().isEmpty();
    Way way = none ? Way.INSTANT : algorithm(operation.algorithm().get());
    boolean writes =
        operation.lock().filter(l -> l.equals("SHARED") || l.equals("EXCLUSIVE")).isEmpty();
    OnlineDdl ddl =
        new OnlineDdl(
            operation.table(),
            way.instant() && writes,
            way.inPlace(),
            OnlineDdl.Rebuild.NEVER,
            false,
            writes,
            writes && server().copiesOnline(),
            server().mariadb());
    return Optional.of(Impact.altering(ddl, List.of(), false, List.of(), server().source()));
  }

  private static Way algorithm(String name) {
    return switch (name) {
      case "COPY" -> new Way(false, false, false, true, true);
      case "INPLACE", "NOCOPY" -> Way.METADATA;
      default -> Way.INSTANT;
    };
  }

  @Override
  default Optional<Impact> visit(TableOperation.ChangePartitions operation) {
    ObjectName table = operation.table();
    boolean ranges = !operation.text().toUpperCase(Locale.ROOT).contains("PARTITIONS ");
    return switch (operation.action()) {
      case ADD -> altering(table, ranges ? Way.METADATA : Way.LOCKED_REBUILD);
      case DROP -> altering(table, Way.METADATA);
      case EXCHANGE -> exchanged(operation);
      case TRUNCATE, DISCARD, IMPORT, CONVERT ->
          Optional.of(
              draft("ALTER TABLE Partition Operations").lock(table, ACCESS_EXCLUSIVE).impact());
      case REORGANIZE, COALESCE, REBUILD, OPTIMIZE, REPAIR -> altering(table, Way.LOCKED_REBUILD);
      case ANALYZE, CHECK ->
          Optional.of(draft("ALTER TABLE Partition Operations").lock(table, ACCESS_SHARE).impact());
      case PARTITION_BY, REMOVE_PARTITIONING -> altering(table, Way.COPY);
    };
  }

  /**
   * Both tables are locked, and each row of the other one is compared with the partition's bounds
   * unless WITHOUT VALIDATION forgoes it (MySQL 8.0 manual, 26.3.3 Exchanging Partitions and
   * Subpartitions with Tables).
   */
  private Optional<Impact> exchanged(TableOperation.ChangePartitions operation) {
    ImpactDraft draft =
        draft("Exchanging Partitions and Subpartitions with Tables")
            .lock(operation.table(), ACCESS_EXCLUSIVE);
    String words = operation.text().toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
    boolean validates = !words.endsWith("WITHOUT VALIDATION");
    operation
        .other()
        .ifPresent(
            other -> {
              draft.lock(other, ACCESS_EXCLUSIVE);
              if (validates) {
                draft.scan(other);
              }
            });
    return Optional.of(draft.impact());
  }

  @Override
  default Optional<Impact> visit(TableOperation.AttachPartition operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(TableOperation.DetachPartition operation) {
    return Optional.empty();
  }
}
