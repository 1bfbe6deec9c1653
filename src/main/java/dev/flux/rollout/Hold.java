package dev.flux.rollout;

import dev.flux.hazard.ExaminedClause;
import dev.flux.rollout.mysql.MysqlRecipes;
import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.schema.View;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.DataOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlWords;
import dev.flux.sql.TableOperation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a statement that runs in a later phase holds back: later statements that name the same
 * things go to that phase too.
 *
 * @param table whose parts are meant; a statement must name it
 * @param names of which a statement must name one; where there are none, the table is enough
 * @param waits which of those statements
 */
record Hold(String table, Set<String> names, Waits waits) {
  Hold {
    names = Set.copyOf(names);
  }

  /** What waits. */
  private enum Waits {
    /** Every statement. */
    ALL,
    /** Those that depend on the rows. */
    ROWS,
    /** Those, and indexes, which cost less once the rows are filled. */
    FILLED,
    /** Those that depend on the constraints over them. */
    CONSTRAINTS,
    /** Those that drop types, sequences and functions. */
    DROPS,
    /** Those that drop, alter or replace them; tables and columns may use them at once. */
    OBJECTS,
    /** Those that give a table columns, constraints, indexes or triggers, or take them. */
    SHAPE,
    /** Those that drop tables, or give them other names. */
    TABLES,
    /** Those that drop columns. */
    COLUMNS,
    /** Those that put a copy in the place of a column, or drop it. */
    COPIES,
    /** Those that take from the shape of a table, or rebuild it. */
    REBUILDS,
    /** Those that create triggers, which the rows that change until then must not pass. */
    TRIGGERS
  }

  /** Whether a statement waits that names these things. */
  boolean holds(Set<String> mentioned, Operation operation) {
    if (!mentioned.contains(table) || !matches(operation)) {
      return false;
    }
    return names.isEmpty()
        || operation instanceof ObjectOperation.CreateView
        || names.stream().anyMatch(mentioned::contains);
  }

  private boolean matches(Operation operation) {
    boolean renamesOne = operation instanceof ColumnOperation.RenameColumn && !names.isEmpty();
    return switch (waits) {
      case ALL -> true;
      case ROWS -> needsRows(operation) || renamesOne;
      case FILLED ->
          needsRows(operation) || renamesOne || operation instanceof IndexOperation.CreateIndex;
      case CONSTRAINTS ->
          needsRows(operation) && !(operation instanceof ColumnOperation.ChangeColumnType);
      case COLUMNS -> operation instanceof ColumnOperation.DropColumn;
      case COPIES -> isCopied(operation) || operation instanceof ColumnOperation.DropColumn;
      case REBUILDS -> HoldOnSqlite.rebuilds(operation);
      case SHAPE ->
          operation instanceof ColumnOperation
              || operation instanceof ConstraintOperation
              || operation instanceof IndexOperation.CreateIndex
              || operation instanceof ObjectOperation.CreateTrigger;
      case TRIGGERS -> operation instanceof ObjectOperation.CreateTrigger;
      case TABLES ->
          operation instanceof TableOperation.DropTable
              || operation instanceof TableOperation.RenameTable;
      case OBJECTS ->
          operation instanceof ObjectOperation
              && !(operation instanceof ObjectOperation.CreateView);
      case DROPS ->
          operation instanceof ObjectOperation.DropObject
              || operation instanceof ObjectOperation.DropRoutine;
    };
  }

  private static boolean isCopied(Operation operation) {
    return operation instanceof ColumnOperation.RenameColumn
        || operation instanceof ColumnOperation.ChangeColumnType;
  }

  private static boolean needsRows(Operation operation) {
    return operation instanceof ConstraintOperation
        || operation instanceof DataOperation
        || operation instanceof TableOperation.DropTable
        || operation instanceof ColumnOperation.SetNotNull
        || operation instanceof ColumnOperation.DropColumn
        || operation instanceof ColumnOperation.ChangeColumnType
        || operation instanceof ColumnOperation.ModifyColumn
        || operation instanceof ColumnOperation.AddIdentity
        || operation instanceof ColumnOperation.DropDefault
        || (operation instanceof IndexOperation.CreateIndex index && index.unique());
  }

  private static Hold all(ObjectName name) {
    return new Hold(name.name(), Set.of(), Waits.ALL);
  }

