package dev.flux.schema;

import dev.flux.sql.DataOperation;
import dev.flux.sql.Identifiers;
import dev.flux.sql.ObjectName;
import java.util.List;

/** Rows change no schema; what routines and blocks put together as they run may. */
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
    operation.functions().forEach(function -> call(Identifiers.name(function)));
    return edit();
  }

  @Override
  default CatalogEdit visit(DataOperation.CopyRows operation) {
    return edit();
  }

  @Override
  default CatalogEdit visit(DataOperation.CallRoutine operation) {
    return call(operation.routine());
  }

  @Override
  default CatalogEdit visit(DataOperation.RunBlock operation) {
    return hide(operation.language(), operation.body());
  }

  private CatalogEdit call(ObjectName routine) {
    edit()
        .path
        .find(routine, edit().routines)
        .map(edit().code::of)
        .orElse(List.of())
        .forEach(known -> known.body().ifPresent(body -> hide(known.language(), body)));
    return edit();
  }

  private CatalogEdit hide(String language, String body) {
    HiddenObjects.of(language, body).forEach(kind -> edit().hidden = edit().hidden.plus(kind));
    return edit();
  }
}
