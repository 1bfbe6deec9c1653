package dev.flux.engine.postgresql;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Catalog;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.Unreadable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The impact of each operation; one interface per group of operations. */
record PostgresImpacts(
    Catalog before,
    Catalog settled,
    List<Operation> statement,
    EngineVersion version,
    Set<ObjectName> running)
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
  PostgresImpacts {
    running = Set.copyOf(running);
  }

  @Override
  public PostgresImpacts within(ObjectName routine) {
    Set<ObjectName> deeper = new HashSet<>(running);
    deeper.add(routine);
    return new PostgresImpacts(before, before, List.of(), version, deeper);
  }

  @Override
  public Optional<ImpactDraft> visit(Unreadable operation) {
    return Optional.empty();
  }
}
