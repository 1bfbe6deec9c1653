package dev.flux.schema;

import dev.flux.sql.Dialect;
import dev.flux.sql.Identifiers;
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
                        .find(written, edit.tables)
                        .or(() -> edit.path.find(written, edit.views))
                        .orElseGet(() -> edit.path.created(written)))
            .distinct()
            .toList();
    edit.views =
        edit.views.plus(
            name,
            new View(
                name,
                operation.materialized(),
                reads,
                operation.columns(),
                operation.query(),
                operation.withData(),
                List.of(),
                edit.dialect == Dialect.POSTGRESQL
                    ? everything(edit, operation.query(), reads)
                    : List.of()));
    edit.write(texts -> texts.plus(written(operation)));
    return edit;
  }

  /** The other engines know less of views, or look at the columns when they are asked. */
  private static List<String> everything(CatalogEdit edit, String query, List<ObjectName> reads) {
    return Asterisk.in(query).stream()
        .flatMap(all -> reads.stream().filter(name -> name.name().equals(all.relation())))
        .map(edit.tables::get)
        .filter(table -> table != null && table.complete())
        .findFirst()
        .map(table -> table.columns().stream().map(Column::name).toList())
        .orElse(List.of());
  }

  private static WrittenObject written(ObjectOperation.CreateView operation) {
    String name = operation.view().name();
    List<String> columns =
        operation.columns().stream().map(c -> Identifiers.quote(c, Dialect.SQLITE)).toList();
    String sql =
        "CREATE VIEW "
            + Identifiers.quote(name, Dialect.SQLITE)
            + (columns.isEmpty() ? "" : " (" + String.join(", ", columns) + ")")
            + " AS "
            + operation.query().strip();
    return new WrittenObject(WrittenObject.Kind.VIEW, name, name, sql);
  }

  @Override
  default CatalogEdit visit(ObjectOperation.DropView operation) {
    CatalogEdit edit = edit();
    for (ObjectName written : operation.views()) {
      edit.path
          .find(written, edit.views)
          .ifPresent(
              name -> {
                edit.views = edit.views.minus(name);
                edit.gone = edit.gone.plus(name);
                edit.write(texts -> texts.without(WrittenObject.Kind.VIEW, name.name()));
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
    CatalogEdit edit = edit();
    edit.path
        .find(operation.view(), edit.views)
        .ifPresent(
            name -> {
              View view = edit.views.get(name);
              if (view != null) {
                edit.views = edit.views.plus(name, view.populated(operation.withData()));
              }
            });
    return edit;
  }
}
