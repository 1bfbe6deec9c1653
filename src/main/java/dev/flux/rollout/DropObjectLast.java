package dev.flux.rollout;

import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.DropObject;
import dev.flux.sql.ObjectOperation.DropRoutine;
import dev.flux.sql.ObjectOperation.DropView;
import dev.flux.sql.Operation;
import java.util.List;
import java.util.Set;

/** Drops a view, routine or type once no running version names it. */
final class DropObjectLast implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("drop-type", "drop-routine", "drop-table");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    Operation operation = situation.operation();
    if (operation instanceof DropView drop && !drop.cascade()) {
      return steps(situation, "drop-table", drop.views());
    }
    if (operation instanceof DropRoutine drop && !drop.cascade()) {
      return steps(situation, "drop-routine", drop.routines());
    }
    return operation instanceof DropObject drop
            && !drop.cascade()
            && (drop.object() == ObjectKind.TYPE || drop.object() == ObjectKind.DOMAIN)
        ? steps(situation, "drop-type", drop.names())
        : List.of();
  }

  private static List<PlannedStep> steps(
      Situation situation, String hazard, List<ObjectName> dropped) {
    WayBack back = Undo.of(situation.operation(), situation.before());
    String names =
        "`" + String.join("`, `", dropped.stream().map(ObjectName::toString).toList()) + "`";
    StepDraft draft =
        situation
            .step("drop_" + dropped.get(0).name(), "Drop " + names)
            .sql(
                Sql.locking(
                    Sql.allow(hazard, "no running version names it any more")
                        + situation.clause().statement().sql()
                        + ";"),
                String.join("\n", back.statements()))
            .deployGate("no running version names " + names)
            .worksWith("versions that do not name " + names);
    boolean view = situation.operation() instanceof DropView;
    draft =
        view
            ? Locks.instant(draft, dropped.get(0))
            : draft.impact("none on a table", "nothing", Estimates.instant());
    PlannedStep deploy =
        situation
            .step("deploy", "Deploy the version that does not name " + names)
            .deploy()
            .worksWith("versions that do not name " + names)
            .contract();
    return List.of(deploy, (back.loses().isEmpty() ? draft : draft.loses(back.loses())).contract());
  }
}
