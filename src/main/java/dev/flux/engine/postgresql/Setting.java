package dev.flux.engine.postgresql;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.LockMode;
import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.schema.View;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where an operation happens: the schema before it and the server's version. */
interface Setting {

  /** The schema as of the operation. */
  Catalog before();

  /** The server. */
  EngineVersion version();

  /** An empty draft. */
  default ImpactDraft draft(String source) {
    return new ImpactDraft(before(), source);
  }

  /** A draft that locks a table, its partitions and heirs. */
  default ImpactDraft locked(ObjectName table, LockMode mode, String source) {
    ImpactDraft draft = draft(source).lock(table, mode);
    before().descendantsOf(table).forEach(child -> draft.lock(child.name(), mode));
    return draft;
  }

  /** The table with its partitions and heirs; by name alone where it is not known. */
  default List<ObjectName> tree(ObjectName table) {
    List<ObjectName> names = new ArrayList<>();
    names.add(table);
    before().descendantsOf(table).forEach(child -> names.add(child.name()));
    return names;
  }

  /**
   * The relation and, through views, what they read, with heirs of each; a materialized view has
   * rows of its own.
   */
  default Set<ObjectName> through(ObjectName relation) {
    Set<ObjectName> found = new LinkedHashSet<>();
    follow(relation, found);
    return found;
  }

  private void follow(ObjectName relation, Set<ObjectName> found) {
    if (found.add(before().resolve(relation))) {
      heirs(relation).forEach(found::add);
      before()
          .findView(relation)
          .filter(view -> !view.materialized())
          .map(View::reads)
          .orElse(List.of())
          .forEach(read -> follow(read, found));
    }
  }

  /** Tables that inherit from the table; its partitions are not meant. */
  default List<ObjectName> heirs(ObjectName table) {
    return before().findTable(table).filter(Table::partitioned).isPresent()
        ? List.of()
        : tree(table).stream().skip(1).toList();
  }

  /** The table with its partitions, theirs too; without heirs. */
  default List<ObjectName> partitions(ObjectName table) {
    return tree(table).stream()
        .filter(
            name ->
                name.equals(table)
                    || before().findTable(name).flatMap(Table::partitionOf).isPresent())
        .toList();
  }

  /** Those of a tree that hold rows of their own: all but the partitioned ones. */
  default List<ObjectName> storageOf(ObjectName table) {
    return tree(table).stream()
        .filter(name -> before().findTable(name).filter(Table::partitioned).isEmpty())
        .toList();
  }

  /** Foreign keys of other tables that rest on the columns of this key. */
  default List<Table> restingOn(ObjectName table, List<String> columns) {
    ObjectName name = before().resolve(table);
    List<String> primaryKey = before().findTable(table).map(Table::primaryKey).orElse(List.of());
    Set<String> wanted = new HashSet<>(columns);
    return before().referencing(table).stream()
        .filter(
            child ->
                child.constraints().stream()
                    .flatMap(c -> c.definition().reference().stream())
                    .filter(r -> r.table().equals(name))
                    .map(r -> r.columns().isEmpty() ? primaryKey : r.columns())
                    .anyMatch(to -> wanted.containsAll(to)))
        .toList();
  }

  /** Tables that these constraints reference. */
  static List<ObjectName> referenced(List<TableConstraint> constraints) {
    return constraints.stream()
        .flatMap(constraint -> constraint.definition().reference().stream())
        .map(Constraint.Reference::table)
        .distinct()
        .toList();
  }

  /** Whether a CHECK that every row was tested against says that the column is not null. */
  static boolean provenNotNull(Table table, String column) {
    return table.constraints().stream()
        .filter(TableConstraint::validated)
        .filter(c -> c.definition().kind() == Constraint.Kind.CHECK)
        .flatMap(c -> c.definition().check().stream())
        .anyMatch(check -> NotNullProof.proves(check.text(), column));
  }

  /** The column's table and the column, where both are known. */
  default Optional<Column> column(ObjectName table, String column) {
    return before().findTable(table).flatMap(t -> t.findColumn(column));
  }
}
