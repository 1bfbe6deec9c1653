package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Casts;
import dev.flux.sql.ColumnOperation.ChangeColumnType;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a change of type does to the table, its indexes and the constraints on the column. */
record ColumnTypeImpact(Setting setting, ChangeColumnType operation, ImpactDraft draft) {

  ImpactDraft impact() {
    ObjectName table = operation.table();
    if (virtual()) {
      return draft;
    }
    TypeChange.Answer answer = work();
    answer.assumption().ifPresent(draft::assume);
    List<Index> indexes = indexesOnColumn();
    switch (answer.work()) {
      case REWRITE -> draft.rewrite(setting.storageOf(table)).build(setting.indexedOf(table));
      case REBUILD_INDEXES -> rebuild(!indexes.stream().allMatch(this::keepsOrder));
      case NO_WORK -> rebuild(needsNewIndex(indexes));
    }
    redoConstraints(table, answer.work() == TypeChange.Work.NO_WORK);
    return draft;
  }

  /** Whether the table holds no value of the column. */
  private boolean virtual() {
    return setting
        .column(operation.table(), operation.columnName())
        .flatMap(Column::generated)
        .filter(generated -> !generated.stored())
        .isPresent();
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
    Optional<List<SqlType>> casts =
        operation.using().isEmpty()
            ? Optional.of(List.of())
            : operation.using().flatMap(using -> Casts.find(using, operation.columnName()));
    return casts
        .map(between -> through(from.get(), between))
        .orElse(new TypeChange.Answer(TypeChange.Work.REWRITE, Optional.empty()));
  }

  /** One cast after the other, and the one to the column's type: the heaviest decides. */
  private TypeChange.Answer through(SqlType from, List<SqlType> casts) {
    TypeChange change = new TypeChange(setting.before(), setting.version());
    TypeChange.Answer heaviest = new TypeChange.Answer(TypeChange.Work.NO_WORK, Optional.empty());
    SqlType at = from;
    for (SqlType to : Stream.concat(casts.stream(), Stream.of(operation.type())).toList()) {
      TypeChange.Answer answer = change.between(at, to);
      heaviest = answer.work().compareTo(heaviest.work()) > 0 ? answer : heaviest;
      at = to;
    }
    return heaviest;
  }

  private List<Index> indexesOnColumn() {
    return setting
        .before()
        .findTable(operation.table())
        .map(table -> table.indexesUsing(operation.columnName()))
        .orElse(List.of());
  }

  /** Whether it sorts by an operator class that no type has by default, and keeps it. */
  private boolean keepsOrder(Index index) {
    String column = Pattern.quote(operation.columnName());
    return index.plain()
        && !needsNewIndex(List.of(index))
        && Pattern.compile("(?i)[(,]\\s*\"?" + column + "\"?\\s+[\\w.]+_(?:pattern|trgm)_ops\\b")
            .matcher(index.definition())
            .find();
  }

  /**
   * An index is kept only where it is plain, of the same collation and not on a partitioned table
   * ({@code CheckIndexCompatible}; measured).
   */
  private boolean needsNewIndex(List<Index> indexes) {
    boolean partitioned =
        setting.before().findTable(operation.table()).filter(Table::partitioned).isPresent();
    return !indexes.isEmpty()
        && (partitioned
            || !collation().equals(operation.collation().filter(ColumnTypeImpact::said))
            || indexes.stream().anyMatch(index -> !index.plain()));
  }

  /** The collation that the column was given; none where its type's own holds. */
  private Optional<String> collation() {
    return setting
        .column(operation.table(), operation.columnName())
        .flatMap(column -> column.attributes().collation())
        .filter(ColumnTypeImpact::said);
  }

  private static boolean said(String collation) {
    return !collation.equals("default");
  }

  private void rebuild(boolean needed) {
    if (needed) {
      draft.build(setting.storageOf(operation.table()));
    }
  }

  /**
   * CHECKs and foreign keys on the column are made anew, and checked where they were valid: keys
   * only where its bytes changed.
   */
  private void redoConstraints(ObjectName table, boolean sameBytes) {
    Optional<Table> known = setting.before().findTable(table);
    if (known.isEmpty()) {
      return;
    }
    boolean checked =
        known.get().constraintsOn(operation.columnName()).stream()
            .filter(TableConstraint::validated)
            .anyMatch(c -> c.definition().kind() == Constraint.Kind.CHECK);
    if (checked) {
      draft.scan(setting.storageOf(table));
    }
    for (TableConstraint key : known.get().constraintsOn(operation.columnName())) {
      Setting.referenced(List.of(key)).forEach(other -> redo(key, other, sameBytes));
    }
    ObjectName name = setting.before().resolve(table);
    for (Table child : setting.restingOn(table, List.of(operation.columnName()))) {
      child.constraints().stream()
          .filter(c -> c.definition().reference().filter(r -> r.table().equals(name)).isPresent())
          .forEach(key -> redo(key, child.name(), sameBytes));
    }
  }

  /** The other table of a foreign key is locked, and checked where the key was valid. */
  private void redo(TableConstraint key, ObjectName other, boolean sameBytes) {
    draft.lock(setting.tree(other), ACCESS_EXCLUSIVE);
    if (!sameBytes && key.validated()) {
      draft.scan(setting.storageOf(operation.table())).scan(setting.storageOf(other));
    }
  }
}
