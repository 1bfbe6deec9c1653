package dev.flux.schema;

import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * One operation's changes to a catalog, while they are made. Its maps are persistent, so that the
 * catalog it started from stays as it is.
 */
final class CatalogEdit {
  final Dialect dialect;
  final int era;
  final SearchPath path;
  PMap<ObjectName, Table> tables;
  PMap<ObjectName, ObjectName> indexes;
  PMap<ObjectName, Integer> constraintNames;
  PMap<ObjectName, List<ObjectName>> children;
  PMap<ObjectName, View> views;
  PMap<ObjectName, UserType> types;
  PMap<ObjectName, String> routines;
  PMap<ObjectName, ObjectName> sequences;
  PSet<String> schemas;
  PMap<ObjectName, List<Attached>> attached;
  PMap<String, String> settings;
  SqliteTexts texts;
  WrittenCode code;
  PSet<ObjectName> gone;
  PSet<ObjectKind> hidden;
  Optional<OpenTransaction> transaction;

  CatalogEdit(
      Dialect dialect,
      int era,
      SearchPath path,
      Contents contents,
      Optional<OpenTransaction> transaction) {
    this.dialect = dialect;
    this.era = era;
    this.path = path;
    this.transaction = transaction;
    restore(contents);
  }

  /** Goes back to what a catalog held. */
  CatalogEdit restore(Contents contents) {
    tables = contents.tables();
    indexes = contents.indexes();
    constraintNames = contents.constraintNames();
    children = contents.children();
    views = contents.views();
    types = contents.types();
    routines = contents.routines();
    sequences = contents.sequences();
    schemas = contents.schemas();
    attached = contents.attached();
    settings = contents.settings();
    texts = contents.texts();
    code = contents.code();
    gone = contents.gone();
    hidden = contents.hidden();
    return this;
  }

  Contents contents() {
    return new Contents(
        tables,
        indexes,
        constraintNames,
        children,
        views,
        types,
        routines,
        sequences,
        schemas,
        attached,
        settings,
        texts,
        code,
        gone,
        hidden);
  }

  /** Follows the text that SQLite keeps; nothing for other engines. */
  CatalogEdit write(UnaryOperator<SqliteTexts> change) {
    texts = dialect == Dialect.SQLITE ? change.apply(texts) : texts;
    return this;
  }

  /** Follows how routines and triggers were written; nothing for other engines than PostgreSQL. */
  CatalogEdit code(UnaryOperator<WrittenCode> change) {
    code = dialect == Dialect.POSTGRESQL ? change.apply(code) : code;
    return this;
  }

  /** Notes how a routine was written; one of MySQL has its name alone. */
  CatalogEdit routine(ObjectName name, CreateRoutine routine, boolean known) {
    code =
        dialect == Dialect.POSTGRESQL
            ? code.plus(name, routine, known)
            : code.without(name).plus(name, routine, false);
    return this;
  }

  /** Notes what is made for a relation, instead of what it had of that name. */
  CatalogEdit attach(Attached made) {
    ObjectName relation = made.relation();
    detach(relation, made::replaces);
    attached =
        attached.plus(relation, Lists.plus(attached.getOrDefault(relation, List.of()), made));
    return this;
  }

  /** Forgets some of what was made for a relation. */
  CatalogEdit detach(ObjectName relation, Predicate<Attached> gone) {
    List<Attached> made = attached.getOrDefault(relation, List.of());
    if (made.stream().anyMatch(gone)) {
      attached = attached.plus(relation, Lists.without(made, gone));
    }
    return this;
  }

  /** Changes what was made for a relation. */
  CatalogEdit changeAttached(ObjectName relation, UnaryOperator<Attached> change) {
    List<Attached> made = attached.getOrDefault(relation, List.of());
    if (!made.isEmpty()) {
      attached = attached.plus(relation, Lists.map(made, change));
    }
    return this;
  }

  /** What was made for a relation is of its new name. */
  void moveAttached(ObjectName from, ObjectName to) {
    List<Attached> moved = attached.getOrDefault(from, List.of());
    if (!moved.isEmpty()) {
      attached = attached.minus(from).plus(to, Lists.map(moved, a -> a.on(to)));
    }
  }

  /** The relation of this name, as the catalog knows it or would. */
  ObjectName resolve(ObjectName written) {
    return path.find(written, tables)
        .or(() -> path.find(written, views))
        .orElseGet(() -> path.created(written));
  }

  /** Whether names of columns are the same in any case. */
  boolean caseless() {
    return dialect != Dialect.POSTGRESQL;
  }

  /** The table of this name. */
  Optional<Table> find(ObjectName written) {
    return path.find(written, tables).map(tables::get);
  }

  /** The table of this name, or one that is assumed to exist. */
  Table known(ObjectName written) {
    return find(written).orElseGet(() -> Table.assumed(path.created(written), caseless()));
  }

  /** Whether a table, view, index or sequence has this name. */
  boolean relationExists(ObjectName name) {
    return tables.containsKey(name)
        || indexes.containsKey(name)
        || views.containsKey(name)
        || sequences.containsKey(name);
  }

