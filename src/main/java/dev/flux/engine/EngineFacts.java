package dev.flux.engine;

import dev.flux.schema.Catalog;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The facts about one engine. */
public interface EngineFacts {

  /**
   * What an operation does.
   *
   * @param before the schema as of the operation; tables it does not know are assumed to hold rows
   * @return empty where Flux has no fact for it on this version: a human must judge
   */
  Optional<Impact> impact(Operation operation, Catalog before, EngineVersion version);

  /**
   * The statement that an operation is part of.
   *
   * @param operations all of them, in order
   * @param before the schema as of the statement
   * @param alone tables that it names with ONLY
   * @param ifExists whether it passes over a table that is not there
   * @param settled the schema before it without the columns and constraints that it drops
   */
  record Whole(
      List<Operation> operations,
      Catalog before,
      Set<ObjectName> alone,
      boolean ifExists,
      Catalog settled) {
    public Whole {
      operations = List.copyOf(operations);
      alone = Set.copyOf(alone);
    }

    /** A statement without ONLY and IF EXISTS. */
    public Whole(List<Operation> operations, Catalog before) {
      this(operations, before, Set.of(), false, withoutDropped(operations, before));
    }

    /** A statement that does all of this, be it what it says itself or what is inside it. */
    public static Whole of(Statement statement, List<Operation> operations, Catalog before) {
      return new Whole(
          operations,
          before,
          statement.alone(),
          statement.ifExists(),
          withoutDropped(operations, before));
    }

    private static Catalog withoutDropped(List<Operation> operations, Catalog before) {
      Catalog left = before;
      for (Operation operation : operations) {
        boolean drops =
            operation instanceof ColumnOperation.DropColumn
                || operation instanceof ConstraintOperation.DropConstraint;
        left = drops && operations.size() > 1 ? left.after(operation) : left;
      }
      return left;
    }
  }

  /**
   * What an operation does in the company of the others of its statement, where an engine weighs
   * them together.
   */
  default Optional<Impact> impact(
      Operation operation, Whole statement, Catalog before, EngineVersion version) {
    return impact(operation, before, version);
  }
}
