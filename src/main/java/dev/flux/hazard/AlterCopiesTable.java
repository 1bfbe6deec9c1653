package dev.flux.hazard;

import dev.flux.engine.OnlineDdl;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Catches an ALTER that only a copy of the table can carry out.
 *
 * <p>In production: every row is written into a new table, and nobody writes meanwhile; MariaDB
 * lets writes go on from 11.2, and still copies. Replicas fall behind for as long.
 *
 * <p>Engines: MySQL, MariaDB; which operations copy differs by version.
 *
 * <p>Safe path: a new column or table beside the old one, kept in step and switched to, or an
 * external online change tool.
 *
 * <p>Source: MySQL 8.0 manual, 17.12.1 Online DDL Operations; MariaDB documentation, InnoDB Online
 * DDL; measured.
 */
final class AlterCopiesTable implements Hazard {
  @Override
  public String id() {
    return "alter-copies-table";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    Optional<ObjectName> table = OnlineWork.table(clause);
    if (table.isEmpty() || clause.isNew(table.get()) || !OnlineWork.copies(clause)) {
      return List.of();
    }
    return clause.finding(
        this,
        OnlineWork.effect(clause, table.get(), "until the whole table is copied"),
        clause.engine().dialect().title()
            + " "
            + clause.engine().version()
            + " can only do this with ALGORITHM=COPY",
        "Do it in steps with a new column or table, or run it with an online change tool such as"
            + " gh-ost or pt-online-schema-change.");
  }

  /** A copy that is asked for and not needed. */
  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    return OnlineWork.stated(migration)
        .filter(stated -> stated.algorithm().filter("COPY"::equals).isPresent())
        .filter(stated -> stated.needed().algorithm() != OnlineDdl.Algorithm.COPY)
        .flatMap(
            stated ->
                stated
                    .at()
                    .finding(
                        this,
                        "Writes to "
                            + Words.code(stated.needed().table())
                            + " wait until the whole table is copied",
                        "ALGORITHM=COPY is stated where "
                            + stated.needed().algorithm()
                            + " is enough",
                        "Leave it out, or state "
                            + Words.code("ALGORITHM=" + stated.needed().algorithm())
                            + ".")
                    .stream())
        .toList();
  }

  @Override
  public boolean isSaidBy(Finding other) {
    return other.severity() == Severity.DANGER
        && Set.of(
                "add-check-validating",
                "add-column-stored-generated",
                "add-column-volatile-default",
                "add-column-inline-constraint",
                "add-foreign-key-validating",
                "change-column-type",
                "drop-primary-key",
                "reorder-enum",
                "rewrite-table",
                "shrink-enum")
            .contains(other.hazard());
  }
}
