package dev.flux.engine;

import dev.flux.schema.Catalog;
import dev.flux.sql.Operation;
import java.util.List;
import java.util.Optional;

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
   */
  record Whole(List<Operation> operations, Catalog before) {
    public Whole {
      operations = List.copyOf(operations);
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
