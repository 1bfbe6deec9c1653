package dev.flux.rollout;

import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.DropConstraint;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Drops a primary key that nothing replaces once no running version relies on it, ON CONFLICT
 * included, and no publication needs it to tell rows apart (manual, Logical Replication,
 * "Publication"). The foreign keys that CASCADE would take with it go by name before, each alone.
 */
final class DropPrimaryKeyLast implements Recipe {
  /** A view that may rest on a key (manual, SELECT, "GROUP BY Clause"). */
  private static final Pattern GROUPS =
      Pattern.compile("\\bGROUP\\s+BY\\b", Pattern.CASE_INSENSITIVE);

  @Override
  public Set<String> settles() {
    return Set.of("drop-primary-key", "drop-cascade");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof DropConstraint drop)) {
      return List.of();
    }
    Optional<Table> table = situation.findTable(drop.table());
    Optional<TableConstraint> key =
        table.flatMap(t -> t.findConstraint(drop.name())).filter(DropPrimaryKeyLast::isKey);
    boolean unknown =
        key.isEmpty() && (drop.cascade() || table.filter(Table::complete).isPresent());
    if (unknown || (drop.cascade() && mayTakeViews(situation, drop.table()))) {
      return List.of();
    }
    List<PlannedStep> steps = new ArrayList<>();
    if (drop.cascade()) {
      table.ifPresent(t -> steps.addAll(dropReferences(situation, t)));
    }
    steps.add(
        situation
            .step("deploy", "Deploy the version that does not rely on the key " + code(drop))
            .deploy()
            .worksWith(works(drop))
            .contract());
    steps.add(dropKey(situation, drop, table, key));
    return steps;
  }

  private static boolean isKey(TableConstraint constraint) {
    return constraint.definition().kind() == Constraint.Kind.PRIMARY_KEY;
  }

  private static boolean mayTakeViews(Situation situation, ObjectName table) {
    return situation.before().viewsOn(situation.before().resolve(table)).stream()
        .anyMatch(view -> GROUPS.matcher(view.query()).find());
  }

  private static String code(DropConstraint drop) {
    return "`" + drop.name() + "`";
  }

  private static String works(DropConstraint drop) {
    return "versions that do not rely on the key " + code(drop);
  }

  /** Those of the table itself too, since the key cannot go before. */
  private static List<PlannedStep> dropReferences(Situation situation, Table table) {
    return table.primaryKey().stream()
        .flatMap(column -> Referencing.to(situation, table, column).stream())
        .distinct()
        .map(
            each ->
                ConstraintSteps.dropApart(
                        situation,
                        each.name(),
                        each.constraint(),
                        "Drop the foreign key that refers to the key",
                        "the key that it refers to goes, as CASCADE says, and it gives up after"
                            + " 5 s")
                    .gate("no version relies on the foreign key, ON DELETE included")
                    .worksWith("versions that do not rely on the foreign key")
                    .expand())
        .toList();
  }

  private static PlannedStep dropKey(
      Situation situation,
      DropConstraint drop,
      Optional<Table> table,
      Optional<TableConstraint> key) {
    ObjectName name = situation.before().resolve(drop.table());
    String there =
        Sql.allow("drop-primary-key", "no version and no publication relies on it any more")
            + situation.alter(drop.table(), "DROP CONSTRAINT " + situation.sql(drop.name()));
    Optional<String> back =
        key.map(known -> situation.definitions().addConstraint(table.orElseThrow(), known));
    StepDraft draft =
        Locks.instant(
                situation
                    .step("drop_" + drop.name(), "Drop the primary key " + code(drop))
                    .sql(Sql.locking(there), back.map(Sql::locking).orElse("")),
                drop.table())
            .deployGate(
                "no running version relies on the key, ON CONFLICT included, and " + gate(name))
            .worksWith(works(drop));
    return (back.isEmpty() ? draft.loses("the key: its columns are not in the history") : draft)
        .contract();
  }

  /** The table with a key or another replica identity may be in one. */
  private static String gate(ObjectName table) {
    String schema = table.schema().map(s -> "schemaname = " + text(s) + " AND ").orElse("");
    return "the table is in no publication: SELECT pubname FROM pg_publication_tables WHERE "
        + schema
        + "tablename = "
        + text(table.name())
        + ";";
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
