package dev.flux.sql;

/** What a statement, or one action of it, does to the schema, the rows or the session. */
public sealed interface Operation
    permits TableOperation,
        ColumnOperation,
        ConstraintOperation,
        IndexOperation,
        ObjectOperation,
        DataOperation,
        SessionOperation,
        Unreadable {

  /** Hands this operation to the method of its kind. */
  <R> R accept(Visitor<R> visitor);

  /** Its kind in kebab case, such as {@code add-column}; part of the JSON contract. */
  default String kind() {
    return OperationKinds.KEBAB.get(getClass());
  }

  /** Names every kind of operation, so that none is forgotten. */
  interface Visitor<R>
      extends TableOperation.Visitor<R>,
          ColumnOperation.Visitor<R>,
          ConstraintOperation.Visitor<R>,
          IndexOperation.Visitor<R>,
          ObjectOperation.Visitor<R>,
          DataOperation.Visitor<R>,
          SessionOperation.Visitor<R> {

    /** What could not be read. */
    R visit(Unreadable operation);
  }
}
