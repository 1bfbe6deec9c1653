package dev.flux.review;

import dev.flux.hazard.ExaminedClause;
import dev.flux.hazard.ExaminedMigration;
import dev.flux.hazard.ExaminedStatement;
import dev.flux.hazard.Severity;
import dev.flux.rollout.Step;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation;
import java.util.ArrayList;
import java.util.List;

/** What a person makes sure of before the deploy; each item only where it applies. */
final class Checklist {
  private Checklist() {}

  /** The items, as plain sentences; empty where nothing needs attention. */
  static List<String> of(Review review) {
    List<Step> steps =
        review.directories().stream().flatMap(d -> d.rollout().steps().stream()).toList();
    boolean attention = review.findings().stream().anyMatch(f -> f.severity() != Severity.ADVICE);
    if (!attention && steps.isEmpty()) {
      return List.of();
    }
    List<String> items = new ArrayList<>();
    items.add("Backup verified, and a restore from it tested");
    items.add("Tested on a copy of production data, not on ten rows");
    items.add("Planned outside peak traffic");
    items.add("Connection pool leaves room while statements wait for locks");
    List<String> unwrapped = outsideTransactions(review, steps);
    if (!unwrapped.isEmpty()) {
      items.add("Transaction wrapping is off for: " + String.join(", ", unwrapped));
    }
    return items;
  }

  /** Names of the steps or files with a statement that runs outside transactions only. */
  private static List<String> outsideTransactions(Review review, List<Step> steps) {
    List<String> names = new ArrayList<>();
    for (Step step : steps) {
      if (!step.transactional() && step.kind() == Step.Kind.MIGRATION) {
        names.add(step.title());
      }
    }
    if (steps.isEmpty()) {
      for (ExaminedMigration migration : review.migrations()) {
        if (migration.statements().stream().anyMatch(Checklist::concurrent)) {
          names.add(migration.migration().path());
        }
      }
    }
    return names;
  }

  private static boolean concurrent(ExaminedStatement statement) {
    return statement.clauses().stream()
        .map(ExaminedClause::operation)
        .anyMatch(Checklist::concurrent);
  }

  private static boolean concurrent(Operation operation) {
    return (operation instanceof IndexOperation.CreateIndex create && create.concurrently())
        || (operation instanceof IndexOperation.DropIndex drop && drop.concurrently())
        || (operation instanceof IndexOperation.Reindex reindex && reindex.concurrently())
        || (operation instanceof TableOperation.DetachPartition detach && detach.concurrently())
        || (operation instanceof ObjectOperation.RefreshMaterializedView view
            && view.concurrently());
  }
}
