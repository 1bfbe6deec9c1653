package dev.flux.schema;

import dev.flux.sql.Operation;
import dev.flux.sql.Unreadable;

/** What each operation does to a catalog; one interface per group of operations. */
record Fold(CatalogEdit edit)
    implements Operation.Visitor<CatalogEdit>,
        TableFold,
        ColumnFold,
        ConstraintFold,
        IndexFold,
        ObjectFold,
        ViewFold,
        TypeFold,
        RenameFold,
        DataFold,
        SessionFold {

  @Override
  public CatalogEdit visit(Unreadable operation) {
    return edit;
  }
}
