package dev.flux.rollout;

import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.sql.ColumnDefinition.Generated;
import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.SqlWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Renames a column while both names work: a second column under the new name, kept in step by a
 * trigger in both directions and filled in batches; once nobody uses the old name, the second
 * column goes and the first takes its name. So keys, foreign keys, views and generated columns stay
 * on the column they are on. For repositories that ask for triggers, and where a copy could not
 * take the column's place.
 */
final class RenameColumnBehindTrigger implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("rename-column");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof RenameColumn rename)) {
      return List.of();
    }
    boolean copied =
        situation.dualWrite() == DualWrite.APPLICATION
            && ColumnCopy.obstacle(situation, rename.table(), rename.columnName()).isEmpty()
            && !ColumnCopy.isHeld(situation, rename.table(), rename.columnName())
            && !TriggerRoutines.name(situation, rename.table(), rename.columnName());
    Optional<Table> table = situation.findTable(rename.table());
    Optional<Column> column = table.flatMap(t -> t.findColumn(rename.columnName()));
    if (copied || column.flatMap(Column::type).isEmpty() || !takesTrigger(situation, table.get())) {
      return List.of();
    }
    return new Plan(situation, table.get(), column.get(), rename.to()).steps();
  }

  /**
   * Partitions have the trigger of their parent from PostgreSQL 13 on; it must not change the
   * partition, so that the column must be known not to be part of the partition key, which a
   * primary key holds whole.
   */
  private static boolean takesTrigger(Situation situation, Table table) {
    if (table.partitionOf().isPresent()) {
      return false;
    }
    RenameColumn rename = (RenameColumn) situation.operation();
    return !table.partitioned()
        || (situation.engine().version().atLeast(13)
            && !table.primaryKey().isEmpty()
            && !table.primaryKey().contains(rename.columnName())
            && table.indexesUsing(rename.columnName()).isEmpty());
  }

  /** The steps for one column. */
  private record Plan(Situation situation, Table table, Column from, String to) {

    List<PlannedStep> steps() {
      List<PlannedStep> steps = new ArrayList<>();
      steps.add(add());
      steps.add(fill());
      table.indexesUsing(from.name()).forEach(index -> steps.add(build(index)));
      steps.add(
          situation
              .step("deploy", "Deploy the version that uses `%s` alone".formatted(to))
              .deploy()
              .worksWith("versions that use either name")
              .contract());
      steps.add(exchange());
      return steps;
    }

    private String old() {
      return situation.sql(from.name());
    }

    private String fresh() {
      return situation.sql(to);
    }

    private String target() {
      return situation.sql(table.name());
    }

    private String alter(String action) {
      return situation.alter(table.name(), action);
    }

    /** The triggers that keep both in step, each with what it does. */
    private Map<SyncTrigger, String> triggers() {
      Map<SyncTrigger, String> triggers = new LinkedHashMap<>();
      SyncTrigger last = SyncTrigger.ofCopy(situation, table, from.name());
      if (from.generated().isPresent()) {
        triggers.put(last, computed(from.generated().get()));
      } else if (table.triggers().isEmpty()) {
        triggers.put(last, SyncTrigger.bothWays(old(), fresh()));
      } else { // the others know the old name alone, whichever of the two is written
        triggers.put(
            SyncTrigger.ofWritten(situation, table, from.name()),
            SyncTrigger.bothWays(old(), fresh()));
        triggers.put(last, "  NEW." + fresh() + " := NEW." + old() + ";");
      }
      return triggers;
    }

    private List<String> createTriggers() {
      List<String> statements = new ArrayList<>();
      triggers().forEach((trigger, body) -> statements.addAll(trigger.create(body)));
      return statements;
    }

    private List<String> dropTriggers() {
      return triggers().keySet().stream().flatMap(trigger -> trigger.drop().stream()).toList();
    }

    /** A generated column is computed behind the triggers, so that its copy computes it again. */
    private String computed(Generated generated) {
      String value = generated.expression().text();
      for (Column column : table.columns()) {
        value = SqlWords.qualify(value, column.name(), "NEW");
      }
      return "  NEW." + fresh() + " := " + value + ";";
    }

    private String addCopy() {
      String type = Definitions.plain(from.type().orElseThrow());
      return Sql.allowType(type) + alter("ADD COLUMN " + fresh() + " " + type);
    }

    private List<String> settings() {
      return new ColumnSettings(situation, table, from.name()).of(to, true);
    }

    private PlannedStep add() {
      List<String> forward = new ArrayList<>();
      forward.add(addCopy());
      forward.addAll(settings());
      forward.addAll(createTriggers());
      List<String> back = new ArrayList<>(dropTriggers());
      back.add(alter("DROP COLUMN " + fresh()));
      return Locks.instant(
              situation
                  .step(
                      "add_" + to,
                      "Add `%s` beside `%s`, kept in step by a trigger".formatted(to, from.name()))
                  .sql(Sql.locking(forward), Sql.locking(back)),
              table.name())
          .worksWith("versions that use either name")
          .expand();
    }

    private PlannedStep fill() {
      String block =
          situation
              .batches(table.name())
              .block(
                  target(),
                  range ->
                      "UPDATE %1$s SET %2$s = %3$s WHERE %4$s AND %2$s::text IS DISTINCT FROM %3$s::text"
                          .formatted(target(), fresh(), old(), range));
      return Locks.batches(
              situation
                  .step("backfill_" + to, "Copy `" + from.name() + "` in batches")
                  .sql(block, "")
                  .outsideTransaction(),
              table.name())
          .worksWith("versions that use either name")
          .backfill();
    }

    /** The same index for queries by the new name, until the names are exchanged. */
    private PlannedStep build(Index index) {
      String name = situation.freeName(table.name(), index.name().name() + "_new");
      String drop = "DROP INDEX CONCURRENTLY IF EXISTS " + beside(name) + ";";
      String create =
          situation.definitions().createIndex(index, target(), name, true, definition(index));
      return Locks.build(
              situation
                  .step("create_index_" + name, "Index `" + to + "` as `" + from.name() + "` is")
                  .sql(create, drop)
                  .outsideTransaction(),
              table.name())
          .gate("After a failed build: " + drop)
          .worksWith("versions that use either name")
          .backfill();
    }

    private String beside(String name) {
      return situation.beside(table.name(), name);
    }

    /** What stands behind ON; that of a constraint's index is made up from its columns. */
    private String definition(Index index) {
      String written =
          index.definition().isEmpty()
              ? target()
                  + (index.method().equals("btree") ? "" : " USING " + index.method())
                  + " ("
                  + index.columns().stream().map(situation::sql).collect(Collectors.joining(", "))
                  + ")"
              : index.definition();
      return SqlWords.rename(written, from.name(), to);
    }

    private PlannedStep exchange() {
      List<CreateRoutine> replaced = TriggerRoutines.replaced(situation, table.name(), from.name());
      List<String> forward = new ArrayList<>(dropTriggers());
      forward.add(dropCopy());
      forward.add(
          Sql.allow("rename-column", "no running version uses the old name")
              + alter("RENAME COLUMN " + old() + " TO " + fresh()));
      replaced.forEach(routine -> forward.add(Definitions.createOrReplace(routine)));
      List<String> back = new ArrayList<>();
      TriggerRoutines.former(situation, replaced)
          .forEach(routine -> back.add(Definitions.createOrReplace(routine)));
      back.add(alter("RENAME COLUMN " + fresh() + " TO " + old()));
      back.add(addCopy());
      back.addAll(settings());
      back.add("UPDATE %s SET %s = %s;".formatted(target(), fresh(), old()));
      for (Index index : table.indexesUsing(from.name())) {
        back.add(
            situation
                .definitions()
                .createIndex(
                    index,
                    target(),
                    situation.freeName(table.name(), index.name().name() + "_new"),
                    false,
                    definition(index)));
      }
      back.addAll(createTriggers());
      return Locks.instant(
              situation
                  .step(
                      "rename_" + from.name(),
                      "Give `%s` the name `%s` in the place of its copy".formatted(from.name(), to))
                  .sql(Sql.locking(forward), Sql.locking(back)),
              table.name())
          .deployGate("no running version uses `" + from.name() + "`")
          .worksWith("versions that use `" + to + "` alone")
          .contract();
    }

    private String dropCopy() {
      String allowed =
          Sql.allow(
              "drop-column, expand-and-contract-together",
              "its values are those of the column that takes its name at once");
      String dependents =
          table.indexesUsing(from.name()).isEmpty()
              ? ""
              : Sql.allow("drop-column-takes-dependents", "that column has the same");
      return allowed + dependents + alter("DROP COLUMN " + fresh());
    }
  }
}
