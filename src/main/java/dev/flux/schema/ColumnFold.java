package dev.flux.schema;

import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.Constraint;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What operations on columns do to a catalog. */
interface ColumnFold extends ColumnOperation.Visitor<CatalogEdit> {

  /** The changes so far. */
  CatalogEdit edit();

  private CatalogEdit column(ColumnOperation operation, UnaryOperator<Column> change) {
    return edit()
        .changeTree(operation.table(), t -> t.changeColumn(operation.columnName(), change));
  }

  @Override
  default CatalogEdit visit(ColumnOperation.AddColumn operation) {
    CatalogEdit edit = edit();
    Table table = edit.known(operation.table());
    if (table.findColumn(operation.columnName()).isPresent() && operation.ifNotExists()) {
      return edit;
    }
    TableParts parts = new TableParts(edit);
    edit.changeTree(
        operation.table(),
        t -> {
          boolean below = !t.name().equals(table.name());
          if (below && t.findColumn(operation.columnName()).isPresent()) {
            return t;
          }
          Table longer =
              t.withColumn(Column.of(operation.column()), operation.position())
                  .withStorage(moved(t, Column.of(operation.column())));
          for (Constraint constraint : TableFold.of(operation.column())) {
            longer =
                below && !TableParts.passesOn(constraint, t)
                    ? longer
                    : parts.add(longer, constraint);
          }
          return longer;
        });
    edit.write(texts -> texts.change(table.name(), text -> text.plus(operation.column())));
    Sequences.create(edit, table, List.of(operation.column()));
    return edit;
  }

  @Override
  default CatalogEdit visit(ColumnOperation.DropColumn operation) {
    CatalogEdit edit = edit();
    Table table = edit.known(operation.table());
    String column = operation.columnName();
    if (operation.cascade()) {
      List<String> primaryKey = table.primaryKey();
      edit.changeAll(
          t ->
              t.withoutConstraints(
                  c -> c.references(table.name()) && pointsAt(c, column, primaryKey)));
      dropViewsOf(table.name(), column);
    }
    edit.write(texts -> texts.change(table.name(), text -> text.without(column)));
    edit.detach(table.name(), made -> made.isOf(column));
    boolean shrinks = edit.dialect == Dialect.MYSQL || edit.dialect == Dialect.MARIADB;
    return edit.changeTree(
        operation.table(),
        t ->
            shrinks ? t.shrunkBy(column).withStorage(dropped(t, column)) : t.withoutColumn(column));
  }

  private static Storage dropped(Table table, String column) {
    return table
        .findColumn(column)
        .map(found -> moved(table, found))
        .orElseGet(() -> table.storage().withRowVersion());
  }

  /** A column in the rows that comes or goes takes a hidden one of document ids along. */
  private static Storage moved(Table table, Column column) {
    Storage storage = table.storage().withRowVersion();
    boolean virtual = column.generated().filter(generated -> !generated.stored()).isPresent();
    return virtual ? storage : storage.withDocumentIds(false);
  }

  private static boolean pointsAt(TableConstraint key, String column, List<String> primaryKey) {
    return key.definition()
        .reference()
        .map(r -> r.columns().isEmpty() ? primaryKey : r.columns())
        .filter(columns -> columns.contains(column))
        .isPresent();
  }

  /** Views whose query names the column go with it. */
  private void dropViewsOf(ObjectName table, String column) {
    CatalogEdit edit = edit();
    for (View view : edit.views.values()) {
      if (view.reads().contains(table) && view.names(column)) {
        edit.views = edit.views.minus(view.name());
        edit.removeReaders(view.name());
      }
    }
  }

  @Override
  default CatalogEdit visit(ColumnOperation.RenameColumn operation) {
    return Renaming.column(
        edit(), edit().known(operation.table()), operation.columnName(), operation.to());
  }

  @Override
  default CatalogEdit visit(ColumnOperation.ChangeColumnType operation) {
    return column(operation, c -> c.ofType(operation.type(), operation.collation()));
  }

  @Override
  default CatalogEdit visit(ColumnOperation.ModifyColumn operation) {
    CatalogEdit edit = edit();
    ColumnDefinition written = operation.column();
    Table table = edit.known(operation.table());
    if (!written.name().equals(operation.columnName())) {
      Renaming.column(edit, table, operation.columnName(), written.name());
    }
    boolean key = table.primaryKey().contains(operation.columnName());
    edit.change(
        operation.table(),
        t -> {
          Column column = Column.of(written).withNotNull(key || written.notNull());
          return operation.position().isPresent()
              ? t.withColumn(column, operation.position())
              : t.changeColumn(written.name(), c -> column);
        });
    List<Constraint> constraints = new ArrayList<>(TableFold.of(written));
    constraints.removeIf(c -> c.kind() == Constraint.Kind.PRIMARY_KEY && key);
    TableParts parts = new TableParts(edit);
    constraints.forEach(c -> edit.change(operation.table(), t -> parts.add(t, c)));
    return edit;
  }

  @Override
  default CatalogEdit visit(ColumnOperation.SetNotNull operation) {
    edit()
        .write(
            texts ->
                texts.change(
                    edit().known(operation.table()).name(),
                    text -> text.withNotNull(operation.columnName())));
    return column(operation, c -> c.withNotNull(true));
  }

  @Override
  default CatalogEdit visit(ColumnOperation.DropNotNull operation) {
    edit()
        .write(
            texts ->
                texts.change(
                    edit().known(operation.table()).name(),
                    text -> text.withoutNotNull(operation.columnName())));
    return column(operation, c -> c.withNotNull(false));
  }

  @Override
  default CatalogEdit visit(ColumnOperation.SetDefault operation) {
    return column(operation, c -> c.withDefault(Optional.of(operation.value())));
  }

  @Override
  default CatalogEdit visit(ColumnOperation.DropDefault operation) {
    // A serial is a default: without it the column is a plain one.
    return column(
        operation,
        c -> c.withDefault(Optional.empty()).withAutoIncrement(identity(c) && c.autoIncrement()));
  }

  private boolean identity(Column column) {
    return edit().dialect != Dialect.POSTGRESQL
        || column
            .type()
            .filter(type -> type.text().toLowerCase(Locale.ROOT).contains("serial"))
            .isEmpty();
  }

  @Override
  default CatalogEdit visit(ColumnOperation.AddIdentity operation) {
    return column(operation, c -> c.withIdentity(operation.text()));
  }

  @Override
  default CatalogEdit visit(ColumnOperation.DropIdentity operation) {
    return column(operation, c -> c.withAutoIncrement(false));
  }

  @Override
  default CatalogEdit visit(ColumnOperation.DropExpression operation) {
    return column(operation, c -> c.withGenerated(Optional.empty()));
  }

  @Override
  default CatalogEdit visit(ColumnOperation.SetExpression operation) {
    return column(
        operation,
        c ->
            c.withGenerated(
                c.generated()
                    .map(
                        old ->
                            new ColumnDefinition.Generated(operation.expression(), old.stored()))));
  }

  @Override
  default CatalogEdit visit(ColumnOperation.SetColumnOption operation) {
    return edit().dialect == Dialect.POSTGRESQL
        ? edit()
            .attach(
                new Attached(
                    Attached.Kind.OPTION,
                    operation.option().name(),
                    edit().resolve(operation.table()),
                    operation.text(),
                    Optional.of(operation.columnName())))
        : edit();
  }
}
