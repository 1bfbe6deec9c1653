package dev.flux.engine.sqlite;

import static dev.flux.engine.sqlite.Setting.code;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Table;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.Constraint;
import dev.flux.sql.Expression;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Facts about operations on columns. */
interface ColumnAnswers extends ColumnOperation.Visitor<Answer>, Setting {
  /** ADD COLUMN has its chapter. */
  String ADD = "SQLite, ALTER TABLE, 4 ALTER TABLE ADD COLUMN; measured";

  /** So has DROP COLUMN. */
  String DROP = "SQLite, ALTER TABLE, 5 ALTER TABLE DROP COLUMN; measured";

  /** What SQLite takes for a constant: a literal, a name that it reads as a string, a cast. */
  Pattern CONSTANT =
      Pattern.compile(
          "(?is)[\\s(]*(?:cast\\s*\\(\\s*)?[+-]?\\s*(?:[\\d.][\\w.+-]*|x?'(?:[^']|'')*+'|\"[^\"]*\""
              + "|(?!current_)[a-z_]\\w*)(?:\\s+as\\s+[\\w\\s(),]+\\))?[\\s)]*");

  @Override
  default Answer visit(ColumnOperation.AddColumn operation) {
    ObjectName table = operation.table();
    ColumnDefinition column = operation.column();
    Optional<String> refusal = refusal(operation);
    if (refusal.isPresent()) {
      return Answer.refused(refusal.get());
    }
    Optional<String> withRows = refusalWithRows(column);
    if (withRows.isPresent() && populated(table)) {
      return Answer.refused(withRows.get());
    }
    ImpactDraft draft = writes(table, ADD);
    withRows.ifPresent(cause -> draft.assume(code(table) + " holds no rows yet."));
    if (column.has(Constraint.Kind.FOREIGN_KEY)
        && defaulted(column)
        && foreignKeys().isEmpty()
        && populated(table)) {
      draft.assume("`foreign_keys` is off in the session that runs this.");
    }
    return Answer.does(isTested(table, column) ? draft.scan(table) : draft);
  }

  /**
   * Existing rows are tested against a CHECK and a generated NOT NULL since 3.37, and against the
   * types of STRICT since a version between 3.42 and 3.45 (measured).
   */
  private boolean isTested(ObjectName table, ColumnDefinition column) {
    if (!version().atLeast(3, 37, 0)) {
      return false;
    }
    boolean strict =
        version().atLeast(3, 43, 0)
            && before()
                .findWritten(table)
                .filter(text -> TableAnswers.STRICT.matcher(text.options()).matches())
                .isPresent();
    return column.has(Constraint.Kind.CHECK)
        || (column.notNull() && column.generated().isPresent())
        || strict;
  }

  private Optional<String> refusal(ColumnOperation.AddColumn operation) {
    ColumnDefinition column = operation.column();
    Optional<Table> table = before().findTable(operation.table());
    if (operation.ifNotExists()) {
      return Optional.of("SQLite has no IF NOT EXISTS in ADD COLUMN");
    }
    if (isView(operation.table())) {
      return Optional.of("SQLite alters no view");
    }
    if (table.flatMap(t -> t.findColumn(column.name())).isPresent()) {
      return Optional.of(code(column.name()) + " exists already");
    }
    if (column.has(Constraint.Kind.PRIMARY_KEY)) {
      return Optional.of("SQLite adds no PRIMARY KEY column");
    }
    return column.has(Constraint.Kind.UNIQUE)
        ? Optional.of("SQLite adds no UNIQUE column")
        : Optional.empty();
  }

  /** What is refused where the table has a row. */
  private Optional<String> refusalWithRows(ColumnDefinition column) {
    if (column.generated().isPresent()) {
      return column.generated().get().stored()
          ? Optional.of("SQLite adds no STORED generated column to rows that exist")
          : Optional.empty();
    }
    Optional<Expression> value = column.defaultValue();
    if (column.notNull() && !defaulted(column)) {
      return Optional.of("SQLite adds no NOT NULL column without a default to rows that exist");
    }
    if (value.filter(v -> !CONSTANT.matcher(v.text()).matches()).isPresent()) {
      return Optional.of("SQLite adds no column whose default is computed to rows that exist");
    }
    return column.has(Constraint.Kind.FOREIGN_KEY)
            && defaulted(column)
            && foreignKeys().orElse(false)
        ? Optional.of("SQLite adds no REFERENCES column with a default while it checks them")
        : Optional.empty();
  }

