package dev.flux.engine.postgresql;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Catalog;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.Unreadable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The impact of each operation; one interface per group of operations.
 *
 * @param followed routines whose work was taken in already, which grows: each does the same whoever
 *     calls it, and chains of calls that fork would be endless otherwise
 */
record PostgresImpacts(
    Catalog before,
    Catalog settled,
    List<Operation> statement,
    EngineVersion version,
    Set<ObjectName> followed)
    implements Operation.Visitor<Optional<ImpactDraft>>,
        TableImpacts,
        ColumnImpacts,
        ConstraintImpacts,
        IndexImpacts,
        ViewImpacts,
        TypeImpacts,
        ObjectImpacts,
        DataImpacts,
        SessionImpacts {
  /**
   * The impact of an operation; a table that is written anew has all its indexes filled anew, and
   * nobody waits for one who reads the server's catalogs.
   */
  @Override
  public Optional<ImpactDraft> of(Operation operation) {
    Optional<ImpactDraft> draft = operation.accept(this);
    draft.ifPresent(known -> computeIndexes(known, known.rewrites()));
    return draft.map(known -> known.withoutReads(this::isCatalog));
  }

  private boolean isCatalog(ObjectName relation) {
    String schema = relation.schema().orElse("");
    return schema.equals("information_schema")
        || schema.equals("pg_catalog")
        || (schema.isEmpty()
            && relation.name().startsWith("pg_")
            && before.findTable(relation).isEmpty()
            && before.findView(relation).isEmpty());
  }

  @Override
  public PostgresImpacts inside(Catalog reached) {
    return new PostgresImpacts(reached, reached, List.of(), version, followed);
  }

  @Override
  public Optional<ImpactDraft> visit(Unreadable operation) {
    return Optional.empty();
  }
}
