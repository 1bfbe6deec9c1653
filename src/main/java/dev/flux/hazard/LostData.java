package dev.flux.hazard;

import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.sql.ColumnOperation.ChangeColumnType;
import dev.flux.sql.ColumnOperation.DropColumn;
import dev.flux.sql.DataOperation.CopyRows;
import dev.flux.sql.DataOperation.Delete;
import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.DataOperation.Merge;
import dev.flux.sql.DataOperation.Update;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.CreateTable;
import dev.flux.sql.TableOperation.DropTable;
import dev.flux.sql.TableOperation.TruncateTable;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Data in use that a migration deletes, copies nowhere and its way back does not fill in again. */
final class LostData {
  /** Whoever allows one of these knows that data goes. */
  private static final Set<String> DELETIONS =
      Set.of("drop-column", "drop-table", "truncate-table", "unbounded-delete");

  private static final String ROWS = "the rows of ";

  private final List<ExaminedClause> change;
  private final Rollback rollback;
  private final List<Allowance> allowances;

  private LostData(List<ExaminedClause> change, Rollback rollback, List<Allowance> allowances) {
    this.change = change;
    this.rollback = rollback;
    this.allowances = allowances;
  }

  /** Each in words, such as "the values of `users.email`". */
  static List<String> of(ExaminedMigration migration, Examination examination, Rollback rollback) {
    List<ExaminedClause> change =
        examination.change().oneChange()
            ? examination.migrations().stream().flatMap(m -> m.clauses().stream()).toList()
            : migration.clauses();
    LostData lost =
        new LostData(
            change,
            rollback,
            Allowance.of(migration).stream()
                .filter(allowance -> DELETIONS.contains(allowance.hazard()))
                .toList());
    return migration.clauses().stream()
        .filter(clause -> !lost.isAllowed(clause))
        .flatMap(lost::of)
        .distinct()
        .toList();
  }

  private boolean isAllowed(ExaminedClause clause) {
    return DELETIONS.stream()
        .map(Hazards::of)
        .flatMap(hazard -> clause.finding(hazard, "", "", "").stream())
        .anyMatch(finding -> allowances.stream().anyMatch(allowed -> allowed.covers(finding)));
  }

  private Stream<String> of(ExaminedClause clause) {
    Operation operation = clause.operation();
    if (operation instanceof DropColumn drop) {
      return ofColumn(drop, clause);
    }
    if (operation instanceof DropTable drop) {
      return drop.tables().stream().flatMap(table -> ofTable(table, drop.ifExists(), clause, ROWS));
    }
    if (operation instanceof TruncateTable truncate) {
      return truncate.tables().stream().flatMap(table -> ofTable(table, false, clause, ROWS));
    }
    if (operation instanceof Delete delete) {
      String some = delete.where().isEmpty() ? ROWS : "some rows of ";
      return ofTable(delete.table(), false, clause, some);
    }
    return operation instanceof ChangeColumnType change ? ofType(change, clause) : Stream.empty();
  }

  private Stream<String> ofColumn(DropColumn drop, ExaminedClause clause) {
    ObjectName table = drop.table();
    String column = drop.columnName();
    boolean known =
        clause.findColumn(table, column).isPresent()
            || !(drop.ifExists() || clause.isMissing(table));
    boolean generated =
        clause.findColumn(table, column).filter(c -> c.generated().isPresent()).isPresent();
    if (!known
        || generated
        || clause.unused(table, column)
        || clause.isMissing(table, column)
        || isRefilled(table)
        || change.stream().anyMatch(other -> copies(other, table, column))) {
      return Stream.empty();
    }
    boolean place =
        rollback
            .restored()
            .map(restored -> has(restored, table, column) || rollback.isIdle())
            .orElse(true);
    return place ? Stream.of("the values of " + Words.column(table, column)) : Stream.empty();
  }

  private static boolean has(Catalog catalog, ObjectName table, String column) {
    return catalog.findTable(table).flatMap(t -> t.findColumn(column)).isPresent();
  }

  private Stream<String> ofTable(
      ObjectName table, boolean ifExists, ExaminedClause clause, String words) {
    boolean known = clause.findTable(table).isPresent() || !(ifExists || clause.isMissing(table));
    if (!known
        || clause.isNew(table)
        || isRefilled(table)
        || change.stream().anyMatch(other -> reads(other.operation(), table))) {
      return Stream.empty();
    }
    boolean place =
        rollback
            .restored()
            .map(restored -> restored.findTable(table).isPresent() || rollback.isIdle())
            .orElse(true);
    return place ? Stream.of(words + Words.code(table)) : Stream.empty();
  }

  private Stream<String> ofType(ChangeColumnType change, ExaminedClause clause) {
    return clause
        .findColumn(change.table(), change.columnName())
        .flatMap(Column::type)
        .filter(old -> TypeWidth.narrows(old, change.type()))
        .filter(old -> !clause.unused(change.table(), change.columnName()))
        .filter(old -> !isRefilled(change.table()))
        .map(
            old ->
                "what "
                    + Words.code(change.type().text())
                    + " cuts off "
                    + Words.column(change.table(), change.columnName()))
        .stream();
  }

  /** Whether the way back writes rows of the table. */
  private boolean isRefilled(ObjectName table) {
    return rollback.operations().stream()
        .anyMatch(
            operation ->
                (operation instanceof Insert insert && insert.table().equals(table))
                    || (operation instanceof Update update && update.table().equals(table))
                    || (operation instanceof Merge merge && merge.table().equals(table))
                    || (operation instanceof CopyRows copy && copy.table().equals(table)));
  }

  /** Whether the change puts rows of the table elsewhere. */
  private static boolean reads(Operation operation, ObjectName table) {
    return (operation instanceof Insert insert && insert.reads().contains(table))
        || (operation instanceof CreateTable create && create.reads().contains(table))
        || (operation instanceof Update update && update.reads().contains(table))
        || (operation instanceof Merge merge && merge.reads().contains(table));
  }

  private static boolean copies(ExaminedClause other, ObjectName table, String column) {
    boolean within =
        other.operation() instanceof Update update
            && update.table().equals(table)
            && !update.columns().equals(List.of(column));
    return (within || reads(other.operation(), table))
        && Pattern.compile("(?i)\\b" + Pattern.quote(column) + "\\b")
            .matcher(other.statement().sql())
            .find();
  }
}
