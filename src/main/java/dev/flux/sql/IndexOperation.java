package dev.flux.sql;

import java.util.List;
import java.util.Optional;

/** Operations on indexes. */
public sealed interface IndexOperation extends Operation {

  /**
   * CREATE INDEX.
   *
   * @param index empty where the engine makes up the name; in the schema of the table
   * @param method {@code btree} where none was written
   * @param definition exact text from the table's name on: {@code users USING gin (tags) WHERE …}
   */
  record CreateIndex(
      Optional<ObjectName> index,
      ObjectName table,
      boolean unique,
      boolean concurrently,
      boolean ifNotExists,
      boolean only,
      String method,
      List<Element> elements,
      List<String> include,
      Optional<Expression> where,
      String definition)
      implements IndexOperation {
    public CreateIndex {
      elements = List.copyOf(elements);
      include = List.copyOf(include);
    }

    /**
     * What the index sorts by.
     *
     * @param column where it is a plain column
     */
    public record Element(Optional<String> column, Expression expression, String text) {}

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * DROP INDEX.
   *
   * @param table where the dialect names it (MySQL)
   */
  record DropIndex(
      List<ObjectName> indexes,
      Optional<ObjectName> table,
      boolean concurrently,
      boolean ifExists,
      boolean cascade)
      implements IndexOperation {
    public DropIndex {
      indexes = List.copyOf(indexes);
    }

    /** Whether it drops an index of the name that this one gets. */
    public boolean frees(CreateIndex create) {
      return create.index().isPresent()
          && indexes.stream().anyMatch(index -> index.name().equals(create.index().get().name()));
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * ALTER INDEX … RENAME TO.
   *
   * @param table where the dialect names it (MySQL)
   */
  record RenameIndex(ObjectName index, Optional<ObjectName> table, String to)
      implements IndexOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * REINDEX.
   *
   * @param text exact text
   */
  record Reindex(Target target, Optional<ObjectName> name, boolean concurrently, String text)
      implements IndexOperation {
    /** What is built anew. */
    public enum Target {
      INDEX,
      TABLE,
      SCHEMA,
      DATABASE,
      SYSTEM
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER INDEX … ATTACH PARTITION. */
  record AttachIndex(ObjectName parent, ObjectName index) implements IndexOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Any other ALTER INDEX action.
   *
   * @param table where the dialect names it (MySQL)
   * @param text exact text of the action
   */
  record SetIndexOption(ObjectName index, Optional<ObjectName> table, String text)
      implements IndexOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** Names every operation of this group. */
  interface Visitor<R> {
    R visit(CreateIndex operation);

    R visit(DropIndex operation);

    R visit(RenameIndex operation);

    R visit(Reindex operation);

    R visit(AttachIndex operation);

    R visit(SetIndexOption operation);
  }
}
