package dev.flux.hazard;

import dev.flux.migration.Migration;
import dev.flux.schema.Catalog;
import dev.flux.sql.Script;
import java.util.List;

/**
 * One migration as judged.
 *
 * @param script its way up
 * @param transactional whether its statements run in one transaction
 * @param before the schema when it begins
 * @param after the schema once it has run
 * @param findings about the file as a whole
 */
public record ExaminedMigration(
    Migration migration,
    Script script,
    boolean transactional,
    List<ExaminedStatement> statements,
    Catalog before,
    Catalog after,
    List<Finding> findings) {
  public ExaminedMigration {
    statements = List.copyOf(statements);
    findings = List.copyOf(findings);
  }

  /** Every clause of every statement, in order. */
  public List<ExaminedClause> clauses() {
    return statements.stream().flatMap(statement -> statement.clauses().stream()).toList();
  }

  /** The rebuilds of tables that the file is made of, on SQLite. */
  public List<Rebuild> rebuilds() {
    return statements.isEmpty() ? List.of() : statements.get(0).clauses().get(0).rebuilds().all();
  }

  /** The same with these findings about the file. */
  ExaminedMigration with(List<Finding> judged) {
    return with(statements, judged);
  }

  /** The same with its statements and itself judged anew. */
  ExaminedMigration with(List<ExaminedStatement> statements, List<Finding> judged) {
    return new ExaminedMigration(
        migration, script, transactional, statements, before, after, judged);
  }
}
