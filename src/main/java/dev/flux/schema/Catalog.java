package dev.flux.schema;

import dev.flux.sql.Dialect;
import dev.flux.sql.Naming;
import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.ObjectOperation.CreateTrigger;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The schema as of a statement: an immutable value; {@link #after} gives the next one, sharing what
 * did not change.
 *
 * <p>Names in it are written as {@link #resolve} gives them: on PostgreSQL without a schema where
 * that is {@code public}, otherwise with the schema that the search path found.
 */
public final class Catalog {
  private final Naming naming;
  private final int era;
  private final SearchPath path;
  private final Contents contents;
  private final Optional<OpenTransaction> transaction;

  private Catalog(
      Naming naming, int era, Contents contents, Optional<OpenTransaction> transaction) {
    this.naming = naming;
    this.era = era;
    this.contents = contents;
    this.transaction = transaction;
    String searchPath = contents.settings().get("search_path");
    this.path =
        searchPath == null
            ? SearchPath.standard(dialect())
            : SearchPath.parse(dialect(), searchPath);
  }

  /** Nothing known yet. */
  public static Catalog empty(Dialect dialect) {
    return new Catalog(Naming.plain(dialect), 0, Contents.NONE, Optional.empty());
  }

  /** The same schema, whose names are written so. */
  public Catalog withNaming(Naming naming) {
    return new Catalog(naming, era, contents, transaction);
  }

  /**
   * The schema once the operation is done; the same one where it changes nothing that is known.
   * BEGIN, SAVEPOINT and ROLLBACK are followed where DDL is transactional: what was rolled back did
   * not happen.
   */
  public Catalog after(Operation operation) {
    CatalogEdit edit = operation.accept(new Fold(edit()));
    Contents changed = edit.contents();
    return changed.same(contents) && edit.transaction.equals(transaction)
        ? this
        : new Catalog(naming, era, changed, edit.transaction);
  }

  private CatalogEdit edit() {
    return new CatalogEdit(dialect(), era, path, contents, transaction);
  }

  /** The same schema at the start of the next change: what exists now is old and in use. */
  public Catalog nextEra() {
    return new Catalog(naming, era + 1, newSession().contents, Optional.empty());
  }

  /**
   * The same schema in a new session: without its settings, temporary tables and open transaction.
   */
  public Catalog newSession() {
    CatalogEdit edit = edit();
    if (contents.tables().keySet().stream().anyMatch(Catalog::temporary)) {
      contents.tables().values().stream()
          .filter(table -> temporary(table.name()))
          .forEach(edit::remove);
    }
    edit.settings = Contents.NONE.settings();
    return new Catalog(naming, era, edit.contents(), Optional.empty());
  }

  private static boolean temporary(ObjectName name) {
    return name.schema().filter(SearchPath.TEMPORARY::equals).isPresent();
  }

  /** Counts the changes: a table with this era was created in the change under review. */
  public int era() {
    return era;
  }

  /** The dialect whose naming rules hold. */
  public Dialect dialect() {
    return naming.dialect();
  }

  /** How names are written in SQL that goes beside the authors' own. */
  public Naming naming() {
    return naming;
  }

  /** Value of a setting that the session made, such as {@code timezone}; without quotes. */
  public Optional<String> findSetting(String name) {
    return Optional.ofNullable(contents.settings().get(name));
  }

  /**
   * The name by which the catalog knows the table or view: by the search path where no schema is
   * given; where none is known, the name that it would be created with.
   */
  public ObjectName resolve(ObjectName relation) {
    return path.find(relation, contents.tables())
        .or(() -> path.find(relation, contents.views()))
        .orElseGet(() -> path.created(relation));
  }

  /** The table of this name, by the search path where no schema is given. */
  public Optional<Table> findTable(ObjectName name) {
    return path.find(name, contents.tables()).map(contents.tables()::get);
  }

  /** Whether the table was created in the change under review, so that nothing uses it yet. */
  public boolean isNew(ObjectName table) {
    return findTable(table).filter(t -> t.era() == era).isPresent();
  }

  /** The table that has the index of this name. */
  public Optional<Table> findTableOfIndex(ObjectName index) {
    return path.find(index, contents.indexes())
        .map(contents.indexes()::get)
        .map(contents.tables()::get);
  }

  /** The table or materialized view that has the index of this name. */
  public Optional<ObjectName> findRelationOfIndex(ObjectName index) {
    return path.find(index, contents.indexes()).map(contents.indexes()::get);
  }

  /** The index of this name. */
  public Optional<Index> findIndex(ObjectName index) {
    return findTableOfIndex(index).flatMap(table -> table.findIndex(index.name()));
  }

  /** The view of this name. */
  public Optional<View> findView(ObjectName name) {
    return path.find(name, contents.views()).map(contents.views()::get);
  }

  /** The type of this name that a migration created. */
  public Optional<UserType> findType(ObjectName name) {
    return path.find(name, contents.types()).map(contents.types()::get);
  }

  /** The type of a column that a migration created; empty for built-in types. */
  public Optional<UserType> findType(SqlType type) {
    return findType(TypeNames.name(type));
  }

  /** Labels of the enum of this name, in order. */
  public Optional<List<String>> findEnum(ObjectName type) {
    return findType(type).filter(t -> t.kind() == UserType.Kind.ENUM).map(UserType::labels);
  }

  /**
   * Volatility of the function of this name, as a migration declared it: {@code immutable}, {@code
   * stable} or {@code volatile}, which also holds where nothing was declared.
   */
  public Optional<String> findRoutine(ObjectName name) {
    return path.find(name, contents.routines()).map(contents.routines()::get);
  }

  /**
   * The routines of this name as migrations of PostgreSQL wrote them last; none where that is not
   * known of all of them.
   */
  public List<CreateRoutine> routines(ObjectName name) {
    return path.find(name, contents.routines()).map(contents.code()::of).orElse(List.of());
  }

  /** The trigger of a table as a migration of PostgreSQL wrote it last. */
  public Optional<CreateTrigger> findTrigger(ObjectName table, String trigger) {
    return findTable(table)
        .filter(known -> known.triggers().contains(trigger))
        .flatMap(known -> contents.code().find(known.name(), trigger));
  }

  /** Whether a migration created a sequence of this name, also as part of a serial column. */
  public boolean hasSequence(ObjectName name) {
    return path.find(name, contents.sequences()).isPresent();
  }

  /** The table that goes without its default when the sequence of a serial column goes. */
  public Optional<ObjectName> findTableOfSequence(ObjectName sequence) {
    return path.find(sequence, contents.sequences())
        .map(contents.sequences()::get)
        .filter(contents.tables()::containsKey);
  }

  /** Whether a migration created the schema. */
  public boolean hasSchema(String name) {
    return contents.schemas().contains(name);
  }

  /** The table as SQLite keeps it; empty for other engines, and where its text was not read. */
  public Optional<WrittenTable> findWritten(ObjectName table) {
    return contents.texts().findTable(resolve(table));
  }

  /** Indexes or triggers of the table as SQLite keeps them, by name; none for other engines. */
  public List<WrittenObject> written(WrittenObject.Kind kind, ObjectName table) {
    return contents.texts().of(kind, resolve(table));
  }

  /** Every index, trigger or view as SQLite keeps it, by name; none for other engines. */
  public List<WrittenObject> written(WrittenObject.Kind kind) {
    return contents.texts().of(kind);
  }

  /** The view or trigger or index of this name as SQLite keeps it. */
  public Optional<WrittenObject> findWritten(WrittenObject.Kind kind, String name) {
    return contents.texts().find(kind, name);
  }

  /** What was made for a table or view. */
  public List<Attached> attachedTo(ObjectName relation) {
    return contents.attached().getOrDefault(resolve(relation), List.of());
  }

  /** What was made for any table or view. */
  public List<Attached> attached(Attached.Kind kind) {
    return contents.attached().values().stream()
        .flatMap(List::stream)
        .filter(made -> made.kind() == kind)
        .toList();
  }

  /**
   * Whether there is no table or view of this name: migrations dropped or renamed it, or those
   * before this change created every other table that is named anywhere.
   */
  public boolean isMissing(ObjectName relation) {
    ObjectName name = resolve(relation);
    return !contents.tables().containsKey(name)
        && !contents.views().containsKey(name)
        && (contents.gone().contains(name) || knowsAll());
  }

  /**
   * Whether SQL that was put together as it ran made objects of the kind, whose names and tables
   * are not known.
   */
  public boolean mayHide(ObjectKind kind) {
    return contents.hidden().contains(kind);
  }

  private boolean knowsAll() {
    return !mayHide(ObjectKind.TABLE)
        && !mayHide(ObjectKind.VIEW)
        && tables().stream().allMatch(table -> table.era() >= 0)
        && tables().stream().anyMatch(table -> table.era() < era);
  }

  /** Every table, in no order. */
  public Collection<Table> tables() {
    return contents.tables().values();
  }

  /** Every view, in no order. */
  public Collection<View> views() {
    return contents.views().values();
  }

  /** Every type that a migration created, in no order. */
  public Collection<UserType> types() {
    return contents.types().values();
  }

  /** The name of every routine that a migration created, in no order. */
  public Collection<ObjectName> routines() {
    return contents.routines().keySet();
  }

  /** The name of every sequence that a migration created, also as part of a serial column. */
  public Collection<ObjectName> sequences() {
    return contents.sequences().keySet();
  }

  /** Views that read the table or view, directly. */
  public List<View> viewsOn(ObjectName relation) {
    ObjectName name = resolve(relation);
    return contents.views().values().stream().filter(view -> view.reads().contains(name)).toList();
  }

  /** Views that read the relation, and those that read these, each after what it reads. */
  public List<View> readersOf(ObjectName relation) {
    return ViewReaders.of(resolve(relation), contents.views().values());
  }

  /** Tables that a view reads, itself or through other views. */
  public List<ObjectName> tablesReadBy(ObjectName view) {
    return Descent.below(resolve(view), name -> findView(name).map(View::reads).orElse(List.of()))
        .stream()
        .filter(contents.tables()::containsKey)
        .toList();
  }

  /** Tables with a foreign key to the table. */
  public List<Table> referencing(ObjectName table) {
    ObjectName name = resolve(table);
    // Asked for every statement that changes rows, so a plain walk.
    List<Table> children = new ArrayList<>();
    for (Table child : contents.tables().values()) {
      if (refers(child, name)) {
        children.add(child);
      }
    }
    return List.copyOf(children);
  }

  private static boolean refers(Table child, ObjectName parent) {
    for (TableConstraint constraint : child.constraints()) {
      if (constraint.references(parent)) {
        return true;
      }
    }
    return false;
  }

  /** Tables with a column of the type. */
  public List<Table> using(UserType type) {
    return contents.tables().values().stream()
        .filter(
            table ->
                table.columns().stream()
                    .flatMap(column -> column.type().stream())
                    .anyMatch(written -> isOf(written, type)))
        .toList();
  }

  /**
   * Whether what was written for a column is that type; it may have been made under another search
   * path, without the type's schema.
   */
  public boolean isOf(SqlType written, UserType type) {
    ObjectName name = TypeNames.name(written);
    Optional<UserType> found = findType(name);
    return found.map(type::equals).orElse(name.equals(ObjectName.of(type.name().name())));
  }

  /** Partitions of the table, as far as they are known. */
  public List<Table> partitionsOf(ObjectName table) {
    return children(resolve(table)).filter(child -> child.partitionOf().isPresent()).toList();
  }

  /** Partitions of the table and tables that inherit from it, theirs too, as far as known. */
  public List<Table> descendantsOf(ObjectName table) {
    return Descent.below(resolve(table), this::childNames).stream().flatMap(this::known).toList();
  }

  /** Partitions of the table and tables that inherit from it, those right below it. */
  public List<Table> childrenOf(ObjectName table) {
    return children(resolve(table)).toList();
  }

  /** The same schema as if nothing was below these tables. */
  public Catalog childless(Collection<ObjectName> tables) {
    CatalogEdit edit = edit();
    tables.forEach(table -> edit.children = edit.children.minus(resolve(table)));
    return new Catalog(naming, era, edit.contents(), transaction);
  }

  private Stream<Table> children(ObjectName table) {
    return childNames(table).stream().flatMap(this::known);
  }

  private List<ObjectName> childNames(ObjectName table) {
    return contents.children().getOrDefault(table, List.of());
  }

  private Stream<Table> known(ObjectName table) {
    return Optional.ofNullable(contents.tables().get(table)).stream();
  }
}
