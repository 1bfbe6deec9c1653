package dev.flux.engine.postgresql;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Catalog;
import dev.flux.sql.Operation;
import dev.flux.sql.Unreadable;
import java.util.List;
import java.util.Optional;

/** The impact of each operation; one interface per group of operations. */
record PostgresImpacts(
    Catalog before, Catalog settled, List<Operation> statement, EngineVersion version)
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

  @Override
  public Optional<ImpactDraft> visit(Unreadable operation) {
    return Optional.empty();
  }
}