  /** What waits until a table has its other name. */
  static Hold ofNewName(TableOperation.RenameTable rename) {
    return all(ObjectName.of(rename.to()));
  }

  /** What waits until a table has a column, where that waits for something itself. */
  static Hold ofNewColumn(ColumnOperation.AddColumn add) {
    return new Hold(add.table().name(), Set.of(add.columnName()), Waits.ALL);
  }

  /** Of what hangs on the shape that a table of SQLite has once a rebuild is done. */
  static Hold untilRebuilt(String name, Set<String> names) {
    return new Hold(name, names, Waits.REBUILDS);
  }

  /** Whether it is about the shape of a table of SQLite alone. */
  boolean ofRebuild() {
    return waits == Waits.REBUILDS;
  }

  /**
   * What an operation holds back while it waits. The steps for a column or constraint call its
   * table by the name that it has before them.
   */
  static List<Hold> of(Situation situation, boolean planned) {
    List<Hold> holds = new ArrayList<>(own(situation, planned));
    Operation operation = situation.operation();
    if (planned
        && (operation instanceof ColumnOperation || operation instanceof ConstraintOperation)) {
      situation
          .clause()
          .table()
          .ifPresent(table -> holds.add(new Hold(table.name(), Set.of(), Waits.TABLES)));
    }
    return planned && situation.engine().dialect() == Dialect.SQLITE
        ? Stream.concat(holds.stream(), HoldOnSqlite.of(situation).stream()).toList()
        : holds;
  }

  private static List<Hold> own(Situation situation, boolean planned) {
    Operation operation = situation.operation();
    if (operation instanceof ColumnOperation column) {
      return ofColumn(situation, column, planned);
    }
    if (operation instanceof ConstraintOperation.AddConstraint add) {
      List<String> names = new ArrayList<>(add.constraint().columns());
      add.constraint().name().ifPresent(names::add);
      AddConstraintApart.madeUp(situation, add.table()).ifPresent(names::add);
      situation.replaced().ifPresent(old -> names.addAll(old.definition().columns()));
      return List.of(new Hold(add.table().name(), Set.copyOf(names), Waits.ROWS));
    }
    if (operation instanceof ConstraintOperation.DropConstraint drop
        && planned
        && situation.engine().dialect() == Dialect.POSTGRESQL) {
      return ofKey(situation, drop); // any other goes once another has taken its place
    }
    if (operation instanceof ConstraintOperation constraint) {
      return List.of(all(constraint.table()));
    }
    if (operation instanceof IndexOperation.CreateIndex index) {
      return CreateIndexConcurrently.name(situation, index)
          .map(name -> List.of(all(ObjectName.of(name))))
          .orElse(List.of());
    }
    if (operation instanceof IndexOperation.DropIndex drop) {
      return OnlineSql.speaks(situation.engine().dialect())
          ? ofIndex(situation, drop)
          : drop.indexes().stream()
              .filter(index -> !DropIndexConcurrently.isReplaced(situation, index))
              .map(Hold::all)
              .toList();
    }
    return operation instanceof TableOperation table
        ? ofTable(situation, table)
        : ofRest(operation);
  }

  /** An old index takes another name, so that its name waits for nothing; its columns do. */
  private static List<Hold> ofIndex(Situation situation, IndexOperation.DropIndex drop) {
    List<Hold> holds = new ArrayList<>();
    Optional<Table> table = drop.table().flatMap(situation::findTable);
    for (ObjectName name : drop.indexes()) {
      Optional<Index> index = table.flatMap(t -> t.findIndex(name.name()));
      if (index.isPresent() && MysqlRecipes.isReplaced(situation, table.get(), index.get())) {
        Set<String> columns = Set.copyOf(index.get().columns());
        holds.add(new Hold(table.get().name().name(), columns, Waits.COLUMNS));
      } else {
        holds.add(all(name));
      }
    }
    return holds;
  }

  /** What waits until a primary key is gone. */
  private static List<Hold> ofKey(Situation situation, ConstraintOperation.DropConstraint drop) {
    return situation
        .findTable(drop.table())
        .flatMap(table -> table.findConstraint(drop.name()))
        .map(TableConstraint::definition)
        .filter(constraint -> constraint.kind() == Constraint.Kind.PRIMARY_KEY)
        .map(
            key ->
                List.of(
                    new Hold(drop.table().name(), Set.copyOf(key.columns()), Waits.ALL),
                    new Hold(drop.table().name(), Set.of(), Waits.ROWS)))
        .orElse(List.of());
  }

