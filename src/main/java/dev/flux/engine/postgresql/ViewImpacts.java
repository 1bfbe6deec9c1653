package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;
import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.EXCLUSIVE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.View;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import java.util.List;
import java.util.Optional;

/** Facts about operations on views. */
interface ViewImpacts
    extends ObjectOperation.Visitor<Optional<ImpactDraft>>, TableReaders, RowReads {

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.CreateView operation) {
    ImpactDraft draft = draft("PostgreSQL manual, CREATE VIEW; measured");
    if (operation.orReplace() && before().findView(operation.view()).isPresent()) {
      draft.lock(operation.view(), ACCESS_EXCLUSIVE);
    }
    boolean runs = operation.materialized() && operation.withData();
    // A recursive view reads itself, which does not exist yet.
    List<ObjectName> reads =
        operation.reads().stream().filter(name -> !name.equals(operation.view())).toList();
    draft.lock(reads, ACCESS_SHARE);
    if (runs) {
      keep(draft, operation.query(), reads);
      followIn(draft, operation.query());
    }
    return Optional.of(draft);
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.DropView operation) {
    ImpactDraft draft = draft("PostgreSQL manual, DROP VIEW; measured");
    for (ObjectName view : operation.views()) {
      if (operation.ifExists() && before().isMissing(view)) {
        continue;
      }
      draft.lock(view, ACCESS_EXCLUSIVE);
      if (operation.cascade()) {
        lockReaders(draft, view);
      }
    }
    return Optional.of(draft);
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.RefreshMaterializedView operation) {
    ImpactDraft draft =
        draft("PostgreSQL manual, REFRESH MATERIALIZED VIEW; measured")
            .lock(operation.view(), operation.concurrently() ? EXCLUSIVE : ACCESS_EXCLUSIVE);
    Optional<View> view = before().findView(operation.view());
    if (!operation.concurrently()) {
      draft.replace(operation.view());
    }
    // Its new rows are read to build its indexes, and to compare them with the old ones.
    if (operation.concurrently() || view.filter(v -> v.indexes().isEmpty()).isEmpty()) {
      draft.scan(operation.view());
    }
    if (operation.withData()) {
      view.ifPresent(known -> keep(draft, known.query(), known.reads()));
      view.ifPresent(known -> followIn(draft, known.query()));
    }
    return Optional.of(draft);
  }
}
