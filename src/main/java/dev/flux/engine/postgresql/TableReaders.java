package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.View;
import dev.flux.sql.ObjectName;

/** Views that go with what they read. */
interface TableReaders extends Setting {

  /** Views that read the column are locked to be dropped with it. */
  default void lockReadersOf(ImpactDraft draft, ObjectName table, String column) {
    for (View view : before().viewsOn(table)) {
      if (view.names(column)) {
        draft.lock(view.name(), ACCESS_EXCLUSIVE);
        lockReaders(draft, view.name());
      }
    }
  }

  /** Views that read the relation are locked to be dropped with it. */
  default void lockReaders(ImpactDraft draft, ObjectName relation) {
    for (View view : before().viewsOn(relation)) {
      draft.lock(view.name(), ACCESS_EXCLUSIVE);
      lockReaders(draft, view.name());
    }
  }
}
