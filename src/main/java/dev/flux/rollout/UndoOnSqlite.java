package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.schema.WrittenObject;
import dev.flux.schema.WrittenObject.Kind;
import dev.flux.sql.IndexOperation.DropIndex;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateTrigger;
import dev.flux.sql.ObjectOperation.DropTrigger;
import dev.flux.sql.ObjectOperation.DropView;
import dev.flux.sql.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way back of what SQLite keeps as text: indexes, triggers and views come back letter for
 * letter, and a trigger goes without the name of its table (SQLite, "DROP TRIGGER").
 */
final class UndoOnSqlite {
  private UndoOnSqlite() {}

  /** Empty where the operation is undone as on every engine. */
  static Optional<WayBack> of(Operation operation, Catalog before) {
    if (operation instanceof CreateTrigger create) {
      String name = create.trigger().name();
      boolean there = before.findWritten(Kind.TRIGGER, name).isPresent();
      return Optional.of(
          there ? WayBack.NONE : WayBack.by("DROP TRIGGER " + before.naming().name(name) + ";"));
    }
    if (operation instanceof DropTrigger drop) {
      return again(before, Kind.TRIGGER, List.of(ObjectName.of(drop.trigger())), drop.ifExists());
    }
    if (operation instanceof DropIndex drop) {
      return again(before, Kind.INDEX, drop.indexes(), drop.ifExists());
    }
    return operation instanceof DropView drop
        ? again(before, Kind.VIEW, drop.views(), drop.ifExists())
        : Optional.empty();
  }

  private static Optional<WayBack> again(
      Catalog before, Kind kind, List<ObjectName> names, boolean ifExists) {
    List<String> statements = new ArrayList<>();
    for (ObjectName name : names) {
      Optional<WrittenObject> text = before.findWritten(kind, name.name());
      if (text.isEmpty() && !ifExists) {
        return Optional.empty();
      }
      text.ifPresent(t -> statements.add(t.sql() + ";"));
      if (kind == Kind.VIEW) {
        before.written(Kind.TRIGGER, name).forEach(trigger -> statements.add(trigger.sql() + ";"));
      }
    }
    return Optional.of(new WayBack(statements, ""));
  }
}
