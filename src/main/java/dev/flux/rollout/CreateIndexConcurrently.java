package dev.flux.rollout;

import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlWords;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Builds an index while writes go on: {@code CREATE INDEX CONCURRENTLY}, alone in its file, outside
 * a transaction. A failed build leaves an invalid index under the name, which the gate says how to
 * drop (manual, CREATE INDEX, "Building Indexes Concurrently"). Not for partitioned tables, where
 * the server refuses it.
 */
final class CreateIndexConcurrently implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of(
        "create-index-blocking",
        "concurrently-in-transaction",
        "concurrent-index-with-others",
        "work-under-exclusive-lock",
        "invalid-index-hidden");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof CreateIndex index)
        || index.only()
        || situation.findTable(index.table()).filter(Table::partitioned).isPresent()) {
      return List.of();
    }
    if (index.ifNotExists()
        && index.index().flatMap(name -> situation.before().findIndex(name)).isPresent()) {
      return List.of();
    }
    return name(situation, index).map(name -> steps(situation, index, name)).orElse(List.of());
  }

  private static List<PlannedStep> steps(Situation situation, CreateIndex index, String name) {
    String drop =
        "DROP INDEX CONCURRENTLY IF EXISTS " + situation.beside(index.table(), name) + ";";
    String create =
        (index.ifNotExists()
                ? Sql.allow(
                    "invalid-index-hidden", "a failed build is dropped by hand before another")
                : "")
            + "CREATE "
            + (index.unique() ? "UNIQUE " : "")
            + "INDEX CONCURRENTLY "
            + (index.ifNotExists() ? "IF NOT EXISTS " : "")
            + situation.sql(name)
            + " ON "
            + definition(situation, index)
            + ";";
    String retry = "After a failed build: " + drop;
    StepDraft draft =
        situation
            .step("create_index_" + name, "Build index `" + name + "` while writes go on")
            .sql(create, drop)
            .outsideTransaction();
    if (index.ifNotExists()) {
      draft.loses("an index of that name which the history does not know, if there was one");
    }
    return List.of(
        Locks.build(draft, index.table())
            .gate(index.unique() ? duplicates(situation, index) + retry : "")
            .worksWith("every version")
            .expand());
  }

  /** A search path that the author's file sets holds in no other file. */
  private static String definition(Situation situation, CreateIndex index) {
    boolean elsewhere =
        index.table().schema().isEmpty()
            && situation
                .before()
                .resolve(index.table())
                .schema()
                .filter(schema -> !schema.equals("public"))
                .isPresent();
    return elsewhere
        ? SqlWords.onTable(index.definition(), situation.sql(index.table()))
        : index.definition();
  }

  private static String duplicates(Situation situation, CreateIndex index) {
    String columns =
        String.join(", ", index.elements().stream().map(e -> e.expression().text()).toList());
    return "no duplicates: SELECT %s, count(*) FROM %s%s GROUP BY %s HAVING count(*) > 1; "
        .formatted(
            columns,
            situation.sql(index.table()),
            index.where().map(where -> " WHERE " + where.text()).orElse(""),
            columns);
  }

  /** The name written, or the one that the server would make up. */
  static Optional<String> name(Situation situation, CreateIndex index) {
    return index
        .index()
        .map(ObjectName::name)
        .or(
            () -> {
              List<Index> before =
                  situation.findTable(index.table()).map(Table::indexes).orElse(List.of());
              return situation.after().findTable(index.table()).stream()
                  .flatMap(table -> table.indexes().stream())
                  .filter(i -> before.stream().noneMatch(b -> b.name().equals(i.name())))
                  .map(i -> i.name().name())
                  .findFirst();
            });
  }
}
