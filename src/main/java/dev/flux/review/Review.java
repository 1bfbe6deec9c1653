package dev.flux.review;

import dev.flux.hazard.ExaminedMigration;
import dev.flux.hazard.ExaminedStatement;
import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.hazard.Suppressed;
import dev.flux.rollout.Phase;
import dev.flux.rollout.Rollout;
import dev.flux.rollout.Step;
import dev.flux.shadow.Proof;
import dev.flux.sql.Dialect;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Flux says of a change.
 *
 * @param directories one for each migration directory that the change touches
 * @param loose findings that belong to no directory that Flux reads
 */
public record Review(List<DirectoryReview> directories, List<Finding> loose) {
  /** Hazard id of what Flux cannot read. */
  static final String UNREADABLE = "unreadable-statement";

  public Review {
    directories = List.copyOf(directories);
    loose = List.copyOf(loose);
  }

  /** Every finding, the gravest first, then by place. */
  public List<Finding> findings() {
    return Stream.concat(
            loose.stream(), directories.stream().flatMap(d -> d.examination().allFindings()))
        .sorted(
            Comparator.comparing(Finding::severity)
                .reversed()
                .thenComparing(Finding::path)
                .thenComparingInt(Finding::line))
        .toList();
  }

  /** The findings of one severity, by place. */
  public List<Finding> findings(Severity severity) {
    return findings().stream().filter(finding -> finding.severity() == severity).toList();
  }

  /** The same where later requests have what an earlier split left out. */
  public Review settled() {
    return new Review(
        directories.stream()
            .map(each -> each.postponed().isEmpty() ? each : each.settled())
            .toList(),
        loose);
  }

  /** The review in one word. */
  public Verdict verdict() {
    List<Finding> dangers = findings(Severity.DANGER);
    if (dangers.stream().anyMatch(finding -> !finding.hazard().equals(UNREADABLE))) {
      return Verdict.RISKY;
    }
    return dangers.isEmpty() ? Verdict.SAFE : Verdict.UNREADABLE;
  }

  /** What somebody allows, by directory and place. */
  public List<Suppressed> suppressed() {
    return directories.stream().flatMap(d -> d.examination().suppressed().stream()).toList();
  }

  /** Every migration of the change, by directory and order. */
  public List<ExaminedMigration> migrations() {
    return directories.stream().flatMap(d -> d.examination().migrations().stream()).toList();
  }

  /** What the servers that the change runs on speak. */
  public Set<Dialect> dialects() {
    return directories.stream()
        .map(directory -> directory.examination().change().engine().dialect())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** How many statements were judged. */
  public int statementCount() {
    return migrations().stream().mapToInt(migration -> migration.statements().size()).sum();
  }

  /** Every statement judged. */
  public Stream<ExaminedStatement> statements() {
    return migrations().stream().flatMap(migration -> migration.statements().stream());
  }

  /** The rollout that asks most of the reader; of type SAFE where nothing is to be done. */
  public Rollout.Type rolloutType() {
    return directories.stream()
        .map(directory -> directory.rollout().type())
        .max(Comparator.comparingInt(Review::weight))
        .orElse(Rollout.Type.SAFE);
  }

  /** What running it showed, where anybody asked; of several proofs the one that says least. */
  public Optional<Proof> proof() {
    return directories.stream()
        .flatMap(directory -> directory.proof().stream())
        .min(Comparator.comparingInt(Review::worth));
  }

  private static int worth(Proof proof) {
    return proof.refutes() ? 0 : proof instanceof Proof.Unproven ? 1 : 2;
  }

  /** The steps of one phase, of all directories in their order. */
  public List<Step> steps(Phase.Name name) {
    return directories.stream()
        .flatMap(directory -> directory.rollout().phases().stream())
        .filter(phase -> phase.name() == name)
        .flatMap(phase -> phase.steps().stream())
        .toList();
  }

  private static int weight(Rollout.Type type) {
    return List.of(
            Rollout.Type.SAFE,
            Rollout.Type.ONLINE,
            Rollout.Type.BACKFILL,
            Rollout.Type.EXPAND_CONTRACT)
        .indexOf(type);
  }
}
