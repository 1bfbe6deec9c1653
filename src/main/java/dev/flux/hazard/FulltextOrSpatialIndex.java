package dev.flux.hazard;

import dev.flux.sql.IndexOperation.CreateIndex;
import java.util.List;
import java.util.Locale;

/**
 * Catches a FULLTEXT or SPATIAL index on a table that is in use.
 *
 * <p>In production: writes to the table wait while the index is built; the first FULLTEXT index of
 * a table writes every row anew as well.
 *
 * <p>Engines: MySQL, MariaDB.
 *
 * <p>Safe path: an external online change tool, or a window.
 *
 * <p>Source: MySQL 8.0 manual, Table 17.16 Online DDL Support for Index Operations; measured.
 */
final class FulltextOrSpatialIndex implements Hazard {
  @Override
  public String id() {
    return "fulltext-or-spatial-index";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    if (!(clause.operation() instanceof CreateIndex create)
        || OnlineWork.of(clause).isEmpty()
        || clause.isNew(create.table())
        || !(create.method().equals("fulltext") || create.method().equals("spatial"))) {
      return List.of();
    }
    String kind = create.method().toUpperCase(Locale.ROOT);
    return clause.finding(
        this,
        "Writes to "
            + Words.code(create.table())
            + (clause.rewrites()
                ? " wait until every row is written anew and the index is built"
                : " wait until the index is built"),
        "a " + kind + " index cannot be built while rows change",
        "Build it with an online change tool such as gh-ost or pt-online-schema-change, or in a"
            + " window.");
  }
}
