package dev.flux.rollout.mysql;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.rollout.Situation;
import dev.flux.rollout.Sql;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A column taken out of its indexes before it is dropped, where the server cannot do both at once
 * while rows are changed: beside a virtual column it does the first in place by itself alone.
 *
 * @param table as it is before
 */
record IndexesFirst(Situation situation, Table table, String column) {

  /** Empty where the action that drops the column may take it out of its indexes as well. */
  Optional<PlannedStep> step(Alterations alterations, String action) {
    List<Index> indexes = table.indexesUsing(column);
    if (indexes.isEmpty() || alterations.at().lets(situation.alter(table.name(), action))) {
      return Optional.empty();
    }
    MysqlDefinitions sql = new MysqlDefinitions(situation.before());
    Table end = situation.after().findTable(table.name()).orElseThrow();
    List<String> there = new ArrayList<>();
    List<String> back = new ArrayList<>();
    for (Index index : indexes) {
      String gone = "DROP INDEX " + sql.name(index.name().name());
      Optional<Index> left = end.findIndex(index.name().name());
      there.add(gone);
      left.ifPresent(narrow -> there.add("ADD " + sql.index(narrow, end)));
      left.ifPresent(narrow -> back.add(gone));
      back.add("ADD " + sql.index(index, table));
    }
    String allowed = Sql.allow("drop-index-still-used", "nothing looks for its values any more");
    return Optional.of(
        alterations
            .step(
                "drop_indexes_of_" + column,
                "Take `" + column + "` out of its indexes",
                allowed + situation.alter(table.name(), String.join(", ", there)),
                situation.alter(table.name(), String.join(", ", back)))
            .deployGate("no running version uses `" + column + "`")
            .worksWith("versions that do not use `" + column + "`")
            .contract());
  }
}
