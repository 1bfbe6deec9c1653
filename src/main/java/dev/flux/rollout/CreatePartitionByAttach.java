package dev.flux.rollout;

import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.CreateTable;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A new partition without a lock that reads wait for: a table like the parent, then attached, which
 * takes SHARE UPDATE EXCLUSIVE on the parent from PostgreSQL 12 on (manual, ALTER TABLE, ATTACH
 * PARTITION).
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
    ObjectName parent = create.partitionOf().get();
    String name = situation.sql(create.table());
    String by = bounds.group(2) == null ? "" : " " + bounds.group(2).strip();
    return List.of(
        situation
            .step(
                "add_partition_" + create.table().name(), "Add partition `" + create.table() + "`")
            .sql(
                Sql.locking(
                    "CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED)%s;"
                        .formatted(name, situation.sql(parent), by),
                    situation.alter(
                        parent, "ATTACH PARTITION " + name + " " + bounds.group(1).strip())),
                Sql.locking("DROP TABLE " + name + ";"))
            .impact("SHARE UPDATE EXCLUSIVE on " + parent, "nothing", Estimates.instant())
            .worksWith("every version")
            .expand());
  }
}
