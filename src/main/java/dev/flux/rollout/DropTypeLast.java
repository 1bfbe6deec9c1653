package dev.flux.rollout;

import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.DropObject;
import java.util.List;
import java.util.Set;

/** Drops a type once no running version names it; what used it is gone by then. */
final class DropTypeLast implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("drop-type");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof DropObject drop)
        || drop.cascade()
        || (drop.object() != ObjectKind.TYPE && drop.object() != ObjectKind.DOMAIN)) {
      return List.of();
    }
    WayBack back = Undo.of(drop, situation.before());
    String names =
        "`" + String.join("`, `", drop.names().stream().map(ObjectName::toString).toList()) + "`";
    StepDraft draft =
        situation
            .step("drop_" + drop.names().get(0).name(), "Drop " + names)
            .sql(
                Sql.allow("drop-type", "no running version names it any more")
                    + situation.clause().statement().sql()
                    + ";",
                String.join("\n", back.statements()))
            .impact("none on a table", "nothing", Estimates.instant())
            .gate("no running version names " + names)
            .worksWith("versions that do not name " + names);
    return List.of((back.loses().isEmpty() ? draft : draft.loses(back.loses())).contract());
  }
}
