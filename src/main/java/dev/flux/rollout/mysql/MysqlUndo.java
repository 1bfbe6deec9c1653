package dev.flux.rollout.mysql;

import dev.flux.rollout.Definitions;
import dev.flux.rollout.UndoColumns;
import dev.flux.rollout.UndoObjects;
import dev.flux.rollout.UndoRows;
import dev.flux.rollout.UndoTables;
import dev.flux.rollout.WayBack;
import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation;
import dev.flux.sql.TableOptions;
import dev.flux.sql.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The way back of every operation in the words of MySQL and MariaDB. */
public record MysqlUndo(Catalog before, Catalog after, Definitions sql)
    implements Operation.Visitor<WayBack>, UndoTables, UndoColumns, UndoObjects, UndoRows {

  /** The way back of one operation. */
  public static WayBack of(Operation operation, Catalog before) {
    return operation.accept(
        new MysqlUndo(before, before.after(operation), new Definitions(before)));
  }

  private MysqlDefinitions words() {
    return new MysqlDefinitions(before);
  }

  @Override
  public String name(ObjectName name) {
    return words().name(before.resolve(name));
  }

  @Override
  public String alter(ObjectName table, String action) {
    return "ALTER TABLE " + name(table) + " " + action + ";";
  }

  private Optional<Column> column(ObjectName table, String column) {
    return before.findTable(table).flatMap(t -> t.findColumn(column));
  }

  @Override
  public WayBack visit(ColumnOperation.DropColumn operation) {
    Optional<Table> table = before.findTable(operation.table());
    Optional<Column> column = column(operation.table(), operation.columnName());
    Optional<String> definition = column.flatMap(c -> words().columnInPlace(table.get(), c));
    if (definition.isEmpty()) {
      return column.isEmpty() && operation.ifExists()
          ? WayBack.NONE
          : WayBack.lost("column `" + operation.columnName() + "`");
    }
    List<String> actions = new ArrayList<>();
    actions.add("ADD COLUMN " + definition.get());
    for (Index index : table.get().indexesUsing(operation.columnName())) {
      if (index.constraint().filter(c -> c.equals("PRIMARY")).isPresent()) {
        return WayBack.lost("column `" + operation.columnName() + "` of the primary key");
      }
      boolean left =
          after
              .findTable(operation.table())
              .flatMap(t -> t.findIndex(index.name().name()))
              .isPresent();
      if (left) {
        actions.add("DROP INDEX " + words().name(index.name().name()));
      }
      actions.add("ADD " + words().index(index, table.get()));
    }
    return WayBack.by(alter(operation.table(), String.join(",\n  ", actions)))
        .losing("the values of `" + operation.columnName() + "`");
  }

  @Override
  public WayBack visit(ColumnOperation.ModifyColumn operation) {
    WayBack former = former(operation.table(), operation.columnName(), operation.column().name());
    return column(operation.table(), operation.columnName())
        .flatMap(Column::type)
        .flatMap(
            old ->
                operation
                    .column()
                    .type()
                    .flatMap(now -> ValuesLost.of(operation.columnName(), old, now)))
        .filter(lost -> !former.statements().isEmpty())
        .map(former::losing)
        .orElse(former);
  }

  private WayBack former(ObjectName table, String old, String now) {
    return column(table, old)
        .flatMap(c -> words().columnInPlace(before.findTable(table).orElseThrow(), c))
        .map(
            definition ->
                WayBack.by(
                    alter(
                        table,
                        old.equalsIgnoreCase(now)
                            ? "MODIFY COLUMN " + definition
                            : "CHANGE COLUMN " + words().name(now) + " " + definition)))
        .orElseGet(() -> WayBack.lost("the former definition of `" + old + "`"));
  }

  @Override
  public WayBack visit(ColumnOperation.SetDefault operation) {
    return former(operation.table(), operation.columnName(), operation.columnName());
  }

  @Override
  public WayBack visit(ColumnOperation.DropDefault operation) {
    return former(operation.table(), operation.columnName(), operation.columnName());
  }

  @Override
  public WayBack visit(ColumnOperation.SetColumnOption operation) {
    return former(operation.table(), operation.columnName(), operation.columnName());
  }

  @Override
  public WayBack visit(ConstraintOperation.AddConstraint operation) {
    Optional<Table> then = after.findTable(operation.table());
    List<TableConstraint> known =
        before.findTable(operation.table()).map(Table::constraints).orElse(List.of());
    Optional<TableConstraint> added =
        then.stream()
            .flatMap(t -> t.constraints().stream())
            .filter(c -> known.stream().noneMatch(k -> k.name().equals(c.name())))
            .findFirst();
    return added
        .map(c -> WayBack.by(alter(operation.table(), dropped(operation.table(), c))))
        .orElse(WayBack.NONE);
  }

  private String dropped(ObjectName table, TableConstraint constraint) {
    String name = words().name(constraint.name());
    return switch (constraint.definition().kind()) {
      case PRIMARY_KEY -> "DROP PRIMARY KEY";
      case UNIQUE -> "DROP INDEX " + name;
      case FOREIGN_KEY ->
          "DROP FOREIGN KEY "
              + name
              + newIndex(table).map(index -> ", DROP INDEX " + words().name(index)).orElse("");
      case CHECK, EXCLUSION, NOT_NULL ->
          (before.dialect() == Dialect.MARIADB ? "DROP CONSTRAINT " : "DROP CHECK ") + name;
    };
  }

  /** The index that the operation leaves and that was not there before. */
  private Optional<String> newIndex(ObjectName table) {
    List<ObjectName> known =
        before.findTable(table).map(Table::indexes).orElse(List.of()).stream()
            .map(Index::name)
            .toList();
    return after.findTable(table).map(Table::indexes).orElse(List.of()).stream()
        .map(Index::name)
        .filter(index -> !known.contains(index))
        .map(ObjectName::name)
        .findFirst();
  }

  @Override
  public WayBack visit(ConstraintOperation.DropConstraint operation) {
    Optional<TableConstraint> known =
        before.findTable(operation.table()).flatMap(t -> t.findConstraint(operation.name()));
    if (known.isEmpty()) {
      return operation.ifExists()
          ? WayBack.NONE
          : WayBack.lost("constraint `" + operation.name() + "`, which the history does not tell");
    }
    String again = alter(operation.table(), "ADD " + words().constraint(known.get()));
    return known.get().definition().kind() == Constraint.Kind.FOREIGN_KEY
        ? WayBack.by(AddForeignKeyUnchecked.OFF, again, AddForeignKeyUnchecked.ON)
            .losing("that every row has its partner: rows written since are not compared")
        : WayBack.by(again);
  }

  @Override
  public WayBack visit(ConstraintOperation.AlterConstraint operation) {
    boolean enforced = !operation.text().toUpperCase(Locale.ROOT).contains("NOT ENFORCED");
    return WayBack.by(
        alter(
            operation.table(),
            "ALTER CHECK "
                + words().name(operation.name())
                + (enforced ? " NOT ENFORCED" : " ENFORCED")));
  }

  @Override
  public WayBack visit(IndexOperation.CreateIndex operation) {
    return newIndex(operation.table())
        .map(index -> WayBack.by(alter(operation.table(), "DROP INDEX " + words().name(index))))
        .orElse(WayBack.NONE);
  }

  @Override
  public WayBack visit(IndexOperation.DropIndex operation) {
    Optional<Table> table = operation.table().flatMap(before::findTable);
    List<String> actions = new ArrayList<>();
    for (ObjectName index : operation.indexes()) {
      Optional<Index> known = table.flatMap(t -> t.findIndex(index.name()));
      if (known.isEmpty()) {
        return operation.ifExists()
            ? WayBack.NONE
            : WayBack.lost("index `" + index + "`, whose definition is not in the history");
      }
      actions.add("ADD " + words().index(known.get(), table.get()));
    }
    return WayBack.by(alter(table.orElseThrow().name(), String.join(",\n  ", actions)));
  }

  @Override
  public WayBack visit(IndexOperation.RenameIndex operation) {
    return operation
        .table()
        .map(
            table ->
                WayBack.by(
                    alter(
                        table,
                        "RENAME INDEX "
                            + words().name(operation.to())
                            + " TO "
                            + words().name(operation.index().name()))))
        .orElseGet(() -> WayBack.lost("the former name of `" + operation.index() + "`"));
  }

  @Override
  public WayBack visit(IndexOperation.SetIndexOption operation) {
    Optional<Boolean> visible =
        operation
            .table()
            .flatMap(before::findTable)
            .flatMap(t -> t.findIndex(operation.index().name()))
            .map(Index::visible);
    if (visible.isEmpty()) {
      return WayBack.lost("the former setting of the index: " + operation.text());
    }
    boolean mariadb = before.dialect() == Dialect.MARIADB;
    String shown = mariadb ? "NOT IGNORED" : "VISIBLE";
    String hidden = mariadb ? "IGNORED" : "INVISIBLE";
    return WayBack.by(
        alter(
            operation.table().orElseThrow(),
            "ALTER INDEX "
                + words().name(operation.index().name())
                + " "
                + (visible.get() ? shown : hidden)));
  }

  @Override
  public WayBack visit(TableOperation.DropTable operation) {
    List<String> statements = new ArrayList<>();
    for (ObjectName table : operation.tables()) {
      Optional<Table> known = before.findTable(table);
      if (known.isEmpty() && operation.ifExists()) {
        continue;
      }
      Optional<String> again = known.flatMap(t -> words().createTable(t, words().name(t.name())));
      if (again.isEmpty()) {
        return WayBack.lost("table `" + table + "`, whose definition is not in the history");
      }
      statements.add(again.get());
    }
    return new WayBack(statements, statements.isEmpty() ? "" : "the rows of the dropped tables");
  }

  @Override
  public WayBack visit(TableOperation.RewriteTable operation) {
    Optional<Table> table = operation.table().flatMap(before::findTable);
    TableOptions options = table.map(t -> t.storage().options()).orElse(TableOptions.NONE);
    return switch (operation.cause()) {
      case ENGINE ->
          WayBack.by(
              alter(
                  operation.table().orElseThrow(), "ENGINE=" + options.engine().orElse("innodb")));
      case ROW_FORMAT ->
          WayBack.by(
              alter(
                  operation.table().orElseThrow(),
                  "ROW_FORMAT=" + options.rowFormat().orElse("default")));
      case CONVERT_CHARSET ->
          options.charset().isEmpty()
              ? WayBack.lost("the former character set, which the history does not tell")
              : WayBack.by(
                      alter(
                          operation.table().orElseThrow(),
                          "CONVERT TO CHARACTER SET "
                              + options.charset().get()
                              + options.collation().map(c -> " COLLATE " + c).orElse("")))
                  .losing("characters that `" + options.charset().get() + "` does not have");
      case OPTIMIZE, FORCE, VACUUM_FULL, CLUSTER -> WayBack.NONE;
      case ORDER_BY, SET_LOGGED, SET_UNLOGGED, SET_TABLESPACE, SET_ACCESS_METHOD ->
          WayBack.lost("the former order of rows");
    };
  }

  @Override
  public WayBack visit(ObjectOperation.CreateTrigger operation) {
    return WayBack.by("DROP TRIGGER " + words().name(operation.trigger()) + ";");
  }

  @Override
  public WayBack visit(Unreadable operation) {
    return WayBack.lost("what the statement changes: Flux cannot read it");
  }
}
