package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ROW_EXCLUSIVE;
import static dev.flux.engine.LockMode.ROW_SHARE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What foreign keys have looked up or changed where rows change (manual, 5.5.5 Foreign Keys;
 * measured).
 */
interface KeyChecks extends RoutineReads {
  /** A key with a column that is left out and has no default is NULL, and nothing is looked up. */
  default boolean filled(TableConstraint key, ObjectName table, List<String> columns) {
    return columns.isEmpty() || isGiven(key, table, columns);
  }

  /** Whether each column of a key is among these or has a default. */
  default boolean isGiven(TableConstraint key, ObjectName table, List<String> columns) {
    return key.definition().columns().stream()
        .allMatch(
            name ->
                columns.contains(name)
                    || column(table, name)
                        .filter(c -> c.defaultValue().isEmpty() && !c.autoIncrement())
                        .filter(c -> c.generated().isEmpty())
                        .isEmpty());
  }

  /** Foreign keys that are checked at once. */
  default List<TableConstraint> keysOf(ObjectName table) {
    return before().findTable(table).map(Table::constraints).orElse(List.of()).stream()
        .filter(c -> c.definition().kind() == Constraint.Kind.FOREIGN_KEY)
        .filter(c -> !DEFERRED.matcher(c.definition().definition()).find())
        .toList();
  }

  static boolean touches(TableConstraint key, List<String> columns) {
    return key.definition().columns().stream().anyMatch(columns::contains);
  }

  /** Rows that a new row points to are locked against deletion. */
  default void lockReferenced(ImpactDraft draft, TableConstraint key) {
    Setting.referenced(List.of(key)).forEach(other -> draft.lock(other, ROW_SHARE));
  }

  /**
   * Rows that point to deleted ones are looked for, or changed too, and those that point to them.
   */
  default void lockPointingToDeleted(ImpactDraft draft, ObjectName table) {
    referencingAny(table)
        .forEach(child -> lockChild(draft, table, child, "on delete", new HashSet<>()));
  }

  /** The same where these columns are set. */
  default void lockPointingTo(ImpactDraft draft, ObjectName table, List<String> columns) {
    restingOnAny(table, columns)
        .forEach(child -> lockChild(draft, table, child, "on update", new HashSet<>()));
  }

  private void lockChild(
      ImpactDraft draft, ObjectName table, Table child, String event, Set<ObjectName> seen) {
    List<Constraint> keys =
        child.constraints().stream()
            .map(TableConstraint::definition)
            .filter(c -> c.reference().filter(r -> lineage(table).contains(r.table())).isPresent())
            .toList();
    List<Constraint> acting = keys.stream().filter(key -> acts(key, event)).toList();
    boolean waits =
        keys.stream()
            .allMatch(
                key ->
                    DEFERRED.matcher(key.definition()).find()
                        && !actions(key).contains(event + " restrict"));
    if (!acting.isEmpty() || !waits) {
      draft.lock(child.name(), acting.isEmpty() ? ROW_SHARE : ROW_EXCLUSIVE);
    }
    if (acting.isEmpty() || !seen.add(child.name())) {
      return;
    }
    if (acting.stream().anyMatch(key -> actions(key).contains("on delete cascade"))
        && event.equals("on delete")) {
      fire(draft, tree(child.name()), "delete", List.of());
      referencingAny(child.name())
          .forEach(next -> lockChild(draft, child.name(), next, event, seen));
    } else {
      List<String> set = acting.stream().flatMap(key -> key.columns().stream()).toList();
      fire(draft, tree(child.name()), "update", set);
      restingOnAny(child.name(), set)
          .forEach(next -> lockChild(draft, child.name(), next, "on update", seen));
    }
  }

  private static boolean acts(Constraint key, String event) {
    String actions = actions(key);
    return actions.contains(event + " cascade") || actions.contains(event + " set");
  }

  private static String actions(Constraint key) {
    return key.reference()
        .map(r -> r.actions().toLowerCase(Locale.ROOT).replaceAll("\\s+", " "))
        .orElse("");
  }
}