  private static boolean defaulted(ColumnDefinition column) {
    return column
        .defaultValue()
        .filter(value -> !value.text().strip().equalsIgnoreCase("null"))
        .isPresent();
  }

  @Override
  default Answer visit(ColumnOperation.DropColumn operation) {
    ColumnUses uses = new ColumnUses(before(), operation);
    Optional<String> refusal = uses.findRefusal(version());
    if (refusal.isPresent()) {
      return Answer.refused(refusal.get());
    }
    boolean computed =
        before()
            .findTable(operation.table())
            .flatMap(table -> table.findColumn(operation.columnName()))
            .flatMap(column -> column.generated())
            .filter(generated -> !generated.stored())
            .isPresent();
    ImpactDraft draft = writes(operation.table(), DROP);
    if (before().findTable(operation.table()).filter(Table::complete).isEmpty()) {
      draft.assume("No key, index, view or trigger uses " + code(operation.columnName()) + ".");
    }
    uses.findTriggerElsewhere()
        .ifPresent(
            trigger ->
                draft.assume(
                    "The trigger " + code(trigger) + " names another column of this name."));
    return Answer.does(computed ? draft : draft.rewrite(List.of(operation.table())));
  }

  @Override
  default Answer visit(ColumnOperation.RenameColumn operation) {
    Optional<Table> table = before().findTable(operation.table());
    if (!version().atLeast(3, 25, 0)) {
      return Answer.refused("RENAME COLUMN needs SQLite 3.25 or later");
    }
    if (isView(operation.table())) {
      return Answer.refused("SQLite alters no view");
    }
    if (table.filter(Table::complete).isPresent()
        && table.flatMap(t -> t.findColumn(operation.columnName())).isEmpty()) {
      return Answer.refused(code(operation.columnName()) + " does not exist");
    }
    boolean taken =
        !operation.to().equalsIgnoreCase(operation.columnName())
            && table.flatMap(t -> t.findColumn(operation.to())).isPresent();
    return taken
        ? Answer.refused(code(operation.to()) + " exists already")
        : Answer.does(
            writes(operation.table(), "SQLite, ALTER TABLE, 3 ALTER TABLE RENAME COLUMN"));
  }

  @Override
  default Answer visit(ColumnOperation.SetNotNull operation) {
    return version().atLeast(3, 53, 0)
        ? Answer.does(writes(operation.table(), CHANGES).scan(operation.table()))
        : Answer.refused("ALTER COLUMN needs SQLite 3.53 or later");
  }

  /** Since 3.53. */
  String CHANGES = "SQLite, ALTER TABLE, ALTER COLUMN (3.53); measured";

  @Override
  default Answer visit(ColumnOperation.DropNotNull operation) {
    return version().atLeast(3, 53, 0)
        ? Answer.does(writes(operation.table(), CHANGES))
        : Answer.refused("ALTER COLUMN needs SQLite 3.53 or later");
  }

  @Override
  default Answer visit(ColumnOperation.ChangeColumnType operation) {
    return Answer.refused("SQLite changes no column's type");
  }

  @Override
  default Answer visit(ColumnOperation.ModifyColumn operation) {
    return Answer.unknownToSqlite("MODIFY or CHANGE of a column");
  }

  @Override
  default Answer visit(ColumnOperation.SetDefault operation) {
    return Answer.refused("SQLite changes no column's default");
  }

  @Override
  default Answer visit(ColumnOperation.DropDefault operation) {
    return Answer.refused("SQLite changes no column's default");
  }

  @Override
  default Answer visit(ColumnOperation.AddIdentity operation) {
    return Answer.unknownToSqlite("identity columns");
  }

  @Override
  default Answer visit(ColumnOperation.DropIdentity operation) {
    return Answer.unknownToSqlite("identity columns");
  }

  @Override
  default Answer visit(ColumnOperation.DropExpression operation) {
    return Answer.refused("SQLite changes no generated column");
  }

  @Override
  default Answer visit(ColumnOperation.SetExpression operation) {
    return Answer.refused("SQLite changes no generated column");
  }

  @Override
  default Answer visit(ColumnOperation.SetColumnOption operation) {
    return Answer.refused("SQLite has no options of a column to alter");
  }
}
