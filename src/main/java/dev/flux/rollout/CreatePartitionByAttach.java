package dev.flux.rollout;

import dev.flux.rollout.AttachPartitionByCheck.Check;
import dev.flux.sql.TableOperation.AttachPartition;
import dev.flux.sql.TableOperation.CreateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A new partition without a lock that reads wait for: a table like the parent, then attached, which
 * takes SHARE UPDATE EXCLUSIVE on the parent from PostgreSQL 12 on (manual, ALTER TABLE, ATTACH
 * PARTITION). The default partition, which is read under an exclusive lock otherwise, shows by a
 * CHECK first that it has no row of the new one.
 */
final class CreatePartitionByAttach implements Recipe {
  private static final Pattern BOUNDS =
      Pattern.compile(
          "\\b(FOR\\s+VALUES\\s.*?|DEFAULT\\s*?)(\\bPARTITION\\s+BY\\b.*)?$",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  @Override
  public Set<String> settles() {
    return Set.of("create-partition-in-place");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof CreateTable create)
        || create.partitionOf().isEmpty()
        || !create.columns().isEmpty()
        || !create.constraints().isEmpty()
        || (create.ifNotExists() && situation.findTable(create.table()).isPresent())
        || !situation.engine().version().atLeast(12)) {
      return List.of();
    }
    Matcher bounds = BOUNDS.matcher(situation.clause().statement().sql().strip());
    if (!bounds.find()) {
      return List.of();
    }
    AttachPartition attach =
        new AttachPartition(
            create.partitionOf().get(),
            create.table(),
            bounds.group(1).strip().equalsIgnoreCase("DEFAULT"),
            bounds.group(1).strip());
    String by = bounds.group(2) == null ? "" : " " + bounds.group(2).strip();
    List<Check> checks = checks(situation, attach);
    if (checks.isEmpty() && readsDefault(situation, attach)) {
      return List.of(
          situation
              .step("add_partition_" + create.table().name(), "Add partition " + create.table())
              .waitsFor(
                  "Add this partition by hand: Flux cannot say its bounds as a CHECK, without which"
                      + " the server reads all of the default partition while nobody else may.")
              .expand());
    }
    List<PlannedStep> steps = new ArrayList<>();
    checks.forEach(check -> steps.addAll(AttachPartitionByCheck.hold(situation, attach, check)));
    steps.add(add(situation, attach, by, checks));
    return steps;
  }

  /** Those that spare the default partition from being read. */
  private static List<Check> checks(Situation situation, AttachPartition attach) {
    return situation
        .findTable(attach.parent())
        .flatMap(PartitionRule::find)
        .filter(rule -> !attach.defaultPartition())
        .flatMap(rule -> AttachPartitionByCheck.checks(situation, attach, rule))
        .orElse(List.of());
  }

  private static boolean readsDefault(Situation situation, AttachPartition attach) {
    return situation.before().partitionsOf(attach.parent()).stream()
        .anyMatch(table -> table.defaultPartition() && !situation.before().isNew(table.name()));
  }

  private static PlannedStep add(
      Situation situation, AttachPartition attach, String by, List<Check> checks) {
    String name = situation.sql(attach.partition());
    String parent = situation.sql(attach.parent());
    List<String> there = new ArrayList<>();
    there.add(
        "CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED)%s;"
            .formatted(name, parent, by));
    there.add(
        (checks.isEmpty()
                ? ""
                : Sql.allow(
                    "attach-partition-unchecked", "a valid CHECK says the same as the bounds"))
            + situation.alter(attach.parent(), "ATTACH PARTITION " + name + " " + attach.bounds()));
    List<String> back = new ArrayList<>();
    back.add("DROP TABLE " + name + ";");
    for (Check check : checks) {
      there.add(check.drop(situation));
      back.add(check.add(situation));
      back.add(check.validate(situation));
    }
    StepDraft draft =
        situation
            .step(
                "add_partition_" + attach.partition().name(),
                "Add partition `" + attach.partition() + "`")
            .sql(Sql.locking(there), Sql.locking(back));
    return (checks.isEmpty()
            ? draft.impact(
                "SHARE UPDATE EXCLUSIVE on " + attach.parent(), "nothing", Estimates.instant())
            : Locks.instant(draft, checks.get(0).table()))
        .worksWith("every version")
        .expand();
  }
}