  /** What waits until the rows of a table are changed: triggers, which no row had to pass. */
  static Optional<Hold> ofRows(ExaminedClause clause) {
    return clause.table().map(table -> new Hold(table.name(), Set.of(), Waits.TRIGGERS));
  }

  private static List<Hold> ofColumn(
      Situation situation, ColumnOperation operation, boolean planned) {
    List<Hold> holds = new ArrayList<>();
    Set<String> names =
        operation instanceof ColumnOperation.RenameColumn rename
            ? Set.copyOf(List.of(rename.columnName(), rename.to()))
            : Set.of(operation.columnName());
    Waits waits = Waits.ALL;
    if (planned && operation instanceof ColumnOperation.AddColumn add) {
      // What is computed waits for no deploy, after which an index would be too late.
      waits = add.column().generated().isPresent() ? Waits.FILLED : Waits.ROWS;
    }
    holds.add(new Hold(operation.table().name(), names, waits));
    if (planned && isCopied(operation)) {
      situation
          .findTable(operation.table())
          .ifPresent(table -> holds.addAll(hanging(table, operation.columnName())));
    }
    if (operation instanceof ColumnOperation.DropColumn
        || operation instanceof ColumnOperation.ChangeColumnType) {
      situation
          .findTable(operation.table())
          .flatMap(t -> t.findColumn(operation.columnName()))
          .ifPresent(column -> holds.addAll(used(situation, column)));
    }
    if (operation instanceof ColumnOperation.DropColumn drop && hasConstraints(situation, drop)) {
      holds.add(new Hold(operation.table().name(), Set.of(), Waits.CONSTRAINTS));
    }
    return holds;
  }

  /** Indexes and constraints of a column have their names again once its copy took its place. */
  private static List<Hold> hanging(Table table, String column) {
    List<Hold> holds = new ArrayList<>();
    table.indexesUsing(column).forEach(index -> holds.add(all(index.name())));
    Set<String> constraints = new TreeSet<>();
    table.constraintsOn(column).forEach(constraint -> constraints.add(constraint.name()));
    if (!constraints.isEmpty()) {
      holds.add(new Hold(table.name().name(), constraints, Waits.ALL));
    }
    Set<String> beside = beside(table, column);
    if (!beside.isEmpty()) {
      holds.add(new Hold(table.name().name(), beside, Waits.COPIES));
    }
    return holds;
  }

  /** Columns that share an index or constraint, of which there is one copy at a time. */
  private static Set<String> beside(Table table, String column) {
    return table.columns().stream()
        .map(Column::name)
        .filter(other -> !other.equals(column))
        .filter(
            other ->
                !Collections.disjoint(table.indexesUsing(column), table.indexesUsing(other))
                    || !Collections.disjoint(
                        table.constraintsOn(column), table.constraintsOn(other)))
        .collect(Collectors.toSet());
  }

  /** Other constraints may take the place and the names of those that go with a column. */
  private static boolean hasConstraints(Situation situation, ColumnOperation.DropColumn drop) {
    return situation
        .findTable(drop.table())
        .filter(
            table ->
                table.constraintsOn(drop.columnName()).stream()
                    .anyMatch(c -> c.definition().kind() != Constraint.Kind.NOT_NULL))
        .isPresent();
  }

  /**
   * Types, sequences and functions that a column cannot do without; of those that the history does
   * not create, which may be the server's own, only the drop waits.
   */
  private static List<Hold> used(Situation situation, Column column) {
    Set<String> words = new TreeSet<>();
    column.type().ifPresent(type -> words.addAll(SqlWords.in(type.text())));
    column.defaultValue().ifPresent(value -> words.addAll(SqlWords.in(value.text())));
    return words.stream().map(word -> used(situation.before(), ObjectName.of(word))).toList();
  }

  private static Hold used(Catalog catalog, ObjectName name) {
    boolean created =
        catalog.findType(name).isPresent()
            || catalog.hasSequence(name)
            || catalog.findRoutine(name).isPresent();
    return new Hold(name.name(), Set.of(), created ? Waits.OBJECTS : Waits.DROPS);
  }

