package dev.flux.hazard;

import dev.flux.engine.Evidence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sets aside what authors allow, and says which of their words nothing needs. */
final class Suppression {
  private static final String UNUSED = "unused-suppression";

  private final List<Allowance> allowances = new ArrayList<>();
  private final Set<Allowance> used = new HashSet<>();
  private final List<Suppressed> suppressed = new ArrayList<>();

  private Suppression(Examination judged, Policy policy) {
    allowances.addAll(policy.allowances());
    judged.migrations().forEach(migration -> allowances.addAll(Allowance.of(migration)));
  }

  /** The same examination without the findings that are allowed, which it keeps apart. */
  static Examination of(Examination judged, Policy policy) {
    Suppression suppression = new Suppression(judged, policy);
    return suppression.allowances.isEmpty() ? judged : suppression.apply(judged);
  }

  private Examination apply(Examination judged) {
    Examination kept = judged.each(this::kept);
    List<ExaminedMigration> told = kept.migrations().stream().map(this::withUnused).toList();
    return new Examination(
        judged.change(), judged.before(), told, kept.findings(), suppressed, judged.sizes());
  }

  private List<Finding> kept(List<Finding> findings) {
    return findings.stream().filter(finding -> !sets(finding)).toList();
  }

  /** Whether it is set aside. */
  private boolean sets(Finding finding) {
    Optional<Allowance> by =
        allowances.stream().filter(allowance -> allowance.covers(finding)).findFirst();
    by.ifPresent(
        allowance -> {
          used.add(allowance);
          suppressed.add(new Suppressed(finding, allowance.reason(), allowance.source()));
        });
    return by.isPresent();
  }

  private ExaminedMigration withUnused(ExaminedMigration migration) {
    List<Finding> findings = new ArrayList<>(migration.findings());
    allowances.stream()
        .filter(Allowance::owed)
        .filter(allowance -> allowance.path().equals(migration.migration().path()))
        .filter(allowance -> used.stream().noneMatch(other -> ofOneComment(other, allowance)))
        .map(Suppression::unused)
        .forEach(findings::add);
    return migration.with(findings);
  }

  private static boolean ofOneComment(Allowance one, Allowance other) {
    return one.line() == other.line() && one.path().equals(other.path());
  }

  private static Finding unused(Allowance allowance) {
    return new Finding(
        UNUSED,
        Severity.ADVICE,
        allowance.path(),
        allowance.line(),
        allowance.line(),
        "Allowing " + Words.code(allowance.hazard()) + " changes nothing",
        "nothing of that kind was found in the statement that follows",
        "Take it away.",
        Evidence.KNOWN,
        List.of());
  }
}
