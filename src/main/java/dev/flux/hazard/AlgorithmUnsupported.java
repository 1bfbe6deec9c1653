package dev.flux.hazard;

import dev.flux.engine.OnlineDdl;
import dev.flux.engine.OnlineDdl.Algorithm;
import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Catches an ALGORITHM or LOCK that this version refuses for this statement, also on a table of the
 * same change.
 *
 * <p>In production: the migration fails, and with it the deploy. Nothing is changed.
 *
 * <p>Engines: MySQL, MariaDB; what is refused differs by version.
 *
 * <p>Safe path: state what the server accepts, or do the heavy part in a way that needs no copy.
 *
 * <p>Source: MySQL 8.0 manual, 15.1.9 ALTER TABLE, and 17.12.1 Online DDL Operations; measured.
 */
final class AlgorithmUnsupported implements Hazard {
  @Override
  public String id() {
    return "algorithm-unsupported";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    List<Finding> findings = new ArrayList<>();
    for (ExaminedStatement statement : migration.statements()) {
      findings.addAll(examine(statement));
    }
    return findings;
  }

  private List<Finding> examine(ExaminedStatement statement) {
    return OnlineWork.stated(statement)
        .flatMap(
            stated ->
                refusal(stated)
                    .map(
                        refusal ->
                            stated
                                .at()
                                .finding(
                                    this,
                                    "The migration fails",
                                    refusal,
                                    remedy(stated.needed(), stated.at()))))
        .orElse(List.of());
  }

  private static Optional<String> refusal(OnlineWork.Stated stated) {
    return refusal(
        stated.needed(), stated.algorithm(), stated.lock(), stated.at().engine().dialect());
  }

  private static Optional<String> refusal(
      OnlineDdl ddl, Optional<String> algorithm, Optional<String> lock, Dialect dialect) {
    Optional<Algorithm> stated =
        algorithm.flatMap(
            name ->
                Arrays.stream(Algorithm.values())
                    .filter(a -> a != Algorithm.NOCOPY || dialect == Dialect.MARIADB)
                    .filter(a -> a.name().equals(name))
                    .findFirst());
    if (algorithm.isPresent() && stated.isEmpty()) {
      return Optional.of(dialect.title() + " knows no ALGORITHM=" + algorithm.get());
    }
    if (dialect == Dialect.MYSQL
        && stated.filter(Algorithm.INSTANT::equals).isPresent()
        && lock.isPresent()) {
      return Optional.of("ALGORITHM=INSTANT takes no LOCK= beside it (error 1221)");
    }
    if (stated.filter(a -> a.compareTo(ddl.algorithm()) < 0).isPresent()) {
      return Optional.of(
          "it needs ALGORITHM=" + ddl.algorithm() + ", and " + algorithm.get() + " is stated");
    }
    return lock.filter("NONE"::equals).isPresent() && !writes(ddl, stated)
        ? Optional.of("rows cannot change meanwhile, and LOCK=NONE is stated")
        : Optional.empty();
  }

  private static boolean writes(OnlineDdl ddl, Optional<Algorithm> stated) {
    if (stated.filter(Algorithm.COPY::equals).isPresent()) {
      return ddl.writesWhileCopying();
    }
    return (stated.isPresent() && stated.get() != Algorithm.INSTANT && ddl.inPlace())
        ? ddl.writes()
        : ddl.concurrentWrites();
  }

  private static String remedy(OnlineDdl ddl, ExaminedClause clause) {
    return "State "
        + Words.code("ALGORITHM=" + ddl.algorithm())
        + (ddl.algorithm() == Algorithm.INSTANT
            ? ""
            : " and " + Words.code("LOCK=" + (ddl.concurrentWrites() ? "NONE" : "SHARED")))
        + ", which "
        + clause.engine().dialect().title()
        + " "
        + clause.engine().version()
        + " accepts, or change the table in steps.";
  }
}
