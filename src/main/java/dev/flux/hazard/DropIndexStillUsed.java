package dev.flux.hazard;

import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.sql.Dialect;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.IndexOperation.DropIndex;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;

/**
 * Catches DROP INDEX of an index that queries can still use.
 *
 * <p>In production: a query that needed it reads the whole table from that moment on, and building
 * it again takes long.
 *
 * <p>Engines: MySQL from 8.0, MariaDB from 10.6.
 *
 * <p>Safe path: make it INVISIBLE (MariaDB: IGNORED) first, watch the queries, and drop it in a
 * later migration.
 *
 * <p>Source: MySQL 8.0 manual, 10.3.12 Invisible Indexes; MariaDB documentation, Ignored Indexes.
 */
final class DropIndexStillUsed implements Hazard {
  @Override
  public String id() {
    return "drop-index-still-used";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    if (!(clause.operation() instanceof DropIndex drop)
        || OnlineWork.of(clause).isEmpty()
        || drop.table().filter(table -> !clause.isNew(table)).isEmpty()
        || !hides(clause)) {
      return List.of();
    }
    Optional<Table> table = drop.table().flatMap(clause::findTable);
    List<String> used =
        drop.indexes().stream()
            .map(ObjectName::name)
            .filter(name -> !isReplaced(clause, name))
            .filter(name -> table.flatMap(t -> t.findIndex(name)).map(Index::visible).orElse(true))
            .toList();
    String hidden = clause.engine().dialect() == Dialect.MARIADB ? "IGNORED" : "INVISIBLE";
    return used.isEmpty()
        ? List.of()
        : clause.finding(
            this,
            "Queries that use "
                + Words.codes(used)
                + " read all of "
                + Words.code(drop.table().orElseThrow())
                + " from one moment to the next",
            "the index is dropped while it is visible",
            "Make it " + hidden + " first, watch the queries, and drop it in a later migration.");
  }

  /** Whether the version can hide an index. */
  private static boolean hides(ExaminedClause clause) {
    return clause.engine().dialect() == Dialect.MARIADB
        ? clause.engine().version().atLeast(10, 6, 0)
        : clause.engine().version().atLeast(8);
  }

  /** Whether the same statement builds another index that begins alike. */
  private static boolean isReplaced(ExaminedClause clause, String name) {
    Optional<Index> old =
        clause.table().flatMap(clause::findTable).flatMap(table -> table.findIndex(name));
    return clause.statement().operations().stream()
        .filter(CreateIndex.class::isInstance)
        .map(CreateIndex.class::cast)
        .anyMatch(create -> old.filter(index -> covers(create, index.columns())).isPresent());
  }

  private static boolean covers(CreateIndex create, List<String> columns) {
    List<String> own =
        create.elements().stream().flatMap(element -> element.column().stream()).toList();
    return own.size() >= columns.size() && own.subList(0, columns.size()).equals(columns);
  }
}
