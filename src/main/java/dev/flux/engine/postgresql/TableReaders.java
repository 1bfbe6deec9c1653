package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.View;
import dev.flux.sql.ObjectName;
import java.util.HashSet;
import java.util.Set;

/** Views that go with what they read. */
interface TableReaders extends RoutineReads {

  /** Views that read the column are locked to be dropped with it. */
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
  }

  /** Views that read the relation are locked to be dropped with it. */
  default void lockReaders(ImpactDraft draft, ObjectName relation) {
    before().readersOf(relation).forEach(view -> draft.lock(view.name(), ACCESS_EXCLUSIVE));
  }
}
