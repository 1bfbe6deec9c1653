package dev.flux.schema;

import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import java.util.List;

/** What operations on views do to a catalog. */
interface ViewFold extends ObjectOperation.Visitor<CatalogEdit> {

  /** The changes so far. */
  CatalogEdit edit();

  @Override
  default CatalogEdit visit(ObjectOperation.CreateView operation) {
    CatalogEdit edit = edit();
    ObjectName name = edit.path.created(operation.view());
    if (operation.ifNotExists() && edit.views.containsKey(name)) {
      return edit;
    }
    List<ObjectName> reads =
        operation.reads().stream()
            .map(
                written ->
                    edit.path
                        .find(written, edit.tables::containsKey)
                        .or(() -> edit.path.find(written, edit.views::containsKey))
                        .orElseGet(() -> edit.path.created(written)))
            .distinct()
            .toList();
    edit.views =
        edit.views.plus(name, new View(name, operation.materialized(), reads, operation.query()));
    return edit;
  }

  @Override
  default CatalogEdit visit(ObjectOperation.DropView operation) {
    CatalogEdit edit = edit();
    for (ObjectName written : operation.views()) {
      edit.path
          .find(written, edit.views::containsKey)
          .ifPresent(
              name -> {
                edit.views = edit.views.minus(name);
                edit.indexes.entrySet().stream()
                    .filter(index -> index.getValue().equals(name))
                    .forEach(index -> edit.indexes = edit.indexes.minus(index.getKey()));
                if (operation.cascade()) {
                  edit.removeReaders(name);
                }
              });
    }
    return edit;
  }

  @Override
  default CatalogEdit visit(ObjectOperation.RefreshMaterializedView operation) {
    return edit();
  }
}
