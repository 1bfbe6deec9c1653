package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.schema.WrittenTable;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.ColumnOperation.DropNotNull;
import dev.flux.sql.ColumnOperation.SetNotNull;
import dev.flux.sql.Constraint;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A column that must have a value, and has no default, on SQLite: it comes without NOT NULL, so
 * that the versions that do not know it go on writing; the table is rebuilt with NOT NULL once
 * every version writes the column.
 *
 * <p>Source: SQLite, ALTER TABLE, 3 and 7.
 */
final class AddRequiredOnSqlite implements Recipe {
  @Override
  public Set<String> settles() {
    return Set.of("add-column-not-null-without-default");
  }

  @Override
  public boolean fits(Dialect dialect) {
    return dialect == Dialect.SQLITE;
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof AddColumn add)
        || situation.hazards().contains("alter-unsupported") // SQLite adds it in no other way
        || add.column().has(Constraint.Kind.UNIQUE)
        || add.column().generated().isPresent()
        || !situation.engine().version().atLeast(3, 35, 0)) {
      return List.of();
    }
    Catalog loose = situation.after().after(new DropNotNull(add.table(), add.columnName()));
    Optional<WrittenTable> there = situation.after().findWritten(add.table());
    Optional<WrittenTable> without = loose.findWritten(add.table());
    Optional<String> value =
        situation.values().find(situation.before(), add.table(), add.columnName());
    return there.isEmpty() || without.isEmpty() || value.isEmpty()
        ? List.of() // the rebuild asks for the value
        : steps(situation, add, loose, there.get(), value.get());
  }

  private static List<PlannedStep> steps(
      Situation situation, AddColumn add, Catalog loose, WrittenTable strict, String value) {
    FilledColumn column = new FilledColumn(situation, add.table(), add.columnName());
    return List.of(
        added(situation, add, loose),
        column.deploy().backfill(),
        filled(situation, add, value),
        required(situation, add, loose, strict));
  }

  private static PlannedStep added(Situation situation, AddColumn add, Catalog loose) {
    String column = add.columnName();
    String text =
        loose.findWritten(add.table()).flatMap(t -> t.findColumn(column)).orElseThrow().text();
    return OnSqlite.instant(
            situation
                .step("add_" + column, "Add `" + column + "` without NOT NULL")
                .sql(
                    situation.alter(add.table(), "ADD COLUMN " + text),
                    situation.alter(add.table(), "DROP COLUMN " + situation.sql(column))))
        .worksWith("every version that worked before")
        .expand();
  }

  private static PlannedStep filled(Situation situation, AddColumn add, String value) {
    String column = situation.sql(add.columnName());
    String update =
        "UPDATE %s SET %s = %s WHERE %s IS NULL;"
            .formatted(situation.sql(add.table()), column, value, column);
    return OnSqlite.rewrite(
            situation
                .step("backfill_" + add.columnName(), "Fill `" + add.columnName() + "`")
                .sql(
                    Sql.allow(
                            "unbounded-update, long-write-lock",
                            "one pass over the table; run it while little is written")
                        + update,
                    ""))
        .worksWith("every version that worked before")
        .backfill();
  }

  private static PlannedStep required(
      Situation situation, AddColumn add, Catalog loose, WrittenTable strict) {
    ObjectName table = add.table();
    String column = add.columnName();
    RebuildDemand demand = RebuildDemand.of(new SetNotNull(table, column)).orElseThrow();
    String copy = situation.freeName(table, "new_" + table.name());
    SqliteRebuild there = SqliteRebuild.of(loose, table, copy, strict).asking(demand.allowed());
    WrittenTable nullable = loose.findWritten(table).orElseThrow();
    StepDraft draft =
        OnSqlite.rewrite(
                situation
                    .step(
                        "require_" + column,
                        "Rebuild `" + table + "` with `" + column + "` NOT NULL")
                    .sql(
                        there.sql(),
                        SqliteRebuild.of(situation.after(), table, copy, nullable).sql()))
            .deployGate(demand.gate())
            .worksWith("a version that " + demand.version());
    return (there.isReferenced() ? draft.outsideTransaction() : draft).contract();
  }
}
