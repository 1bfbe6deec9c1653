package dev.flux.engine.sqlite;

import dev.flux.engine.EngineVersion;
import dev.flux.schema.Catalog;
import dev.flux.sql.Operation;
import dev.flux.sql.Unreadable;

/** The answer to each operation; one interface per group of operations. */
record SqliteAnswers(Catalog before, EngineVersion version)
    implements Operation.Visitor<Answer>,
        TableAnswers,
        ColumnAnswers,
        ConstraintAnswers,
        IndexAnswers,
        ObjectAnswers,
        DataAnswers,
        SessionAnswers {

  @Override
  public Answer visit(Unreadable operation) {
    return Answer.unknown();
  }
}
