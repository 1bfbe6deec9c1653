package dev.flux.hazard;

import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.Expression;
import java.util.List;

/**
 * Catches {@code ADD COLUMN … NOT NULL} with no default, on a table that may hold rows, and a
 * rebuild on SQLite that adds one.
 *
 * <p>In production: PostgreSQL and SQLite refuse the statement as soon as one row exists; MySQL and
 * MariaDB fill existing rows with {@code ''} or {@code 0} that nobody chose. Wherever it succeeds,
 * inserts of the running application fail, since they do not name the column.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: add the column nullable, write it from the application, backfill in batches, add
 * {@code CHECK (… IS NOT NULL) NOT VALID}, validate it, then {@code SET NOT NULL}.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, Description of ADD COLUMN; SQLite, ALTER TABLE ADD
 * COLUMN.
 */
final class AddColumnNotNullWithoutDefault extends OperationHazard<AddColumn> {
  AddColumnNotNullWithoutDefault() {
    super("add-column-not-null-without-default", Severity.DANGER, AddColumn.class);
  }

  @Override
  List<Finding> examine(AddColumn add, ExaminedClause clause) {
    ColumnDefinition column = add.column();
    if (!column.notNull() || column.generated().isPresent() || column.autoIncrement()) {
      return List.of();
    }
    if (column.defaultValue().filter(value -> !isNull(value)).isPresent()
        || clause.isNew(add.table())) {
      return List.of();
    }
    return clause.finding(
        this,
        effect(add, clause),
        cause(add, clause),
        "Add it nullable, let the application write it, backfill the rows, and set NOT NULL in a"
            + " later deploy.");
  }

  /** A rebuild on SQLite whose new table has such a column more. */
  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    return RebuiltTable.in(migration).stream()
        .filter(rebuilt -> !rebuilt.columnsToWrite().isEmpty())
        .flatMap(rebuilt -> added(rebuilt).stream())
        .toList();
  }

  private List<Finding> added(RebuiltTable rebuilt) {
    return rebuilt
        .clause()
        .finding(
            this,
            "Inserts of the running application into " + Words.code(rebuilt.name()) + " fail",
            "the new table's "
                + Words.codes(rebuilt.columnsToWrite())
                + " is NOT NULL and has no default",
            "Give it a default, or let it be NULL until every version writes it.");
  }

  private static String effect(AddColumn add, ExaminedClause clause) {
    return switch (clause.engine().dialect()) {
      case POSTGRESQL, SQLITE ->
          "The migration fails as soon as " + Words.code(add.table()) + " holds one row";
      case MYSQL, MARIADB ->
          "Existing rows get a value that nobody chose, and inserts of the running application"
              + " fail";
    };
  }

  private static String cause(AddColumn add, ExaminedClause clause) {
    String column = Words.column(add.table(), add.columnName());
    return switch (clause.engine().dialect()) {
      case POSTGRESQL, SQLITE ->
          column
              + " is NOT NULL and has no default, which inserts of the running application would"
              + " also fail on";
      case MYSQL, MARIADB -> column + " is NOT NULL and has no default";
    };
  }

  private static boolean isNull(Expression value) {
    return value.text().equalsIgnoreCase("null");
  }
}
