package dev.flux.rollout;

import dev.flux.rollout.mysql.Alterations;
import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.sql.ColumnOperation.DropDefault;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Set;

/**
 * Drops the default of a column that the same change adds once every running version writes the
 * column: until then inserts that leave it out need the default. Some tools add each column so.
 */
final class DropDefaultLast implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("drop-default-still-needed");
  }

  @Override
  public boolean fits(Dialect dialect) {
    return dialect != Dialect.SQLITE;
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof DropDefault drop) || !isAdded(situation, drop)) {
      return List.of();
    }
    String column = drop.columnName();
    String writing = "every running version writes `" + column + "` in every new row";
    return List.of(
        new FilledColumn(situation, drop.table(), column).deploy().contract(),
        step(situation, drop)
            .deployGate(writing)
            .worksWith("versions that write `" + column + "` in every new row")
            .contract());
  }

  private static boolean isAdded(Situation situation, DropDefault drop) {
    return situation
        .start()
        .findTable(situation.before().resolve(drop.table()))
        .filter(table -> table.findColumn(drop.columnName()).isEmpty())
        .isPresent();
  }

  private static StepDraft step(Situation situation, DropDefault drop) {
    String column = drop.columnName();
    String slug = "drop_default_of_" + column;
    String title = "Drop the default of `" + column + "`";
    String allowed =
        Sql.allow("drop-default-still-needed", "every running version writes the column itself");
    String there =
        situation.alter(drop.table(), "ALTER COLUMN " + situation.sql(column) + " DROP DEFAULT");
    List<String> back = Undo.of(drop, situation.before()).statements();
    return OnlineSql.speaks(situation.engine().dialect())
        ? new Alterations(situation).step(slug, title, List.of(allowed + there), back)
        : Locks.instant(
            situation.step(slug, title).sql(Sql.locking(allowed + there), Sql.locking(back)),
            drop.table());
  }
}
