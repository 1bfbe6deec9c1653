package dev.flux.rollout;

import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.AttachPartition;
import dev.flux.sql.TableOperation.CreateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Attaches a partition without reading a row under an exclusive lock: a CHECK that says what the
 * bounds say, validated while reads and writes go on, lets the server trust the partition; one that
 * says the opposite does so for the default partition. Both go once it is attached (manual, ALTER
 * TABLE, ATTACH PARTITION).
 */
final class AttachPartitionByCheck implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("attach-partition-unchecked");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof AttachPartition attach)
        || !situation.engine().version().atLeast(12)) {
      return List.of();
    }
    Optional<Table> parent = situation.findTable(attach.parent());
    Optional<PartitionRule> rule = parent.flatMap(PartitionRule::find);
    boolean readsAnyway =
        parent
            .filter(
                table ->
                    table.constraints().stream()
                        .anyMatch(c -> c.definition().kind() == Constraint.Kind.FOREIGN_KEY))
            .isPresent();
    if (rule.isEmpty() || readsAnyway) {
      return List.of();
    }
    Optional<List<Check>> checks = checks(situation, attach, rule.get());
    if (checks.isEmpty()) {
      return List.of();
    }
    List<PlannedStep> steps = new ArrayList<>(indexes(situation, attach, parent.get()));
    if (steps.isEmpty() && checks.get().isEmpty()) {
      return List.of();
    }
    checks.get().forEach(check -> steps.addAll(hold(situation, attach, check)));
    steps.add(attach(situation, attach, checks.get()));
    return steps;
  }

  private static List<PlannedStep> indexes(
      Situation situation, AttachPartition attach, Table parent) {
    return situation
        .findTable(attach.partition())
        .filter(table -> !situation.before().isNew(attach.partition()))
        .filter(table -> table.complete() && !table.partitioned())
        .map(table -> new PartitionIndexes(situation, parent, table).steps())
        .orElse(List.of());
  }

  /**
   * A CHECK that is there until the partition is attached.
   *
   * @param condition what every row of the table holds to
   */
  record Check(ObjectName table, String name, String condition) {

    String add(Situation situation) {
      return situation.alter(
          table,
          "ADD CONSTRAINT %s CHECK (%s) NOT VALID".formatted(situation.sql(name), condition));
    }

    String validate(Situation situation) {
      return situation.alter(table, "VALIDATE CONSTRAINT " + situation.sql(name));
    }

    String drop(Situation situation) {
      return situation.alter(table, "DROP CONSTRAINT " + situation.sql(name));
    }
  }

  /** Empty where a rule cannot be said. */
  static Optional<List<Check>> checks(
      Situation situation, AttachPartition attach, PartitionRule rule) {
    List<Table> others = situation.before().partitionsOf(attach.parent());
    List<Check> checks = new ArrayList<>();
    Optional<String> own =
        attach.defaultPartition()
            ? rule.outside(others.stream().map(t -> t.storage().bounds().orElse("")).toList())
            : rule.condition(attach.bounds());
    if (own.isEmpty()) {
      return Optional.empty();
    }
    if (!(situation.operation() instanceof CreateTable)
        && !situation.before().isNew(attach.partition())
        && situation
            .findTable(attach.partition())
            .filter(AttachPartitionByCheck::checked)
            .isEmpty()) {
      checks.add(check(situation, attach.partition(), attach.partition(), own.get()));
    }
    for (Table other : others) {
      if (other.defaultPartition() && !situation.before().isNew(other.name())) {
        checks.add(check(situation, other.name(), attach.partition(), "NOT (" + own.get() + ")"));
      }
    }
    return Optional.of(checks);
  }

  private static Check check(
      Situation situation, ObjectName table, ObjectName partition, String condition) {
    String name = situation.freeName(table, partition.name() + "_bounds");
    return new Check(situation.before().resolve(table), name, condition);
  }

  /** A partition that has a valid CHECK of the author's is left to that. */
  private static boolean checked(Table table) {
    return table.constraints().stream()
        .filter(TableConstraint::validated)
        .anyMatch(c -> c.definition().kind() == Constraint.Kind.CHECK);
  }

  /** The CHECK for new rows, then for all. */
  static List<PlannedStep> hold(Situation situation, AttachPartition attach, Check check) {
    ObjectName own = situation.before().resolve(attach.partition());
    String slug = check.table().equals(own) ? "" : "_of_default";
    StepDraft first =
        situation
            .step(
                "check_" + check.name() + slug,
                "Hold new rows of `" + check.table() + "` to the bounds")
            .sql(Sql.locking(check.add(situation)), Sql.locking(check.drop(situation)));
    StepDraft second =
        situation
            .step(
                "validate_" + check.name() + slug,
                "Check existing rows while reads and writes go on")
            .sql(
                check.validate(situation),
                Sql.locking(check.drop(situation), check.add(situation)));
    return List.of(
        Locks.instant(first, check.table())
            .deployGate(
                check.table().equals(own)
                    ? "every running version writes rows of `" + own + "` that keep them"
                    : "no running version writes rows of the new bounds until it is attached")
            .worksWith("versions that keep them")
            .expand(),
        Locks.scan(second, check.table())
            .gate(
                "no row breaks them: SELECT count(*) FROM %s WHERE NOT (%s);"
                    .formatted(situation.sql(check.table()), check.condition()))
            .worksWith("every version that worked before")
            .expand());
  }

  private static PlannedStep attach(
      Situation situation, AttachPartition attach, List<Check> checks) {
    String partition = situation.sql(attach.partition());
    List<String> there = new ArrayList<>();
    ObjectName own = situation.before().resolve(attach.partition());
    boolean other = checks.stream().anyMatch(check -> !check.table().equals(own));
    there.add(
        (other
                ? Sql.allow(
                    "attach-partition-unchecked", "a valid CHECK says the same as the bounds")
                : "")
            + situation.alter(
                attach.parent(), "ATTACH PARTITION " + partition + " " + attach.bounds().strip()));
    List<String> back = new ArrayList<>();
    back.add(situation.alter(attach.parent(), "DETACH PARTITION " + partition));
    for (Check check : checks) {
      there.add(check.drop(situation));
      back.add(check.add(situation));
      back.add(check.validate(situation));
    }
    String locked =
        checks.isEmpty()
            ? own.toString()
            : String.join(
                " and ",
                checks.stream().map(check -> check.table().toString()).distinct().toList());
    return situation
        .step("attach_" + attach.partition().name(), "Attach `" + attach.partition() + "`")
        .sql(Sql.locking(there), Sql.locking(back))
        .impact(
            "SHARE UPDATE EXCLUSIVE on %s, ACCESS EXCLUSIVE on %s"
                .formatted(attach.parent(), locked),
            "reads and writes of " + locked + ", for an instant",
            Estimates.instant())
        .worksWith("every version that worked before")
        .expand();
  }
}
