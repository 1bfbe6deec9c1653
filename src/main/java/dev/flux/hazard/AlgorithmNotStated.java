package dev.flux.hazard;

import dev.flux.engine.OnlineDdl;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Statement;
import dev.flux.sql.TableOperation.ChooseAlgorithm;
import dev.flux.sql.TableOperation.RenameTable;
import dev.flux.sql.TableOperation.RewriteTable;
import java.util.List;
import java.util.Optional;

/**
 * Catches an ALTER of a table in use that does not say how it must be done.
 *
 * <p>In production: where the table or the version differs from what was thought, the server copies
 * the table without a word.
 *
 * <p>Engines: MySQL, MariaDB.
 *
 * <p>Safe path: state the lightest ALGORITHM, and LOCK=NONE with INPLACE, so that it fails instead.
 *
 * <p>Source: MySQL 8.0 manual, 15.1.9 ALTER TABLE, Performance and Space Requirements.
 */
final class AlgorithmNotStated implements Hazard {
  @Override
  public String id() {
    return "algorithm-not-stated";
  }

  @Override
  public Severity severity() {
    return Severity.ADVICE;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    Optional<ObjectName> table = OnlineWork.table(clause);
    List<Statement.Clause> clauses = clause.statement().clauses();
    boolean last = clauses.get(clauses.size() - 1).equals(clause.clause());
    if (table.isEmpty()
        || !last
        || clause.isNew(table.get())
        || OnlineWork.copies(clause)
        || clause.operation() instanceof RenameTable
        || clause.operation() instanceof RewriteTable
        || clause.statement().operations().stream().anyMatch(ChooseAlgorithm.class::isInstance)) {
      return List.of();
    }
    boolean several = clauses.size() > 1;
    OnlineDdl ddl = OnlineWork.of(clause).orElseThrow();
    String choice =
        several
            ? "the ALGORITHM that you expect"
            : Words.code("ALGORITHM=" + ddl.algorithm())
                + (ddl.algorithm() == OnlineDdl.Algorithm.INSTANT || !ddl.concurrentWrites()
                    ? ""
                    : " and " + Words.code("LOCK=NONE"));
    return clause.finding(
        this,
        "Where the server cannot do this the light way, it copies "
            + Words.code(table.get())
            + " without a word",
        "the statement names no ALGORITHM",
        "Add " + choice + ": it fails then instead.");
  }
}
