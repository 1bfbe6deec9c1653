package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Attached;
import dev.flux.schema.View;
import dev.flux.sql.ObjectName;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Views, rules and policies that go with what they read. */
interface TableReaders extends RoutineReads {

  /** What reads the column is locked to be dropped with it. */
  default void lockReadersOf(ImpactDraft draft, ObjectName table, String column) {
    ObjectName name = before().resolve(table);
    Set<ObjectName> dropped = new HashSet<>();
    for (View view : before().readersOf(table)) {
      boolean reads = view.reads().contains(name) && view.names(column);
      if (reads || view.reads().stream().anyMatch(dropped::contains)) {
        dropped.add(view.name());
        draft.lock(view.name(), ACCESS_EXCLUSIVE);
      }
    }
    naming(table)
        .filter(made -> dropped.contains(made.relation()) || Embedded.namesColumn(made, column))
        .forEach(made -> draft.lock(made.relation(), ACCESS_EXCLUSIVE));
  }

  /** What reads the relation is locked to be dropped with it. */
  default void lockReaders(ImpactDraft draft, ObjectName relation) {
    before().readersOf(relation).forEach(view -> draft.lock(view.name(), ACCESS_EXCLUSIVE));
    naming(relation).forEach(made -> draft.lock(made.relation(), ACCESS_EXCLUSIVE));
  }

  /** Rules and policies of any relation whose SQL names this one. */
  private Stream<Attached> naming(ObjectName relation) {
    ObjectName name = before().resolve(relation);
    return Stream.of(Attached.Kind.RULE, Attached.Kind.POLICY)
        .flatMap(kind -> before().attached(kind).stream())
        .filter(made -> Embedded.named(made.text(), before()).contains(name));
  }
}
