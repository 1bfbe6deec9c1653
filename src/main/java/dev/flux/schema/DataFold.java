package dev.flux.schema;

import dev.flux.sql.DataOperation;

/** Rows change no schema. */
interface DataFold extends DataOperation.Visitor<CatalogEdit> {

  /** The changes so far. */
  CatalogEdit edit();

  @Override
  default CatalogEdit visit(DataOperation.Insert operation) {
    return edit();
  }

  @Override
  default CatalogEdit visit(DataOperation.Update operation) {
    return edit();
  }

  @Override
  default CatalogEdit visit(DataOperation.Delete operation) {
    return edit();
  }

  @Override
  default CatalogEdit visit(DataOperation.Merge operation) {
    return edit();
  }

  @Override
  default CatalogEdit visit(DataOperation.Query operation) {
    return edit();
  }

  @Override
  default CatalogEdit visit(DataOperation.CopyRows operation) {
    return edit();
  }

  @Override
  default CatalogEdit visit(DataOperation.CallRoutine operation) {
    return edit();
  }

  @Override
  default CatalogEdit visit(DataOperation.RunBlock operation) {
    return edit();
  }
}
