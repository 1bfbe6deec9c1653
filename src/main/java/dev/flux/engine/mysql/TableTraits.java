package dev.flux.engine.mysql;

import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What decides about a table how it can be altered, as far as the history tells. */
record TableTraits(ObjectName name, Optional<Table> table) {
  private static final Pattern CASCADING =
      Pattern.compile("(DELETE|UPDATE)\\s+(CASCADE|SET\\s+NULL)");

  static TableTraits of(ObjectName name, Catalog catalog) {
    return new TableTraits(name, catalog.findTable(name));
  }

  /** Whether its whole definition is known. */
  boolean known() {
    return table.filter(Table::complete).isPresent();
  }

  /** InnoDB is what a table has whose definition names no engine. */
  boolean innodb() {
    return table
        .flatMap(t -> t.storage().options().engine())
        .filter(engine -> !engine.equals("innodb"))
        .isEmpty();
  }

  boolean temporary() {
    return table.flatMap(t -> t.name().schema()).filter("pg_temp"::equals).isPresent();
  }

  boolean partitioned() {
    return table.filter(Table::partitioned).isPresent();
  }

  boolean systemVersioned() {
    return table.filter(t -> t.storage().options().systemVersioned()).isPresent();
  }

  private boolean rowFormat(String format) {
    return table.flatMap(t -> t.storage().options().rowFormat()).filter(format::equals).isPresent();
  }

  boolean compressed() {
    return rowFormat("compressed");
  }

  boolean redundant() {
    return rowFormat("redundant");
  }

  List<Column> columns() {
    return table.map(Table::columns).orElse(List.of());
  }

  List<Index> indexes() {
    return table.map(Table::indexes).orElse(List.of());
  }

  Optional<Index> index(String name) {
    return table.flatMap(t -> t.findIndex(name));
  }

  Optional<Column> column(String name) {
    return table.flatMap(t -> t.findColumn(name));
  }

  boolean fulltext() {
    return indexes().stream().anyMatch(index -> index.method().equals("fulltext"));
  }

  boolean fulltext(String column) {
    return indexes().stream()
        .anyMatch(index -> index.method().equals("fulltext") && index.uses().contains(column));
  }

  /** Whether a full-text index that is gone has left its hidden column of document ids. */
  boolean leftDocumentIds() {
    return table.filter(t -> t.storage().documentIds()).isPresent();
  }

  long fulltexts() {
    return indexes().stream().filter(index -> index.method().equals("fulltext")).count();
  }

  boolean spatial() {
    return indexes().stream().anyMatch(index -> index.method().equals("spatial"));
  }

  boolean indexed(String column) {
    return indexes().stream().anyMatch(index -> index.uses().contains(column));
  }

  static boolean virtual(Column column) {
    return column.generated().filter(generated -> !generated.stored()).isPresent();
  }

  static boolean stored(Column column) {
    return column.generated().filter(generated -> generated.stored()).isPresent();
  }

  boolean hasIndexedVirtual() {
    return columns().stream().anyMatch(c -> virtual(c) && indexed(c.name()));
  }

  /** Whether rows, or indexes of them, hold what is computed from them. */
  boolean computesForRows() {
    return columns().stream().anyMatch(TableTraits::stored) || hasIndexedVirtual();
  }

  /** Whether an index computes what it sorts by; MySQL keeps that in a hidden virtual column. */
  boolean hasComputedKeyPart() {
    return indexes().stream().anyMatch(Index::computes);
  }

  /** The place of a column, from 0; behind the last where it is not known. */
  int place(String column) {
    List<Column> all = columns();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals(column)) {
        return i;
      }
    }
    return all.size();
  }

  /**
   * The key by which the rows are kept: the primary key, or else the first unique one without NULLs
   * (MySQL manual, 17.6.2.1 Clustered and Secondary Indexes).
   */
  List<String> clusteredBy() {
    List<String> primary = table.map(Table::primaryKey).orElse(List.of());
    return primary.isEmpty() ? firstUniqueKey() : primary;
  }

  private List<String> firstUniqueKey() {
    return indexes().stream()
        .filter(index -> index.unique() && index.plain())
        .map(Index::columns)
        .filter(columns -> columns.stream().allMatch(this::notNull))
        .findFirst()
        .orElse(List.of());
  }

  private boolean notNull(String column) {
    return column(column).filter(Column::notNull).isPresent();
  }

  boolean hasPrimaryKey() {
    return !table.map(Table::primaryKey).orElse(List.of()).isEmpty();
  }

  /**
   * Whether other tables' changes reach its rows by a foreign key of its own: MariaDB makes no copy
   * meanwhile (error 1846; measured on 11.4).
   */
  boolean cascades() {
    return table.map(Table::constraints).orElse(List.of()).stream()
        .flatMap(constraint -> constraint.definition().reference().stream())
        .map(reference -> reference.actions().toUpperCase(Locale.ROOT))
        .anyMatch(actions -> CASCADING.matcher(actions).find());
  }

  /** Whether a foreign key of another table points to the column. */
  boolean isReferenced(String column, Catalog catalog) {
    return table.stream()
        .flatMap(own -> catalog.tables().stream().filter(t -> !t.name().equals(own.name())))
        .flatMap(other -> other.constraints().stream())
        .map(TableConstraint::definition)
        .flatMap(constraint -> constraint.reference().stream())
        .anyMatch(reference -> refersTo(reference, column));
  }

  private boolean refersTo(Constraint.Reference reference, String column) {
    if (!reference.table().equals(table.orElseThrow().name())) {
      return false;
    }
    return reference.columns().isEmpty()
        ? table.orElseThrow().primaryKey().contains(column)
        : reference.columns().contains(column);
  }
}
