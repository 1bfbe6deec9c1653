package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;

import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.sql.ColumnOperation.ChangeColumnType;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a change of type does to the table, its indexes and the constraints on the column. */
record ColumnTypeImpact(Setting setting, ChangeColumnType operation, ImpactDraft draft) {

  ImpactDraft impact() {
    ObjectName table = operation.table();
    TypeChange.Answer answer = work();
    answer.assumption().ifPresent(draft::assume);
    List<Index> indexes = indexesOnColumn();
    switch (answer.work()) {
      case REWRITE -> draft.rewrite(setting.storageOf(table)).build(indexed(table));
      case REBUILD_INDEXES -> rebuild(!indexes.isEmpty());
      case NO_WORK ->
          rebuild(indexes.stream().anyMatch(index -> !index.plain()) || recollated(indexes));
    }
    redoConstraints(table, answer.work() == TypeChange.Work.NO_WORK);
    return draft;
  }

  private TypeChange.Answer work() {
    Optional<SqlType> from =
        setting.column(operation.table(), operation.columnName()).flatMap(Column::type);
    if (from.isEmpty()) {
      return new TypeChange.Answer(
          TypeChange.Work.REWRITE,
          Optional.of(
              "The type of `"
                  + operation.table()
                  + "."
                  + operation.columnName()
                  + "` before the change is not known; it is assumed that every row is written"
                  + " anew."));
    }
    if (operation.using().isPresent() && !plainUsing(operation.using().get().text())) {
      return new TypeChange.Answer(TypeChange.Work.REWRITE, Optional.empty());
    }
    return new TypeChange(setting.before(), setting.version())
        .between(from.get(), operation.type());
  }

  /** Whether USING says no more than the cast that would be made anyway. */
  private boolean plainUsing(String using) {
    String column = Pattern.quote(operation.columnName());
    String name = "\\(*\\s*\"?(?i:" + column + ")\"?\\s*\\)*";
    String type = "[\\w\\s\"(),.]+";
    return using.strip().matches(name + "(\\s*::" + type + ")?")
        || using.strip().matches("(?i:cast)\\s*\\(" + name + "\\s+(?i:as)\\s+" + type + "\\)");
  }

  private List<Index> indexesOnColumn() {
    return setting
        .before()
        .findTable(operation.table())
        .map(table -> table.indexesUsing(operation.columnName()))
        .orElse(List.of());
  }

  private boolean recollated(List<Index> indexes) {
    return operation.collation().isPresent() && !indexes.isEmpty();
  }

  private void rebuild(boolean needed) {
    if (needed) {
      draft.build(setting.storageOf(operation.table()));
    }
  }

  private List<ObjectName> indexed(ObjectName table) {
    return setting.storageOf(table).stream()
        .filter(
            name ->
                setting.before().findTable(name).filter(t -> !t.indexes().isEmpty()).isPresent())
        .toList();
  }

  /** CHECKs and foreign keys on the column are made anew, and checked where its bytes changed. */
  private void redoConstraints(ObjectName table, boolean sameBytes) {
    Optional<Table> known = setting.before().findTable(table);
    if (known.isEmpty()) {
      return;
    }
    boolean checked =
        known.get().constraintsOn(operation.columnName()).stream()
            .anyMatch(c -> c.definition().kind() == Constraint.Kind.CHECK);
    if (checked) {
      draft.scan(setting.storageOf(table));
    }
    List<ObjectName> others =
        new java.util.ArrayList<>(
            Setting.referenced(known.get().constraintsOn(operation.columnName())));
    setting
        .restingOn(table, List.of(operation.columnName()))
        .forEach(child -> others.add(child.name()));
    for (ObjectName other : others) {
      draft.lock(setting.tree(other), ACCESS_EXCLUSIVE);
      if (!sameBytes) {
        draft.scan(setting.storageOf(table)).scan(setting.storageOf(other));
      }
    }
  }
}
