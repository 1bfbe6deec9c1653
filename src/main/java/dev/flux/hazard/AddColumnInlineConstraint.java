package dev.flux.hazard;

import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.Constraint;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.CreateTable;
import java.util.List;

/**
 * Catches a CHECK, UNIQUE, PRIMARY KEY or REFERENCES that is written behind a new column of an
 * existing table; on MySQL, which ignores it there, every REFERENCES behind a column.
 *
 * <p>In production: a CHECK reads the whole table under ACCESS EXCLUSIVE even though every row is
 * NULL; UNIQUE builds an index under it. REFERENCES takes ACCESS EXCLUSIVE on the table and SHARE
 * ROW EXCLUSIVE on the referenced one, for an instant, and reads the rows only when a default is
 * given; else it is a warning.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: add the column alone, then the constraint with {@code NOT VALID}, then validate it;
 * a unique index is built with CONCURRENTLY and adopted with {@code USING INDEX}.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, Notes; measured.
 */
final class AddColumnInlineConstraint extends OperationHazard<Operation> {
  AddColumnInlineConstraint() {
    super("add-column-inline-constraint", Severity.DANGER, Operation.class);
  }

  @Override
  List<Finding> examine(Operation operation, ExaminedClause clause) {
    if (operation instanceof CreateTable create) {
      List<Constraint> apart =
          create.constraints().stream().filter(c -> c.reference().isPresent()).toList();
      return forgotten(create.table(), create.columns(), apart, clause);
    }
    return operation instanceof AddColumn add ? ofColumn(add, clause) : List.of();
  }

  private List<Finding> ofColumn(AddColumn add, ExaminedClause clause) {
    ColumnDefinition column = add.column();
    if (clause.mysql()) {
      return forgotten(add.table(), List.of(column), List.of(), clause);
    }
    if (!clause.postgresql() || clause.isNew(add.table())) {
      return List.of();
    }
    String name = Words.column(add.table(), add.columnName());
    if (column.has(Constraint.Kind.UNIQUE) || column.has(Constraint.Kind.PRIMARY_KEY)) {
      return clause.finding(
          this,
          "Reads and writes of " + Words.code(add.table()) + " wait while a unique index is built",
          name + " is added together with its unique constraint",
          "Add the column alone, build the unique index with CONCURRENTLY in a migration of its"
              + " own, and adopt it with USING INDEX.");
    }
    if (column.has(Constraint.Kind.CHECK)) {
      return clause.finding(
          this,
          "Reads and writes of " + Words.code(add.table()) + " wait while every row is checked",
          "the CHECK is written behind the new column " + name,
          "Add the column alone, then the CHECK with NOT VALID, and validate it in a migration of"
              + " its own.");
    }
    return column.has(Constraint.Kind.FOREIGN_KEY) ? reference(add, clause) : List.of();
  }

  /** MySQL reads REFERENCES behind a column, and makes no foreign key of it. */
  private List<Finding> forgotten(
      ObjectName table,
      List<ColumnDefinition> columns,
      List<Constraint> apart,
      ExaminedClause clause) {
    List<String> ignored =
        columns.stream()
            .filter(column -> column.has(Constraint.Kind.FOREIGN_KEY))
            .map(ColumnDefinition::name)
            .filter(name -> apart.stream().noneMatch(c -> c.columns().equals(List.of(name))))
            .map(name -> table + "." + name)
            .toList();
    return ignored.isEmpty() || clause.engine().dialect() != Dialect.MYSQL
        ? List.of()
        : clause.finding(
            this,
            Severity.WARNING,
            "There will be no foreign key",
            "MySQL ignores REFERENCES behind " + Words.few(ignored),
            "Write FOREIGN KEY by itself, after the columns.");
  }

  private List<Finding> reference(AddColumn add, ExaminedClause clause) {
    String parent =
        add.column().constraints().stream()
            .flatMap(constraint -> constraint.reference().stream())
            .map(reference -> Words.code(reference.table()))
            .findFirst()
            .orElse("its parent");
    boolean filled = add.column().defaultValue().isPresent();
    return clause.finding(
        this,
        filled ? severity() : Severity.WARNING,
        "Writes to "
            + Words.code(add.table())
            + " and "
            + parent
            + (filled
                ? " wait while every row is checked"
                : " wait for an instant, or as long as this statement waits for either table"),
        "the new column "
            + Words.column(add.table(), add.columnName())
            + " brings its foreign key along",
        "Add the column alone, then the foreign key with NOT VALID, and validate it in a migration"
            + " of its own.");
  }
}