  /** The index of a materialized view is gone. */
  void forgetIndex(ObjectName written) {
    path.find(written, indexes)
        .ifPresent(
            name -> {
              View view = indexes.containsKey(name) ? views.get(indexes.get(name)) : null;
              indexes = indexes.minus(name);
              if (view != null) {
                views =
                    views.plus(
                        view.name(),
                        view.withIndexes(
                            Lists.without(view.indexes(), index -> index.name().equals(name))));
              }
            });
  }

  /** Changes a table; one that is not known is assumed to exist. */
  CatalogEdit change(ObjectName written, UnaryOperator<Table> change) {
    return put(change.apply(known(written)));
  }

  /** Changes a table with its partitions and heirs. */
  CatalogEdit changeTree(ObjectName written, UnaryOperator<Table> change) {
    Table table = known(written);
    put(change.apply(table));
    below(table.name()).forEach(child -> change(child, change));
    return this;
  }

  /** Names of its partitions and heirs, theirs too. */
  private Set<ObjectName> below(ObjectName table) {
    return Descent.below(table, name -> children.getOrDefault(name, List.of()));
  }

  /** Adds or replaces a table, and keeps what finds it by its parts. */
  CatalogEdit put(Table table) {
    Table old = tables.get(table.name());
    tables = tables.plus(table.name(), table);
    gone = gone.minus(table.name());
    ListChange<Index> index = difference(old, table, Table::indexes);
    index.gone().forEach(gone -> forget(gone, table.name()));
    index.made().forEach(made -> indexes = indexes.plus(made.name(), table.name()));
    ListChange<TableConstraint> constraint = difference(old, table, Table::constraints);
    constraint.gone().forEach(gone -> count(gone, table.name(), -1));
    constraint.made().forEach(made -> count(made, table.name(), 1));
    return this;
  }

  private static <T> ListChange<T> difference(
      @Nullable Table old, Table table, Function<Table, List<T>> parts) {
    return ListChange.of(old == null ? List.of() : parts.apply(old), parts.apply(table));
  }

  private void forget(Index index, ObjectName table) {
    if (table.equals(indexes.get(index.name()))) {
      indexes = indexes.minus(index.name());
    }
  }

  private void count(TableConstraint constraint, ObjectName table, int by) {
    ObjectName name = path.in(SearchPath.schemaOf(table), constraint.name());
    int count = constraintNames.getOrDefault(name, 0) + by;
    constraintNames = count > 0 ? constraintNames.plus(name, count) : constraintNames.minus(name);
  }

  /** Removes a table with its indexes, sequences and partitions. */
  CatalogEdit remove(Table table) {
    for (ObjectName child : below(table.name())) {
      Optional.ofNullable(tables.get(child)).ifPresent(this::removeAlone);
    }
    return removeAlone(table);
  }

  private CatalogEdit removeAlone(Table table) {
    ObjectName name = table.name();
    put(table.withIndexes(List.of()).withConstraints(List.of()));
    tables = tables.minus(name);
    gone = gone.plus(name);
    write(text -> text.without(name, table.era()));
    children = children.minus(name);
    attached = attached.minus(name);
    table.partitionOf().ifPresent(parent -> unlink(parent, name));
    for (Column column : table.columns()) {
      if (column.autoIncrement()) {
        dropSequencesOf(name);
        break;
      }
    }
    return this;
  }

  private void dropSequencesOf(ObjectName table) {
    sequences.forEach(
        (sequence, owner) -> {
          if (owner.equals(table) && !sequence.equals(table)) {
            sequences = sequences.minus(sequence);
          }
        });
  }

  /** Makes a table a partition or heir of another; a ring, which servers refuse, is none. */
  CatalogEdit link(ObjectName parent, ObjectName child) {
    List<ObjectName> known = children.getOrDefault(parent, List.of());
    boolean ring = child.equals(parent) || below(child).contains(parent);
    if (!ring && !known.contains(child)) {
      children = children.plus(parent, Lists.plus(known, child));
    }
    return this;
  }

  CatalogEdit unlink(ObjectName parent, ObjectName child) {
    List<ObjectName> left = Lists.without(children.getOrDefault(parent, List.of()), child::equals);
    children = left.isEmpty() ? children.minus(parent) : children.plus(parent, left);
    return this;
  }

  /** Changes every table; for what is rare and concerns other tables than the named one. */
  CatalogEdit changeAll(UnaryOperator<Table> change) {
    for (Table table : tables.values()) {
      Table changed = change.apply(table);
      if (!changed.equals(table)) {
        put(changed);
      }
    }
    return this;
  }

  /** Removes a view and, if asked, those that read it or the table of this name. */
  CatalogEdit removeReaders(ObjectName relation) {
    for (View view : ViewReaders.of(relation, views.values())) {
      views = views.minus(view.name());
      gone = gone.plus(view.name());
    }
    return this;
  }
}
