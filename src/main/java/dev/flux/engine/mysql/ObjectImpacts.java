package dev.flux.engine.mysql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;
import static dev.flux.engine.LockMode.ACCESS_SHARE;

import dev.flux.engine.Impact;
import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Table;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import java.util.Optional;

/** Facts about operations on views, routines, triggers and the like. */
interface ObjectImpacts extends ObjectOperation.Visitor<Optional<Impact>>, Scene {

  private Optional<Impact> nothing(String section) {
    return Optional.of(draft(section).impact());
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.CreateView operation) {
    ImpactDraft draft = draft("CREATE VIEW");
    if (operation.orReplace()) {
      draft.lock(operation.view(), ACCESS_EXCLUSIVE);
    }
    return Optional.of(draft.lock(operation.reads(), ACCESS_SHARE).impact());
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.DropView operation) {
    return Optional.of(draft("DROP VIEW").lock(operation.views(), ACCESS_EXCLUSIVE).impact());
  }

  /** A trigger takes the exclusive metadata lock for an instant. */
  @Override
  default Optional<Impact> visit(ObjectOperation.CreateTrigger operation) {
    return Optional.of(draft("CREATE TRIGGER").lock(operation.table(), ACCESS_EXCLUSIVE).impact());
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.DropTrigger operation) {
    Optional<ObjectName> table =
        operation
            .table()
            .or(
                () ->
                    before().tables().stream()
                        .filter(t -> t.triggers().contains(operation.trigger()))
                        .map(Table::name)
                        .findFirst());
    ImpactDraft draft = draft("DROP TRIGGER");
    table.ifPresent(t -> draft.lock(t, ACCESS_EXCLUSIVE));
    return Optional.of(
        table.isPresent()
            ? draft.impact()
            : draft.assume("The table of the trigger is not known.").impact());
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.CreateRoutine operation) {
    return nothing("CREATE PROCEDURE and CREATE FUNCTION");
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.DropRoutine operation) {
    return nothing("DROP PROCEDURE and DROP FUNCTION");
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.CreateObject operation) {
    return nothing("Data Definition Statements");
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.AlterObject operation) {
    return nothing("Data Definition Statements");
  }

  /** DROP DATABASE takes every table with it. */
  @Override
  default Optional<Impact> visit(ObjectOperation.DropObject operation) {
    return switch (operation.object()) {
      case DATABASE, SCHEMA -> Optional.empty();
      default -> nothing("Data Definition Statements");
    };
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.ChangePrivileges operation) {
    return nothing("GRANT");
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.RenameObject operation) {
    return nothing("RENAME");
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.RefreshMaterializedView operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.CreateType operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.AddEnumValue operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.RenameEnumValue operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.CreateDomain operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.AlterDomain operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.CreatePolicy operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.DropPolicy operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.MoveToSchema operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ObjectOperation.SetComment operation) {
    return Optional.empty();
  }
}
