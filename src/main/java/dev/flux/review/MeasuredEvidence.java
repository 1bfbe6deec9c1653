package dev.flux.review;

import dev.flux.engine.Evidence;
import dev.flux.engine.Impact;
import dev.flux.engine.LockMode;
import dev.flux.hazard.Examination;
import dev.flux.hazard.ExaminedStatement;
import dev.flux.hazard.Finding;
import dev.flux.schema.Catalog;
import dev.flux.shadow.Measured;
import dev.flux.shadow.Proof;
import dev.flux.sql.ObjectName;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Calls measured what the shadow database did just as it was said to. */
final class MeasuredEvidence {
  private MeasuredEvidence() {}

  /** The examination with the evidence that a proof gives, where the server is the change's own. */
  static Examination of(Examination examination, Proof.Proven proven) {
    String engine = examination.change().engine().dialect().title();
    String major = engine + " " + examination.change().engine().version().major();
    int statements = examination.migrations().stream().mapToInt(m -> m.statements().size()).sum();
    if (!proven.server().startsWith(major) || statements != proven.measured().size()) {
      return examination;
    }
    Iterator<Measured> next = proven.measured().iterator();
    return examination.with(each -> statement(each, next.next(), proven.server()));
  }

  private static ExaminedStatement statement(
      ExaminedStatement statement, Measured measured, String server) {
    return statement
        .impact()
        .filter(impact -> confirms(impact, measured, statement))
        .map(
            impact ->
                new ExaminedStatement(
                    statement.statement(),
                    statement.clauses(),
                    Optional.of(impact.measured(server)),
                    statement.findings().stream().map(MeasuredEvidence::measured).toList()))
        .orElse(statement);
  }

  private static Finding measured(Finding finding) {
    return new Finding(
        finding.hazard(),
        finding.severity(),
        finding.path(),
        finding.line(),
        finding.endLine(),
        finding.effect(),
        finding.cause(),
        finding.remedy(),
        Evidence.MEASURED,
        finding.assumptions());
  }

  /** Locks, rewrites and builds of tables that are older than the change. */
  private static boolean confirms(Impact impact, Measured measured, ExaminedStatement statement) {
    Catalog before = statement.clauses().get(0).before();
    Map<String, LockMode> said = new TreeMap<>();
    impact.locks().stream()
        .filter(lock -> !before.isNew(lock.table()))
        .forEach(lock -> said.put(lock.table().toString(), lock.mode()));
    boolean held =
        said.entrySet().stream()
            .allMatch(
                lock -> {
                  LockMode seen = measured.held().get(lock.getKey());
                  return seen != null && seen.compareTo(lock.getValue()) >= 0;
                });
    boolean noOther =
        measured.locks().entrySet().stream()
            .allMatch(lock -> lock.getValue() == said.get(lock.getKey()));
    return held
        && noOther
        && !said.isEmpty()
        && names(impact.rewrites(), before).equals(measured.rewrites())
        && names(impact.builds(), before).equals(measured.builds());
  }

  private static Set<String> names(List<ObjectName> tables, Catalog before) {
    return tables.stream()
        .filter(table -> !before.isNew(table))
        .map(ObjectName::toString)
        .collect(Collectors.toSet());
  }
}
