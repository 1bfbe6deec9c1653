package dev.flux.engine.mysql;

import dev.flux.engine.EngineFacts;
import dev.flux.engine.EngineVersion;
import dev.flux.engine.Impact;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What Flux says of one statement. */
final class Claim {
  private Claim() {}

  /** Empty where Flux has no fact for a part of it on this version. */
  static Optional<Impact> of(String sql, Catalog before, EngineVersion version) {
    MysqlFacts facts = new MysqlFacts(before.dialect());
    List<Operation> together = operations(sql, before.dialect());
    EngineFacts.Whole whole = new EngineFacts.Whole(together, before);
    List<Impact> impacts = new ArrayList<>();
    Catalog catalog = before;
    for (Operation operation : together) {
      facts.impact(operation, whole, catalog, version).ifPresent(impacts::add);
      catalog = catalog.after(operation);
    }
    return impacts.size() == together.size()
        ? impacts.stream().reduce(Impact::and)
        : Optional.empty();
  }

  static List<Operation> operations(String sql, Dialect dialect) {
    return SqlReader.read(sql, dialect).statements().stream()
        .map(Statement::operations)
        .flatMap(List::stream)
        .toList();
  }

  static Catalog fold(Catalog catalog, String sql) {
    Catalog after = catalog;
    for (Operation operation : operations(sql, catalog.dialect())) {
      after = after.after(operation);
    }
    return after;
  }
}
