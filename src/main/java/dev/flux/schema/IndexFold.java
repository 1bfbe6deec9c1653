package dev.flux.schema;

import dev.flux.sql.Constraint;
import dev.flux.sql.Dialect;
import dev.flux.sql.Identifiers;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;

/** What operations on indexes do to a catalog. */
interface IndexFold extends IndexOperation.Visitor<CatalogEdit> {

  /** The changes so far. */
  CatalogEdit edit();

  @Override
  default CatalogEdit visit(IndexOperation.CreateIndex operation) {
    CatalogEdit edit = edit();
    Optional<ObjectName> view = edit.path.find(operation.table(), edit.views);
    if (view.isPresent()) {
      return onView(edit, view.get(), operation);
    }
    TableParts parts = new TableParts(edit);
    Table table = edit.known(operation.table());
    edit.put(parts.add(table, operation));
    operation
        .index()
        .ifPresent(index -> edit.write(texts -> texts.plus(written(operation, index))));
    return operation.only() ? edit : forPartitions(parts, table, operation);
  }

  private static WrittenObject written(IndexOperation.CreateIndex operation, ObjectName index) {
    String sql =
        (operation.unique() ? "CREATE UNIQUE INDEX " : "CREATE INDEX ")
            + Identifiers.quote(index.name(), Dialect.SQLITE)
            + " ON "
            + operation.definition().strip();
    return new WrittenObject(WrittenObject.Kind.INDEX, index.name(), operation.table().name(), sql);
  }

  /** The index of a materialized view. */
  private static CatalogEdit onView(
      CatalogEdit edit, ObjectName name, IndexOperation.CreateIndex operation) {
    View view = edit.views.get(name);
    Table bare = Table.assumed(name, false);
    if (view != null) {
      List<Index> more =
          new TableParts(edit).add(bare.withIndexes(view.indexes()), operation).indexes();
      more.forEach(index -> edit.indexes = edit.indexes.plus(index.name(), name));
      edit.views = edit.views.plus(name, view.withIndexes(more));
    }
    return edit;
  }

  private CatalogEdit forPartitions(
      TableParts parts, Table parent, IndexOperation.CreateIndex operation) {
    for (ObjectName child : edit().children.getOrDefault(parent.name(), List.of())) {
      Table partition = edit().known(child);
      if (partition.partitionOf().isPresent()) {
        edit().put(parts.add(partition, TableParts.unnamed(operation)));
        forPartitions(parts, partition, operation);
      }
    }
    return edit();
  }

  private Optional<Table> tableOf(ObjectName index) {
    CatalogEdit edit = edit();
    return edit.path.find(index, edit.indexes).map(edit.indexes::get).map(edit.tables::get);
  }

  @Override
  default CatalogEdit visit(IndexOperation.DropIndex operation) {
    CatalogEdit edit = edit();
    for (ObjectName index : operation.indexes()) {
      edit.write(texts -> texts.without(WrittenObject.Kind.INDEX, index.name()));
      Optional<Table> table =
          operation.table().isPresent() ? operation.table().map(edit::known) : tableOf(index);
      table.ifPresentOrElse(
          t -> edit.put(withoutIndex(t, index.name())), () -> edit.forgetIndex(index));
    }
    return edit;
  }

  /** On MySQL the index is the unique constraint, and goes with it. */
  private static Table withoutIndex(Table table, String index) {
    Table left =
        table
            .withoutConstraints(
                c -> c.name().equals(index) && c.definition().kind() == Constraint.Kind.UNIQUE)
            .withoutIndex(index);
    boolean leaves =
        isFulltext(table) && !isFulltext(left) && table.findColumn("FTS_DOC_ID").isEmpty();
    return leaves ? left.withStorage(left.storage().withDocumentIds(true)) : left;
  }

  private static boolean isFulltext(Table table) {
    return table.indexes().stream().anyMatch(index -> index.method().equals("fulltext"));
  }

  @Override
  default CatalogEdit visit(IndexOperation.RenameIndex operation) {
    if (operation.table().isPresent()) {
      return edit()
          .change(
              operation.table().get(),
              table -> Renaming.index(table, operation.index().name(), operation.to()));
    }
    return Renaming.relation(edit(), operation.index(), operation.to());
  }

  @Override
  default CatalogEdit visit(IndexOperation.Reindex operation) {
    return edit();
  }

  @Override
  default CatalogEdit visit(IndexOperation.AttachIndex operation) {
    return edit();
  }

  @Override
  default CatalogEdit visit(IndexOperation.SetIndexOption operation) {
    if (operation.table().isPresent()) {
      boolean visible = !TableParts.HIDDEN.matcher(operation.text()).find();
      String name = operation.index().name();
      return edit()
          .change(
              operation.table().get(),
              table ->
                  table.withIndexes(
                      Lists.map(
                          table.indexes(),
                          i -> i.name().name().equals(name) ? i.visible(visible) : i)));
    }
    return edit();
  }
}
