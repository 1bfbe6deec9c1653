package dev.flux.rollout;

import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.sql.IndexOperation.DropIndex;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Drops an index without a lock that queries wait for: {@code DROP INDEX CONCURRENTLY}, one in each
 * file (manual, DROP INDEX). Not for indexes of constraints and of partitioned tables.
 */
final class DropIndexConcurrently implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of(
        "drop-index-blocking", "concurrently-in-transaction", "concurrent-index-with-others");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof DropIndex drop) || drop.cascade()) {
      return List.of();
    }
    List<PlannedStep> steps = new ArrayList<>();
    for (ObjectName index : drop.indexes()) {
      Optional<Table> table = situation.before().findTableOfIndex(index);
      if (table.filter(Table::partitioned).isPresent()) {
        return List.of();
      }
      if (table.isPresent() && isReplaced(situation, index)) {
        steps.addAll(replaced(situation, index, table.get()));
        continue;
      }
      steps.add(step(situation, index, table, drop.ifExists()));
    }
    return steps;
  }

  /** Whether the change builds another index under the same name later. */
  static boolean isReplaced(Situation situation, ObjectName index) {
    return situation.before().findIndex(index).isPresent()
        && situation.end().findIndex(index).isPresent();
  }

  /** The old index gives its name to the new one first, and goes once that is built. */
  private static List<PlannedStep> replaced(Situation situation, ObjectName index, Table table) {
    Index known = table.findIndex(index.name()).orElseThrow();
    String old = situation.freeName(table.name(), index.name() + "_old");
    String now = situation.definitions().name(known.name());
    String aside = situation.beside(table.name(), old);
    return List.of(
        situation
            .step("put_" + index.name() + "_aside", "Keep the old index under another name")
            .sql(
                Sql.locking("ALTER INDEX " + now + " RENAME TO " + situation.sql(old) + ";"),
                Sql.locking(
                    "ALTER INDEX " + aside + " RENAME TO " + situation.sql(index.name()) + ";"))
            .impact("SHARE UPDATE EXCLUSIVE on the index", "nothing", Estimates.instant())
            .worksWith("every version")
            .expand(),
        situation
            .step("drop_index_" + old, "Drop the old index")
            .sql(
                "DROP INDEX CONCURRENTLY " + aside + ";",
                situation.definitions().createIndex(table, known, old, true))
            .outsideTransaction()
            .impact(
                "SHARE UPDATE EXCLUSIVE on " + table.name(),
                "nothing; it waits for transactions that are open",
                Estimates.instant())
            .gate("the new index is built and valid")
            .worksWith("every version")
            .contract());
  }

  private static PlannedStep step(
      Situation situation, ObjectName index, Optional<Table> table, boolean ifExists) {
    ObjectName resolved =
        table.flatMap(t -> t.findIndex(index.name())).map(Index::name).orElse(index);
    String there =
        "DROP INDEX CONCURRENTLY "
            + (ifExists ? "IF EXISTS " : "")
            + situation.definitions().name(resolved)
            + ";";
    Optional<String> back =
        table.flatMap(
            t ->
                t.findIndex(index.name())
                    .filter(i -> i.constraint().isEmpty())
                    .map(i -> situation.definitions().createIndex(t, i, index.name(), true)));
    StepDraft draft =
        situation
            .step("drop_index_" + index.name(), "Drop index `" + index.name() + "`")
            .sql(there, back.orElse(""))
            .outsideTransaction()
            .impact(
                "SHARE UPDATE EXCLUSIVE on "
                    + table.map(Table::name).map(ObjectName::toString).orElse("its table"),
                "nothing; it waits for transactions that are open",
                Estimates.instant())
            .gate("no query needs it: pg_stat_user_indexes.idx_scan stays the same")
            .worksWith("every version whose queries do not need it");
    return (back.isEmpty()
            ? draft.loses("the index, if there is one: its definition is not in the history")
            : draft)
        .contract();
  }
}
