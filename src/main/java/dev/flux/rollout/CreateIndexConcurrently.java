package dev.flux.rollout;

import dev.flux.schema.Table;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Set;

/**
 * Builds an index while writes go on: {@code CREATE INDEX CONCURRENTLY}, alone, outside a
 * transaction. A failed build leaves an invalid index under the name, so the step first drops one
 * (manual, CREATE INDEX, "Building Indexes Concurrently"). Not for partitioned tables, where the
 * server refuses it.
 */
final class CreateIndexConcurrently implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of(
        "create-index-blocking",
        "concurrently-in-transaction",
        "concurrent-index-with-others",
        "invalid-index-hidden");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof CreateIndex index)
        || situation.findTable(index.table()).filter(Table::partitioned).isPresent()) {
      return List.of();
    }
    String name = name(situation, index);
    ObjectName full = index.table().renamed(name);
    String drop = "DROP INDEX CONCURRENTLY IF EXISTS " + situation.sql(full) + ";";
    String create =
        "CREATE "
            + (index.unique() ? "UNIQUE " : "")
            + "INDEX CONCURRENTLY "
            + situation.sql(name)
            + " ON "
            + index.definition()
            + ";";
    return List.of(
        situation
            .step("create_index_" + name, "Build index `" + name + "` while writes go on")
            .sql(drop + "\n" + create, drop)
            .outsideTransaction()
            .impact(
                "SHARE UPDATE EXCLUSIVE on " + index.table(),
                "nothing; it waits for transactions that are open",
                Estimates.twoScans())
            .worksWith("every version")
            .expand());
  }

  /** The name written, or the one that the server would make up. */
  private static String name(Situation situation, CreateIndex index) {
    return index
        .index()
        .map(ObjectName::name)
        .orElseGet(
            () -> {
              StringBuilder wanted = new StringBuilder(index.table().name());
              index
                  .elements()
                  .forEach(element -> wanted.append('_').append(element.column().orElse("expr")));
              return situation.freeName(index.table(), wanted + "_idx");
            });
  }
}
