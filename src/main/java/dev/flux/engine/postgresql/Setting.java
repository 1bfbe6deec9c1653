package dev.flux.engine.postgresql;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.ImpactDraft;
import dev.flux.engine.LockMode;
import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where an operation happens: the schema before it and the server's version. */
interface Setting {

  /** The schema as of the operation. */
  Catalog before();

  /** The schema before the statement without what it drops, which goes before anything is built. */
  Catalog settled();

  /** Everything that the statement does. */
  List<Operation> statement();

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
    Deque<ObjectName> open = new ArrayDeque<>(List.of(relation));
    while (!open.isEmpty()) {
      ObjectName next = open.pop();
      if (found.add(before().resolve(next))) {
        found.addAll(tree(next));
        before()
            .findView(next)
            .filter(view -> !view.materialized())
            .ifPresent(view -> view.reads().forEach(open::push));
      }
    }
    return found;
  }

  /** Tables that inherit from the table; its partitions are not meant. */
  default List<ObjectName> heirs(ObjectName table) {
    return partitioned(table) ? List.of() : tree(table).stream().skip(1).toList();
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

  /** The table or its partitions, those that hold rows of their own; without heirs. */
  default List<ObjectName> storedPartitions(ObjectName table) {
    return partitions(table).stream().filter(storageOf(table)::contains).toList();
  }

  /** Those of a tree that hold rows of their own: all but the partitioned ones. */
  default List<ObjectName> storageOf(ObjectName table) {
    return tree(table).stream()
        .filter(name -> before().findTable(name).filter(Table::partitioned).isEmpty())
        .toList();
  }

  /** Those of the tables that have an index, as far as is known: what is not known counts. */
  default List<ObjectName> indexed(List<ObjectName> tables) {
    return tables.stream().filter(name -> !isKnownWhole(name) || hasIndex(name)).toList();
  }

  /** Those of a tree that have an index, as far as is known. */
  default List<ObjectName> indexedOf(ObjectName table) {
    return storageOf(table).stream().filter(this::hasIndex).toList();
  }

  /** Whether it is a table that is known whole, or a view. */
  default boolean isKnownWhole(ObjectName relation) {
    return before().findTable(relation).filter(Table::complete).isPresent()
        || before().findView(relation).isPresent();
  }

  private boolean hasIndex(ObjectName relation) {
    return settled().findTable(relation).filter(t -> !t.indexes().isEmpty()).isPresent()
        || settled().findView(relation).filter(v -> !v.indexes().isEmpty()).isPresent();
  }

  /** The tables that the table is a partition of, the nearest first. */
  default List<ObjectName> ancestors(ObjectName table) {
    List<ObjectName> found = new ArrayList<>();
    Optional<ObjectName> parent = before().findTable(table).flatMap(Table::partitionOf);
    while (parent.isPresent() && !found.contains(parent.get())) {
      found.add(parent.get());
      parent = before().findTable(parent.get()).flatMap(Table::partitionOf);
    }
    return found;
  }

  /** The table and those that it is a partition of, by the names of the catalog. */
  default List<ObjectName> lineage(ObjectName table) {
    List<ObjectName> names = new ArrayList<>(ancestors(table));
    names.add(0, before().resolve(table));
    return names;
  }

  /** Whether it is known to have partitions instead of rows. */
  default boolean partitioned(ObjectName table) {
    return before().findTable(table).filter(Table::partitioned).isPresent();
  }

  /** Tables with a foreign key to the table, or to one that it is a partition of. */
  default List<Table> referencingAny(ObjectName table) {
    List<Table> found = new ArrayList<>(before().referencing(table));
    ancestors(table).forEach(parent -> found.addAll(before().referencing(parent)));
    return found;
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

  /** Tables with a foreign key that points at one of the columns. */
  default List<Table> restingOnAny(ObjectName table, List<String> columns) {
    return before().referencing(table).stream()
        .filter(child -> columns.stream().anyMatch(c -> pointsAt(child, table, c)))
        .toList();
  }

  private boolean pointsAt(Table child, ObjectName table, String column) {
    List<String> primaryKey = before().findTable(table).map(Table::primaryKey).orElse(List.of());
    return child.constraints().stream()
        .flatMap(c -> c.definition().reference().stream())
        .filter(r -> r.table().equals(before().resolve(table)))
        .anyMatch(r -> (r.columns().isEmpty() ? primaryKey : r.columns()).contains(column));
  }

  /** Tables that these constraints reference. */
  static List<ObjectName> referenced(List<TableConstraint> constraints) {
    return constraints.stream()
        .flatMap(constraint -> constraint.definition().reference().stream())
        .map(Constraint.Reference::table)
        .distinct()
        .toList();
  }

  /**
   * Tables that a table references by keys of its own; those that a partition has from its parent
   * are the parent's.
   */
  default List<ObjectName> referencedByOwn(Table table) {
    List<Constraint> inherited =
        table.partitionOf().flatMap(before()::findTable).stream()
            .flatMap(parent -> parent.constraints().stream())
            .map(TableConstraint::definition)
            .toList();
    return referenced(
        table.constraints().stream().filter(c -> !inherited.contains(c.definition())).toList());
  }

  /** What is locked of a table that a dropped foreign key references. */
  default List<ObjectName> otherSide(ObjectName referenced) {
    return version().atLeast(15) ? tree(referenced) : storageOf(referenced);
  }

  /**
   * Whether a CHECK that every row was tested against, and that the statement does not drop, says
   * that the column is not null.
   */
  default boolean provenNotNull(ObjectName table, String column) {
    return settled().findTable(table).stream()
        .flatMap(known -> known.constraints().stream())
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
