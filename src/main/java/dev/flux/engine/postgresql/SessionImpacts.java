package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.SHARE_UPDATE_EXCLUSIVE;

import dev.flux.engine.ImpactDraft;
import dev.flux.engine.LockMode;
import dev.flux.schema.View;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.SqlReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Facts about operations on the session, the transaction and locks. */
interface SessionImpacts extends SessionOperation.Visitor<Optional<ImpactDraft>>, DataImpacts {

  private Optional<ImpactDraft> nothing(String source) {
    return Optional.of(draft("PostgreSQL manual, " + source));
  }

  @Override
  default Optional<ImpactDraft> visit(SessionOperation.SetSetting operation) {
    return operation.scope() == SessionOperation.SetSetting.Scope.GLOBAL
        ? nothing("ALTER SYSTEM").map(ImpactDraft::outsideOnly)
        : nothing("SET");
  }

  @Override
  default Optional<ImpactDraft> visit(SessionOperation.ResetSetting operation) {
    return nothing("RESET");
  }

  @Override
  default Optional<ImpactDraft> visit(SessionOperation.BeginTransaction operation) {
    return nothing("BEGIN");
  }

  @Override
  default Optional<ImpactDraft> visit(SessionOperation.CommitTransaction operation) {
    return nothing("COMMIT");
  }

  @Override
  default Optional<ImpactDraft> visit(SessionOperation.RollbackTransaction operation) {
    return nothing("ROLLBACK");
  }

  @Override
  default Optional<ImpactDraft> visit(SessionOperation.Savepoint operation) {
    return nothing("SAVEPOINT");
  }

  @Override
  default Optional<ImpactDraft> visit(SessionOperation.LockTable operation) {
    LockMode mode =
        Arrays.stream(LockMode.values())
            .filter(m -> m.words().equalsIgnoreCase(operation.mode().strip()))
            .findFirst()
            .orElse(LockMode.ACCESS_EXCLUSIVE);
    ImpactDraft draft = draft("PostgreSQL manual, LOCK");
    for (ObjectName table : operation.tables()) {
      draft.lock(tree(table), mode);
      through(table).stream().filter(name -> !holdsRows(name)).forEach(n -> draft.lock(n, mode));
    }
    return Optional.of(draft);
  }

  /** A materialized view is left alone where another view reads it. */
  private boolean holdsRows(ObjectName relation) {
    return before().findView(relation).filter(View::materialized).isPresent();
  }

  @Override
  default Optional<ImpactDraft> visit(SessionOperation.Maintain operation) {
    boolean only = Grammar.ONLY.matcher(operation.text()).find();
    if (Grammar.since(operation) > version().major()) {
      return Optional.empty();
    }
    ImpactDraft draft = draft("PostgreSQL manual, VACUUM, ANALYZE and CHECKPOINT; measured");
    for (ObjectName table : operation.tables()) {
      draft.lock(only ? List.of(table) : visited(table), SHARE_UPDATE_EXCLUSIVE);
      if (operation.maintenance() == SessionOperation.Maintain.Kind.ANALYZE) {
        draft.lock(heirs(table), ACCESS_SHARE);
        computeIndexes(draft, tree(table));
      }
    }
    if (operation.tables().isEmpty()
        && operation.maintenance() != SessionOperation.Maintain.Kind.CHECKPOINT) {
      draft.assume("Every table of the database is visited; those that are known are named.");
      before().tables().forEach(table -> draft.lock(table.name(), SHARE_UPDATE_EXCLUSIVE));
      before().views().stream()
          .filter(View::materialized)
          .forEach(view -> draft.lock(view.name(), SHARE_UPDATE_EXCLUSIVE));
    }
    return Optional.of(
        switch (operation.maintenance()) {
          case VACUUM -> draft.scan(operation.tables()).outsideOnly();
          case ANALYZE, CHECKPOINT -> draft;
        });
  }

  /** Heirs are visited with their parent since version 18. */
  private List<ObjectName> visited(ObjectName table) {
    return version().atLeast(18) ? tree(table) : partitions(table);
  }

  @Override
  default Optional<ImpactDraft> visit(SessionOperation.Session operation) {
    ImpactDraft draft = draft("PostgreSQL manual, SQL Commands; measured");
    Embedded.prepared(operation.text()).ifPresent(sql -> Embedded.lockNamed(draft, sql));
    Embedded.planned(operation.text())
        .map(sql -> SqlReader.read(sql, Dialect.POSTGRESQL).statements())
        .orElse(List.of())
        .forEach(planned -> planned.operations().forEach(op -> plan(draft, op)));
    return Optional.of(draft);
  }
}
