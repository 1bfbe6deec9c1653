package dev.flux.sql;

import java.util.List;
import java.util.Optional;

/** Operations on whole tables. */
public sealed interface TableOperation extends Operation {

  /**
   * CREATE TABLE, also AS a query, LIKE another table, or PARTITION OF one.
   *
   * @param columns those written out; none where a query or another table gives them
   * @param unlogged whether changes of its rows are not logged
   * @param partitioned whether it has PARTITION BY
   * @param parents tables it INHERITS from
   * @param asQuery whether rows come with it from a query
   * @param reads tables that the query reads; empty also where it has a form that cannot be read
   * @param options how its rows are kept, on MySQL and MariaDB
   * @param definition exact text behind the name
   */
  record CreateTable(
      ObjectName table,
      boolean ifNotExists,
      boolean temporary,
      boolean unlogged,
      List<ColumnDefinition> columns,
      List<Constraint> constraints,
      Optional<ObjectName> partitionOf,
      boolean partitioned,
      List<ObjectName> likeTables,
      List<ObjectName> parents,
      boolean asQuery,
      List<ObjectName> reads,
      TableOptions options,
      String definition)
      implements TableOperation {
    public CreateTable {
      columns = List.copyOf(columns);
      constraints = List.copyOf(constraints);
      likeTables = List.copyOf(likeTables);
      parents = List.copyOf(parents);
      reads = List.copyOf(reads);
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** DROP TABLE. */
  record DropTable(List<ObjectName> tables, boolean ifExists, boolean cascade)
      implements TableOperation {
    public DropTable {
      tables = List.copyOf(tables);
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER TABLE … RENAME TO, RENAME TABLE. */
  record RenameTable(ObjectName table, String to, boolean ifExists) implements TableOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** TRUNCATE. */
  record TruncateTable(List<ObjectName> tables, boolean cascade) implements TableOperation {
    public TruncateTable {
      tables = List.copyOf(tables);
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * A statement whose purpose is to write the table anew.
   *
   * @param table empty where every table of the database is meant (a bare VACUUM FULL or CLUSTER)
   * @param options what it says of how rows are kept, on MySQL and MariaDB
   * @param text exact text of the action
   */
  record RewriteTable(Optional<ObjectName> table, Cause cause, TableOptions options, String text)
      implements TableOperation {
    /** What asks for it. */
    public enum Cause {
      VACUUM_FULL,
      CLUSTER,
      SET_LOGGED,
      SET_UNLOGGED,
      SET_TABLESPACE,
      SET_ACCESS_METHOD,
      OPTIMIZE,
      ENGINE,
      FORCE,
      CONVERT_CHARSET,
      ROW_FORMAT,
      ORDER_BY
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * An ALTER TABLE action that changes neither columns nor constraints.
   *
   * @param options what it says of how rows are kept, on MySQL and MariaDB
   * @param text exact text of the action
   */
  record SetTableOption(ObjectName table, Option option, TableOptions options, String text)
      implements TableOperation {
    /** The actions, as far as their locks differ. */
    public enum Option {
      STORAGE_PARAMETERS,
      OWNER,
      TRIGGER_STATE,
      RULE_STATE,
      ROW_SECURITY,
      REPLICA_IDENTITY,
      CLUSTER_ON,
      INHERIT,
      OF_TYPE,
      /** {@code DISCARD} and {@code IMPORT TABLESPACE} of MySQL and MariaDB. */
      TABLESPACE,
      COMMENT,
      AUTO_INCREMENT,
      CHARSET,
      KEYS,
      VERSIONING,
      OTHER
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * ALTER TABLE … ATTACH PARTITION.
   *
   * @param bounds exact text, such as {@code FOR VALUES FROM (1) TO (2)}
   */
  record AttachPartition(
      ObjectName parent, ObjectName partition, boolean defaultPartition, String bounds)
      implements TableOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER TABLE … DETACH PARTITION. */
  record DetachPartition(
      ObjectName parent, ObjectName partition, boolean concurrently, boolean finalizing)
      implements TableOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * ALGORITHM and LOCK of ALTER TABLE, CREATE INDEX and DROP INDEX on MySQL and MariaDB: how the
   * other actions of the statement must be done, or else be refused.
   *
   * @param algorithm in upper case; empty for the server's choice, DEFAULT
   * @param lock in upper case; empty for the server's choice, DEFAULT
   */
  record ChooseAlgorithm(ObjectName table, Optional<String> algorithm, Optional<String> lock)
      implements TableOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * What ALTER TABLE of MySQL and MariaDB does to partitions, which are parts of the table there
   * and no tables.
   *
   * @param partitions those named; empty where all are meant or the action makes new ones
   * @param other the table that rows are exchanged with, or that a partition becomes
   * @param text exact text of the action
   */
  record ChangePartitions(
      ObjectName table,
      Action action,
      List<String> partitions,
      Optional<ObjectName> other,
      String text)
      implements TableOperation {
    public ChangePartitions {
      partitions = List.copyOf(partitions);
    }

    /** The actions. */
    public enum Action {
      ADD,
      DROP,
      TRUNCATE,
      REORGANIZE,
      COALESCE,
      EXCHANGE,
      REBUILD,
      OPTIMIZE,
      REPAIR,
      ANALYZE,
      CHECK,
      DISCARD,
      IMPORT,
      CONVERT,
      PARTITION_BY,
      REMOVE_PARTITIONING
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** Names every operation of this group. */
  interface Visitor<R> {
    R visit(CreateTable operation);

    R visit(DropTable operation);

    R visit(RenameTable operation);

    R visit(TruncateTable operation);

    R visit(RewriteTable operation);

    R visit(SetTableOption operation);

    R visit(AttachPartition operation);

    R visit(DetachPartition operation);

    R visit(ChooseAlgorithm operation);

    R visit(ChangePartitions operation);
  }
}