  private static List<Hold> ofTable(Situation situation, TableOperation operation) {
    List<Hold> holds = new ArrayList<>();
    if (operation instanceof TableOperation.DropTable drop) {
      for (ObjectName table : drop.tables()) {
        holds.add(all(table));
        Optional<Table> known = situation.findTable(table);
        known.ifPresent(t -> t.columns().forEach(column -> holds.addAll(used(situation, column))));
        known.ifPresent(t -> holds.addAll(referred(t)));
        if (drop.cascade()) {
          Referencing.to(situation, drop, table)
              .forEach(
                  key ->
                      holds.add(
                          new Hold(
                              key.name().name(),
                              Set.copyOf(key.constraint().definition().columns()),
                              Waits.ALL)));
        }
      }
      DropTableLast.taken(situation, drop).forEach(view -> holds.addAll(read(situation, view)));
    } else if (operation instanceof TableOperation.RenameTable rename) {
      holds.add(all(rename.table()));
      if (OnlineSql.speaks(situation.engine().dialect())) { // a view has the new name until then
        holds.add(all(ObjectName.of(rename.to())));
      }
    } else if (operation instanceof TableOperation.CreateTable create) {
      holds.add(all(create.table()));
    } else if (operation instanceof TableOperation.AttachPartition attach) {
      holds.add(all(attach.partition()));
    } else if (operation instanceof TableOperation.DetachPartition detach) {
      holds.add(all(detach.partition()));
      holds.add(
          new Hold(detach.parent().name(), Set.of(), Waits.SHAPE)); // the partition has it too
    } else if (operation instanceof TableOperation.TruncateTable truncate) {
      truncate.tables().forEach(t -> holds.add(new Hold(t.name(), Set.of(), Waits.ROWS)));
    }
    return holds;
  }

  /** Columns that a view reads, which the server leaves as they are while there is the view. */
  private static List<Hold> read(Situation situation, View view) {
    List<Hold> holds = new ArrayList<>();
    for (ObjectName name : view.reads()) {
      Set<String> columns = new TreeSet<>();
      situation.findTable(name).stream()
          .flatMap(table -> table.columns().stream())
          .map(Column::name)
          .filter(view::names)
          .forEach(columns::add);
      if (!columns.isEmpty()) {
        holds.add(new Hold(name.name(), columns, Waits.ALL));
      }
    }
    return holds;
  }

  /** A table comes back with its foreign keys, so that those that they name go after it. */
  private static List<Hold> referred(Table table) {
    return table.constraints().stream()
        .flatMap(constraint -> constraint.definition().reference().stream())
        .map(reference -> new Hold(reference.table().name(), Set.of(), Waits.TABLES))
        .toList();
  }

  private static List<Hold> ofRest(Operation operation) {
    if (operation instanceof DataOperation.Update update) {
      return List.of(new Hold(update.table().name(), Set.of(), Waits.ROWS));
    }
    if (operation instanceof DataOperation.Delete delete) {
      return List.of(new Hold(delete.table().name(), Set.of(), Waits.ROWS));
    }
    if (operation instanceof DataOperation.Insert insert) {
      return List.of(new Hold(insert.table().name(), Set.of(), Waits.ROWS));
    }
    if (operation instanceof ObjectOperation.CreateView create) {
      return List.of(all(create.view()));
    }
    if (operation instanceof ObjectOperation.DropView drop) {
      return drop.views().stream().map(Hold::all).toList();
    }
    if (operation instanceof ObjectOperation.CreateType create) {
      return List.of(all(create.type()));
    }
    if (operation instanceof ObjectOperation.CreateRoutine create) {
      return List.of(all(create.routine()));
    }
    if (operation instanceof ObjectOperation.CreateTrigger create) {
      return List.of(all(create.trigger()));
    }
    if (operation instanceof ObjectOperation.CreateObject create) {
      return List.of(all(create.name()));
    }
    if (operation instanceof ObjectOperation.DropObject drop) {
      return drop.names().stream().map(Hold::all).toList();
    }
    if (operation instanceof ObjectOperation.DropRoutine drop) {
      return drop.routines().stream().map(Hold::all).toList();
    }
    return operation instanceof ObjectOperation.RenameObject rename
        ? List.of(all(rename.name()), all(ObjectName.of(rename.to())))
        : List.of();
  }
}
