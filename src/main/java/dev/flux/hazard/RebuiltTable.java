package dev.flux.hazard;

import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.schema.View;
import dev.flux.schema.WrittenObject;
import dev.flux.sql.Constraint;
import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.DataOperation.Update;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Pragma;
import dev.flux.sql.SessionOperation.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A table of SQLite before its rebuild and at the end of the file.
 *
 * @param clause that drops the old table
 * @param start the schema before the file; before the rebuild where rows are written before it
 * @param before the schema before the rebuild
 * @param after the schema at the end of the file
 * @param copies the statements of the rebuild that carry its rows over
 */
record RebuiltTable(
    ObjectName name,
    ExaminedClause clause,
    Catalog start,
    Catalog before,
    Catalog after,
    List<RebuildCopy> copies) {
  RebuiltTable {
    copies = List.copyOf(copies);
  }

  private static final Pattern FOLLOWS =
      Pattern.compile("on\\s+delete\\s+(cascade|set)\\b", Pattern.CASE_INSENSITIVE);

  /** Every table in use that the file rebuilds, as it was before the first rebuild of it. */
  static List<RebuiltTable> in(ExaminedMigration migration) {
    if (migration.statements().isEmpty()
        || !migration.statements().get(0).clauses().get(0).sqlite()) {
      return List.of();
    }
    List<RebuiltTable> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Rebuild rebuild : migration.rebuilds()) {
      ExaminedClause first = migration.statements().get(rebuild.parts().get(0)).clauses().get(0);
      ExaminedClause drop = migration.statements().get(rebuild.drop()).clauses().get(0);
      if (!first.isNew(rebuild.table())
          && names.add(rebuild.table().name().toLowerCase(Locale.ROOT))) {
        List<RebuildCopy> copies =
            rebuild.parts().stream()
                .map(part -> migration.statements().get(part).clauses().get(0))
                .filter(part -> part.operation() instanceof Insert)
                .map(RebuildCopy::new)
                .toList();
        found.add(
            new RebuiltTable(
                rebuild.table(),
                drop,
                start(migration, first, rebuild.table()),
                first.before(),
                migration.after(),
                copies));
      }
    }
    return found;
  }

  private static Catalog start(ExaminedMigration migration, ExaminedClause first, ObjectName name) {
    boolean written =
        first
            .earlierInFile()
            .anyMatch(
                operation ->
                    (operation instanceof Insert insert && insert.table().equals(name))
                        || (operation instanceof Update update && update.table().equals(name)));
    return written ? first.before() : migration.statements().get(0).clauses().get(0).before();
  }

  /** Whether all that the old table had is known. */
  boolean known() {
    return before.findTable(name).filter(Table::complete).isPresent();
  }

  private Optional<Table> old() {
    return before.findTable(name);
  }

  private Optional<Table> rebuilt() {
    return after.findTable(name);
  }

  private boolean stays(String column) {
    return rebuilt().flatMap(table -> table.findColumn(column)).isPresent();
  }

  /** Columns that may hold NULL in the old table, must not in the new one, and are copied bare. */
  List<String> columnsThatMustHaveValues() {
    return old().filter(Table::complete).map(Table::columns).orElse(List.of()).stream()
        .filter(column -> !column.notNull() && !isRowid(column.name()))
        .map(Column::name)
        .filter(
            column ->
                rebuilt()
                    .flatMap(table -> table.findColumn(column))
                    .filter(Column::notNull)
                    .isPresent())
        .filter(column -> copies.stream().noneMatch(copy -> copy.fills(name, column)))
        .toList();
  }

  /** Columns that only the new table has, and that every insert must name. */
  List<String> columnsToWrite() {
    if (old().filter(Table::complete).isEmpty()) {
      return List.of();
    }
    return rebuilt().map(Table::columns).orElse(List.of()).stream()
        .filter(Column::notNull)
        .filter(column -> column.defaultValue().isEmpty() && column.generated().isEmpty())
        .filter(column -> !column.autoIncrement())
        .map(Column::name)
        .filter(column -> old().flatMap(table -> table.findColumn(column)).isEmpty())
        .filter(column -> !rebuilt().map(Table::primaryKey).orElse(List.of()).contains(column))
        .toList();
  }

  /** Columns of both tables whose values no copy, or not every one, carries over. */
  List<String> columnsNotCopied() {
    List<String> both =
        old().map(Table::columns).orElse(List.of()).stream()
            .filter(column -> column.generated().isEmpty() && stays(column.name()))
            .map(Column::name)
            .toList();
    return copies.stream().flatMap(copy -> copy.leavesOut(name, both).stream()).distinct().toList();
  }

  /** Whether it is the number of the row, which a copy without it gives anew. */
  boolean isRowid(String column) {
    return old().map(Table::primaryKey).orElse(List.of()).equals(List.of(column));
  }

  /**
   * Columns that must be unlike in the new table and need not in the old one, not even before the
   * file dropped an index to make it again; one list a key.
   */
  List<List<String>> newKeys() {
    List<List<String>> old =
        Stream.concat(keys(old()).stream(), keys(start.findTable(name)).stream()).toList();
    return old().filter(Table::complete).isEmpty()
        ? List.of()
        : keys(rebuilt()).stream()
            .filter(key -> !key.isEmpty() && old.stream().noneMatch(key::containsAll))
            .filter(
                key -> key.stream().allMatch(c -> old().flatMap(t -> t.findColumn(c)).isPresent()))
            .toList();
  }

  private static List<List<String>> keys(Optional<Table> table) {
    return table.stream()
        .flatMap(
            t ->
                Stream.concat(
                    Stream.of(t.primaryKey()),
                    Stream.concat(
                        t.constraints().stream()
                            .map(TableConstraint::definition)
                            .filter(c -> c.kind() == Constraint.Kind.UNIQUE)
                            .map(Constraint::columns),
                        t.indexes().stream()
                            .filter(index -> index.unique() && index.plain())
                            .map(Index::columns))))
        .filter(key -> !key.isEmpty())
        .distinct()
        .toList();
  }

  /** Columns of the old table that the new one has not. */
  List<String> columnsLeftOut() {
    return rebuilt().filter(Table::complete).isEmpty()
        ? List.of()
        : old().map(Table::columns).orElse(List.of()).stream()
            .map(Column::name)
            .filter(column -> !stays(column))
            .toList();
  }

  /** What the old table had and the new one has not, though its columns stay; for people. */
  List<String> lost() {
    return Stream.of(indexes(), triggers(), views(), constraints(), children())
        .flatMap(lost -> lost)
        .toList();
  }

  private Stream<String> indexes() {
    List<Index> now = rebuilt().map(Table::indexes).orElse(List.of());
    return old().map(Table::indexes).orElse(List.of()).stream()
        .filter(
            index -> index.constraint().isEmpty() && index.uses().stream().allMatch(this::stays))
        .filter(index -> now.stream().noneMatch(other -> alike(index, other)))
        .map(index -> "index " + Words.code(index.name()));
  }

  private static boolean alike(Index one, Index other) {
    boolean name = one.name().name().equalsIgnoreCase(other.name().name());
    return one.unique() == other.unique()
        && (name || (one.plain() && one.columns().equals(other.columns())));
  }

  private Stream<String> triggers() {
    return before.written(WrittenObject.Kind.TRIGGER, name).stream()
        .map(WrittenObject::name)
        .filter(trigger -> after.findWritten(WrittenObject.Kind.TRIGGER, trigger).isEmpty())
        .map(trigger -> "trigger " + Words.code(trigger));
  }

  private Stream<String> views() {
    return before.viewsOn(name).stream()
        .map(View::name)
        .filter(view -> after.findView(view).isEmpty())
        .map(view -> "view " + Words.code(view));
  }

  private Stream<String> constraints() {
    List<TableConstraint> left =
        new ArrayList<>(rebuilt().map(Table::constraints).orElse(List.of()));
    List<String> lost = new ArrayList<>();
    for (TableConstraint constraint : old().map(Table::constraints).orElse(List.of())) {
      Constraint definition = constraint.definition();
      boolean found =
          removeFirst(left, other -> alike(definition, other.definition()))
              || isIndexed(definition);
      if (!found && definition.columns().stream().allMatch(this::stays)) {
        lost.add(words(definition));
      }
    }
    return lost.stream();
  }

  private static boolean removeFirst(
      List<TableConstraint> list, Predicate<TableConstraint> wanted) {
    for (int i = 0; i < list.size(); i++) {
      if (wanted.test(list.get(i))) {
        list.remove(i);
        return true;
      }
    }
    return false;
  }

  /** A unique index does what a UNIQUE constraint does. */
  private boolean isIndexed(Constraint constraint) {
    return constraint.kind() == Constraint.Kind.UNIQUE
        && rebuilt().map(Table::indexes).orElse(List.of()).stream()
            .anyMatch(
                index ->
                    index.unique()
                        && index.plain()
                        && index.columns().equals(constraint.columns()));
  }

  private static boolean alike(Constraint one, Constraint other) {
    return one.kind() == other.kind() && one.columns().equals(other.columns());
  }

  private static String words(Constraint constraint) {
    String kind =
        switch (constraint.kind()) {
          case PRIMARY_KEY -> "primary key";
          case UNIQUE -> "UNIQUE constraint";
          case FOREIGN_KEY -> "foreign key";
          case CHECK -> "CHECK";
          case EXCLUSION, NOT_NULL -> "constraint";
        };
    return kind + " on " + Words.codes(constraint.columns());
  }

  /**
   * Tables whose rows go, or lose their reference, with the rows that DROP TABLE deletes first;
   * none where the file speaks of foreign keys, which is judged there. The new table is one of them
   * where its rows point to the old one.
   */
  List<String> childrenThatFollow() {
    ObjectName old = clause.before().resolve(name);
    List<String> children =
        clause.before().referencing(name).stream()
            .filter(child -> !child.name().equals(old))
            .filter(child -> follows(child, old))
            .map(child -> child.name().name())
            .distinct()
            .toList();
    return children.isEmpty() || speaksOfForeignKeys() ? List.of() : children;
  }

  private boolean speaksOfForeignKeys() {
    return clause
        .inFile()
        .filter(Session.class::isInstance)
        .map(Session.class::cast)
        .flatMap(session -> Pragma.find(session).stream())
        .anyMatch(pragma -> pragma.name().equals("foreign_keys"));
  }

  private static boolean follows(Table child, ObjectName parent) {
    return child.constraints().stream()
        .flatMap(constraint -> constraint.definition().reference().stream())
        .anyMatch(r -> r.table().equals(parent) && FOLLOWS.matcher(r.actions()).find());
  }

  /** Foreign keys of other tables follow the old table when it is renamed away. */
  private Stream<String> children() {
    return before.referencing(name).stream()
        .map(Table::name)
        .filter(child -> !child.equals(before.resolve(name)))
        .filter(child -> after.findTable(child).isPresent())
        .filter(child -> after.referencing(name).stream().noneMatch(t -> t.name().equals(child)))
        .map(child -> "what the foreign key of " + Words.code(child) + " points to");
  }
}
