package dev.flux.rollout;

import dev.flux.schema.Table;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.TruncateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Empties tables in batches, their rows kept in a table beside them until a release later, where
 * that does the same: no CASCADE, no sequence that starts again, no trigger that DELETE fires and
 * TRUNCATE does not (manual, TRUNCATE).
 */
final class TruncateInBatches implements Recipe {
  private static final Pattern RESTART =
      Pattern.compile("\\bRESTART\\s+IDENTITY\\b", Pattern.CASE_INSENSITIVE);

  @Override
  public Set<String> settles() {
    return Set.of("truncate-table");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof TruncateTable truncate)
        || truncate.cascade()
        || RESTART.matcher(situation.clause().statement().sql()).find()) {
      return List.of();
    }
    List<PlannedStep> steps = new ArrayList<>();
    for (ObjectName name : truncate.tables()) {
      Optional<Table> table = situation.findTable(name).filter(t -> same(situation, t));
      if (table.isEmpty()) {
        return List.of();
      }
      steps.addAll(steps(situation, table.get()));
    }
    return steps;
  }

  /** Whether DELETE does what TRUNCATE does. */
  private static boolean same(Situation situation, Table table) {
    return table.complete()
        && table.triggers().isEmpty()
        && situation.before().descendantsOf(table.name()).isEmpty()
        && situation.before().referencing(table.name()).isEmpty();
  }

  private static List<PlannedStep> steps(Situation situation, Table table) {
    String gate = "every running version works with `" + table.name() + "` empty";
    String target = situation.sql(table.name());
    String block =
        situation
            .batches(table.name())
            .block(target, range -> "DELETE FROM " + target + " WHERE " + range);
    Optional<KeptRows> kept =
        KeptRows.of(situation, table, Optional.empty(), Optional.empty(), Optional.empty());
    StepDraft draft =
        Locks.batches(
                situation
                    .step(
                        "delete_from_" + table.name().name(),
                        "Delete the rows of `" + table.name() + "` in batches")
                    .sql(block, kept.map(KeptRows::back).orElse(""))
                    .outsideTransaction(),
                table.name())
            .deployGate(gate)
            .worksWith("every version that works with the table empty");
    if (kept.isEmpty()) {
      return List.of(draft.loses("the rows of `" + table.name() + "`").backfill());
    }
    return List.of(kept.get().keep(gate), draft.backfill(), kept.get().drop());
  }
}
