package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.sql.ObjectName;

/** What the parts of {@link Undo} share. */
public interface UndoContext {

  /** The schema before the operation. */
  Catalog before();

  /** The schema behind it. */
  Catalog after();

  /** SQL of what the catalog knows before the operation. */
  Definitions sql();

  /** A table's name with its schema, as SQL reads it back. */
  String name(ObjectName name);

  /** One ALTER TABLE with this action. */
  String alter(ObjectName table, String action);
}
