package dev.flux.rollout;

import dev.flux.sql.ObjectOperation.RenameEnumValue;
import java.util.List;
import java.util.Set;

/**
 * Renames an enum's label once every running version understands both and writes neither: the rows
 * follow at once, and no statement can name a label that the type does not have (manual, ALTER
 * TYPE, RENAME VALUE).
 */
final class RenameEnumValueLast implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("rename-enum-value");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof RenameEnumValue rename)) {
      return List.of();
    }
    String labels = "`" + rename.label() + "` and `" + rename.to() + "`";
    String version = "reads both " + labels + " of `" + rename.type() + "`, and writes neither";
    String type = "ALTER TYPE " + situation.sql(rename.type()) + " RENAME VALUE ";
    return List.of(
        situation
            .step("deploy", "Deploy the version that " + version)
            .deploy()
            .worksWith("versions that read both labels")
            .contract(),
        situation
            .step(
                "rename_" + rename.type().name() + "_" + rename.label(),
                "Rename `"
                    + rename.label()
                    + "` of `"
                    + rename.type()
                    + "` to `"
                    + rename.to()
                    + "`")
            .sql(
                Sql.locking(
                    Sql.allow("rename-enum-value", "no running version writes either label")
                        + type
                        + renamed(rename.label(), rename.to())),
                Sql.locking(type + renamed(rename.to(), rename.label())))
            .impact("none on a table", "nothing", Estimates.instant())
            .deployGate("every running version " + version)
            .worksWith("versions that read both labels")
            .contract());
  }

  private static String renamed(String from, String to) {
    return "'%s' TO '%s';".formatted(from.replace("'", "''"), to.replace("'", "''"));
  }
}
