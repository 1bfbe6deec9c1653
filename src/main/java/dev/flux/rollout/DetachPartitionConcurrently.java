package dev.flux.rollout;

import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.TableOperation.DetachPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Detaches a partition while the parent is read and written, and drops the CHECK that the server
 * leaves on it then (PostgreSQL 14; manual, ALTER TABLE, DETACH PARTITION). Beside a default
 * partition the server refuses that: the plain form waits for its lock for no longer than the
 * timeout, and holds it for an instant.
 */
final class DetachPartitionConcurrently implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("detach-partition-blocking", "concurrently-in-transaction");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof DetachPartition detach)
        || detach.finalizing()
        || !situation.engine().version().atLeast(14)) {
      return List.of();
    }
    if (besideDefault(situation, detach)) {
      return List.of(detach(situation, detach, Optional.empty()).contract());
    }
    Optional<Left> left = detach.concurrently() ? Optional.empty() : left(situation, detach);
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(detach(situation, detach, left).outsideTransaction().contract());
    left.ifPresent(check -> steps.add(check.step(situation, detach)));
    return steps;
  }

  /** One that the change creates is there by then, since a detached partition waits longer. */
  private static boolean besideDefault(Situation situation, DetachPartition detach) {
    return Stream.of(situation.before(), situation.end())
        .flatMap(catalog -> catalog.partitionsOf(detach.parent()).stream())
        .anyMatch(Table::defaultPartition);
  }

  private static StepDraft detach(
      Situation situation, DetachPartition detach, Optional<Left> left) {
    String partition = situation.sql(detach.partition());
    boolean plain = besideDefault(situation, detach);
    String there = situation.alter(detach.parent(), "DETACH PARTITION " + partition);
    String reason = "CONCURRENTLY is refused beside a default partition, and it gives up after 5 s";
    StepDraft step =
        situation.step(
            "detach_" + detach.partition().name(), "Detach `" + detach.partition() + "`");
    Optional<String> bounds =
        situation.findTable(detach.partition()).flatMap(table -> table.storage().bounds());
    String back =
        bounds
            .map(
                b ->
                    situation.alter(detach.parent(), "ATTACH PARTITION " + partition + " " + b)
                        + left.map(check -> "\n" + check.drop(situation, detach)).orElse(""))
            .orElse("");
    if (plain) {
      step.sql(
              Sql.locking(Sql.allow("detach-partition-blocking", reason) + there),
              back.isEmpty() ? "" : Sql.locking(back))
          .impact(
              "ACCESS EXCLUSIVE on " + detach.parent(),
              "reads and writes, for an instant",
              Estimates.instant());
    } else {
      step.sql(
              Sql.allow("no-lock-timeout", "one that gives up has to be finished with FINALIZE")
                  + there.replaceFirst(";$", " CONCURRENTLY;"),
              back)
          .impact(
              "SHARE UPDATE EXCLUSIVE on " + detach.parent(),
              "nothing; it waits for transactions that are open",
              Estimates.instant());
    }
    if (bounds.isEmpty()) {
      step.loses("the bounds of the partition, which ATTACH PARTITION must state again");
    }
    return step.deployGate("no running version reads these rows through `" + detach.parent() + "`")
        .worksWith("versions that do not need these rows");
  }

  /**
   * The CHECK that is left where the partition has none that says the same.
   *
   * @param name that the server makes up
   * @param condition that says what the bounds say
   */
  private record Left(String name, String condition) {

    String drop(Situation situation, DetachPartition detach) {
      return situation.alter(
          detach.partition(), "DROP CONSTRAINT IF EXISTS " + situation.sql(name));
    }

    PlannedStep step(Situation situation, DetachPartition detach) {
      String add =
          situation.alter(
              detach.partition(),
              "ADD CONSTRAINT %s CHECK (%s)".formatted(situation.sql(name), condition));
      return Locks.instant(
              situation
                  .step("drop_" + name, "Drop the CHECK that detaching leaves behind")
                  .sql(
                      Sql.allow("down-does-not-reverse", "the server made it, and no migration did")
                          + Sql.locking(drop(situation, detach)),
                      Sql.locking(add)),
              detach.partition())
          .worksWith("every version that worked before")
          .contract();
    }
  }

  /** Empty where the rule of the partition, and so the name of its CHECK, is not known. */
  private static Optional<Left> left(Situation situation, DetachPartition detach) {
    Optional<Table> partition = situation.findTable(detach.partition()).filter(Table::complete);
    List<String> rules = new ArrayList<>();
    Optional<Table> inner = partition;
    while (inner.flatMap(Table::partitionOf).isPresent()) {
      Optional<Table> outer = inner.flatMap(Table::partitionOf).flatMap(situation::findTable);
      Optional<String> bounds = inner.flatMap(table -> table.storage().bounds());
      Optional<String> rule =
          outer.flatMap(PartitionRule::find).flatMap(r -> bounds.flatMap(r::condition));
      if (rule.isEmpty()) {
        return Optional.empty();
      }
      rules.add(0, rule.get());
      inner = outer;
    }
    String condition =
        rules.stream()
            .map(rule -> rules.size() > 1 && rule.contains(" OR ") ? "(" + rule + ")" : rule)
            .collect(Collectors.joining(" AND "));
    return rules.isEmpty()
        ? Optional.empty()
        : name(situation, detach, condition).map(name -> new Left(name, condition));
  }

  /** As the server names a CHECK that is added without a name. */
  private static Optional<String> name(
      Situation situation, DetachPartition detach, String condition) {
    String add = situation.alter(detach.partition(), "ADD CHECK (" + condition + ")");
    Operation read =
        SqlReader.read(add, situation.before().dialect())
            .statements()
            .get(0)
            .clauses()
            .get(0)
            .operation();
    return read instanceof AddConstraint
        ? situation.findTable(detach.partition()).stream()
            .flatMap(
                table ->
                    situation.before().after(read).findTable(detach.partition()).stream()
                        .flatMap(after -> after.constraints().stream())
                        .filter(c -> table.findConstraint(c.name()).isEmpty()))
            .map(TableConstraint::name)
            .findFirst()
        : Optional.empty();
  }
}
