package dev.flux.rollout;

import dev.flux.rollout.Hold.Waits;
import dev.flux.rollout.mysql.MysqlRecipes;
import dev.flux.rollout.mysql.OnlineSql;
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
import dev.flux.sql.TableOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What each operation holds back while it waits for its phase. */
final class Holds {
  private Holds() {}

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
        ? Stream.concat(holds.stream(), SqliteHolds.of(situation).stream()).toList()
        : holds;
  }

  private static List<Hold> own(Situation situation, boolean planned) {
    Operation operation = situation.operation();
    if (operation instanceof ColumnOperation column) {
      return ColumnHolds.of(situation, column, planned);
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
      return List.of(Hold.all(constraint.table()));
    }
    if (operation instanceof IndexOperation.CreateIndex index) {
      return CreateIndexConcurrently.name(situation, index)
          .map(name -> List.of(Hold.all(ObjectName.of(name))))
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
    if (operation instanceof DataOperation.Update update) {
      return ofRows(situation, update.table());
    }
    if (operation instanceof DataOperation.Delete delete) {
      return ofRows(situation, delete.table());
    }
    return operation instanceof TableOperation table
        ? ofTable(situation, table)
        : ofRest(operation);
  }

  /** What changes or kept rows are written back by the names that their types have now. */
  private static List<Hold> ofRows(Situation situation, ObjectName table) {
    List<Hold> holds = new ArrayList<>();
    holds.add(new Hold(table.name(), Set.of(), Waits.ROWS));
    situation.findTable(table).stream()
        .flatMap(known -> known.columns().stream())
        .flatMap(column -> column.type().stream())
        .flatMap(type -> situation.before().findType(type).stream())
        .map(type -> new Hold(type.name().name(), Set.of(), Waits.OBJECTS))
        .forEach(holds::add);
    return holds;
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
        holds.add(Hold.all(name));
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

  private static List<Hold> ofTable(Situation situation, TableOperation operation) {
    List<Hold> holds = new ArrayList<>();
    if (operation instanceof TableOperation.DropTable drop) {
      for (ObjectName table : drop.tables()) {
        holds.add(Hold.all(table));
        Optional<Table> known = situation.findTable(table);
        known.ifPresent(
            t -> t.columns().forEach(column -> holds.addAll(ColumnHolds.used(situation, column))));
        known.ifPresent(t -> holds.addAll(referred(t)));
        if (drop.cascade()) {
          Referencing.to(situation, drop, table).forEach(key -> holds.addAll(taken(key)));
        }
      }
      DropTableLast.taken(situation, drop).forEach(view -> holds.addAll(read(situation, view)));
    } else if (operation instanceof TableOperation.RenameTable rename) {
      holds.add(Hold.all(rename.table()));
      if (OnlineSql.speaks(situation.engine().dialect())) { // a view has the new name until then
        holds.add(Hold.all(ObjectName.of(rename.to())));
      }
    } else if (operation instanceof TableOperation.CreateTable create) {
      holds.add(Hold.all(create.table()));
    } else if (operation instanceof TableOperation.AttachPartition attach) {
      holds.add(Hold.all(attach.partition()));
    } else if (operation instanceof TableOperation.DetachPartition detach) {
      holds.add(Hold.all(detach.partition()));
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

  /** A foreign key that CASCADE takes: it comes back to a table of that name. */
  private static List<Hold> taken(Referencing key) {
    Set<String> columns = Set.copyOf(key.constraint().definition().columns());
    return List.of(
        new Hold(key.name().name(), columns, Waits.ALL),
        new Hold(key.name().name(), Set.of(), Waits.TABLES));
  }

  /** A table comes back with its foreign keys, so that those that they name go after it. */
  private static List<Hold> referred(Table table) {
    return table.constraints().stream()
        .flatMap(constraint -> constraint.definition().reference().stream())
        .map(reference -> new Hold(reference.table().name(), Set.of(), Waits.TABLES))
        .toList();
  }

  private static List<Hold> ofRest(Operation operation) {
    if (operation instanceof DataOperation.Insert insert) {
      return List.of(new Hold(insert.table().name(), Set.of(), Waits.ROWS));
    }
    if (operation instanceof ObjectOperation.CreateView create) {
      return List.of(Hold.all(create.view()));
    }
    if (operation instanceof ObjectOperation.DropView drop) {
      return drop.views().stream().map(Hold::all).toList();
    }
    if (operation instanceof ObjectOperation.CreateType create) {
      return List.of(Hold.all(create.type()));
    }
    if (operation instanceof ObjectOperation.CreateRoutine create) {
      return List.of(Hold.all(create.routine()));
    }
    if (operation instanceof ObjectOperation.CreateTrigger create) {
      return List.of(Hold.all(create.trigger()));
    }
    if (operation instanceof ObjectOperation.CreateObject create) {
      return List.of(Hold.all(create.name()));
    }
    if (operation instanceof ObjectOperation.DropObject drop) {
      return drop.names().stream().map(Hold::all).toList();
    }
    if (operation instanceof ObjectOperation.DropRoutine drop) {
      return drop.routines().stream().map(Hold::all).toList();
    }
    return operation instanceof ObjectOperation.RenameObject rename
        ? List.of(Hold.all(rename.name()), Hold.all(ObjectName.of(rename.to())))
        : List.of();
  }
}
