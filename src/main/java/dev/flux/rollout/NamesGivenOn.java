package dev.flux.rollout;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.schema.Column;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names that the change takes from one column and gives to another one. Old and new versions would
 * mean different columns by such a name, so that a version between them uses neither by it.
 */
final class NamesGivenOn {
  private NamesGivenOn() {}

  /** The column that has the old name once the change is done. */
  static Optional<Column> findTaker(Situation situation, RenameColumn rename) {
    return situation
        .end()
        .findTable(situation.before().resolve(rename.table()))
        .flatMap(table -> table.findColumn(rename.columnName()));
  }

  /** The items; a human must decide on a rename whose name is not given to a new column. */
  static List<Item> stopped(List<Item> items) {
    List<Item> stopped = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      List<Item> behind = items.subList(i + 1, items.size());
      stopped.add(
          !item.onMysql()
                  && item.operation() instanceof RenameColumn rename
                  && !item.steps().isEmpty()
                  && findTaker(item.situation(), rename).isPresent()
                  && behind.stream().noneMatch(other -> adds(other, item.situation(), rename))
              ? item.stopped(problem(rename))
              : item);
    }
    return stopped;
  }

  /** The deploys of versions that use such names for what they stand for then. */
  static List<PlannedStep> deploys(List<Item> items) {
    List<PlannedStep> deploys = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      if (item.operation() instanceof RenameColumn rename && !item.steps().isEmpty()) {
        items.subList(i + 1, items.size()).stream()
            .filter(other -> adds(other, item.situation(), rename))
            .findFirst()
            .map(other -> deploy(other.situation(), rename))
            .ifPresent(deploys::add);
      }
    }
    return deploys;
  }

  private static boolean adds(Item item, Situation renaming, RenameColumn rename) {
    ObjectName table = renaming.before().resolve(rename.table());
    return item.problem().isEmpty()
        && item.operation() instanceof AddColumn add
        && item.situation().before().resolve(add.table()).equals(table)
        && add.columnName().equals(rename.columnName());
  }

  private static PlannedStep deploy(Situation situation, RenameColumn rename) {
    return situation
        .step("deploy", "Deploy the version that uses the new `" + rename.columnName() + "`")
        .deploy()
        .worksWith(
            "versions that use `%s` alone for what `%s` was"
                .formatted(rename.to(), rename.columnName()))
        .contract();
  }

  private static String problem(RenameColumn rename) {
    return "Old and new versions would mean different columns by `%1$s`, since the change gives the name to another column. Give it `%1$s` in a later change, once no running version uses the old column by it."
        .formatted(rename.columnName());
  }
}
