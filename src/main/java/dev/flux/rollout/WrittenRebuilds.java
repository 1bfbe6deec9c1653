package dev.flux.rollout;

import dev.flux.hazard.Rebuild;
import dev.flux.hazard.Severity;
import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.schema.WrittenObject;
import dev.flux.schema.WrittenTable;
import dev.flux.sql.DataOperation.Delete;
import dev.flux.sql.DataOperation.Update;
import dev.flux.sql.Dialect;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.IndexOperation.DropIndex;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateTrigger;
import dev.flux.sql.Pragma;
import dev.flux.sql.SessionOperation.Session;
import dev.flux.sql.Statement;
import dev.flux.sql.TableOperation.DropTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rebuilds of tables of SQLite that the author wrote: each stays whole, in one step of its own.
 * Where rows point to a table, foreign keys are off around the transaction, wherever the author had
 * that (SQLite, ALTER TABLE, 7; PRAGMA foreign_keys).
 */
final class WrittenRebuilds {
  private static final String FOREIGN_KEYS = "foreign-keys-pragma-in-transaction";

  private static final String APART =
      "`%s` holds for its connection, and the steps of a rollout run in several. Put it, and what"
          + " needs it, into a change of their own.";

  private static final String SHARED =
      "The rebuild of `%s` would meet a table that other steps of the change are not done with. Put"
          + " it into a change of its own.";

  private static final String WRAPPED =
      "%s runs every file in a transaction, where foreign keys stay on, so that DROP TABLE deletes"
          + " or cuts off the rows that point to `%s`. Leave the table as it is and add what is new"
          + " by ALTER TABLE, or rebuild it by hand before the tool runs.";

  private static final Set<String> PRAGMAS =
      Set.of("foreign_keys", "defer_foreign_keys", "foreign_key_check", "legacy_alter_table");

  private final List<Item> items;

  private WrittenRebuilds(List<Item> items) {
    this.items = items;
  }

  /**
   * A rebuild, or several that nothing stands between.
   *
   * @param from index of its first item
   * @param to behind its last
   * @param tables that are rebuilt, in order
   */
  private record Extent(int from, int to, List<ObjectName> tables) {
    boolean holds(int index) {
      return from <= index && index < to;
    }
  }

  /** The items; none changes where the change needs no steps, and so stays as it is. */
  static List<Item> whole(List<Item> items) {
    boolean sqlite =
        !items.isEmpty() && items.get(0).situation().engine().dialect() == Dialect.SQLITE;
    return !sqlite || items.stream().allMatch(Item::kept)
        ? items
        : new WrittenRebuilds(items).whole();
  }

  private List<Item> whole() {
    List<Extent> extents = extents();
    List<Item> all = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      int at = i;
      Optional<Extent> extent =
          extents.stream().filter(each -> each.holds(at)).findFirst().filter(this::canStayWhole);
      if (extent.isPresent()) {
        all.add(step(extent.get()));
        i = extent.get().to() - 1;
      } else {
        Item item = items.get(i);
        boolean alone = pragma(item).filter("foreign_keys"::equals).isPresent();
        if (!alone) {
          all.add(item);
        } else if (!isInVain(item, extents)) {
          all.add(item.stopped(APART.formatted(item.sql())));
        }
      }
    }
    return all;
  }

  private List<Extent> extents() {
    Map<Statement, Integer> places = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      places.putIfAbsent(items.get(i).statement().statement(), i);
    }
    List<Extent> extents = new ArrayList<>();
    items.stream()
        .map(Item::migration)
        .distinct()
        .forEach(
            migration -> {
              List<Statement> statements = migration.script().statements();
              for (Rebuild rebuild : migration.rebuilds()) {
                List<Integer> parts =
                    rebuild.parts().stream().map(statements::get).map(places::get).toList();
                add(extents, around(rebuild.table(), parts));
              }
            });
    return extents;
  }

  private static void add(List<Extent> extents, Extent extent) {
    Extent last = extents.isEmpty() ? extent : extents.get(extents.size() - 1);
    if (extents.isEmpty() || last.to() < extent.from()) {
      extents.add(extent);
      return;
    }
    List<ObjectName> tables = new ArrayList<>(last.tables());
    tables.addAll(extent.tables());
    Extent both =
        new Extent(
            Math.min(last.from(), extent.from()),
            Math.max(last.to(), extent.to()),
            tables.stream().distinct().toList());
    extents.set(extents.size() - 1, both);
  }

  /** With what switches the checks, begins and ends, and what the table has beside its columns. */
  private Extent around(ObjectName table, List<Integer> parts) {
    int from = parts.stream().mapToInt(Integer::intValue).min().orElseThrow();
    int to = parts.stream().mapToInt(Integer::intValue).max().orElseThrow() + 1;
    while (from > 0
        && (isAround(items.get(from - 1), items.get(from))
            || makesRoom(items.get(from - 1), table))) {
      from--;
    }
    while (to < items.size()
        && (isAround(items.get(to), items.get(to - 1))
            || hangsOn(items.get(to), table)
            || clearsUp(items.get(to)))) {
      to++;
    }
    return new Extent(from, to, List.of(table));
  }

  private static boolean isAround(Item item, Item beside) {
    return item.migration().equals(beside.migration())
        && (item.transactionControl() || pragma(item).isPresent());
  }

  private static boolean hangsOn(Item item, ObjectName table) {
    boolean hangs =
        item.operation() instanceof CreateIndex || item.operation() instanceof CreateTrigger;
    return hangs && item.kept() && item.clause().table().filter(table::equals).isPresent();
  }

  /** Whether it drops an index of the table, whose name the new one takes. */
  private static boolean makesRoom(Item item, ObjectName table) {
    return item.kept()
        && item.operation() instanceof DropIndex drop
        && drop.indexes().stream()
            .map(ObjectName::name)
            .allMatch(names(item.situation().before(), WrittenObject.Kind.INDEX, table)::contains);
  }

  /** Whether it drops a table that the change made, from which the rows were copied back. */
  private static boolean clearsUp(Item item) {
    return item.kept()
        && item.operation() instanceof DropTable drop
        && drop.tables().stream().allMatch(item.situation().before()::isNew);
  }

  private static Optional<String> pragma(Item item) {
    return item.operation() instanceof Session session
        ? Pragma.find(session).map(Pragma::name).filter(PRAGMAS::contains)
        : Optional.empty();
  }

  /** Whether nothing in it needs another way, and its tables can be put back. */
  private boolean canStayWhole(Extent extent) {
    Catalog before = items.get(extent.from()).situation().before();
    return items.subList(extent.from(), extent.to()).stream()
            .allMatch(item -> item.kept() || switchesInVain(item))
        && extent.tables().stream()
            .allMatch(
                table ->
                    before.findWritten(table).isPresent()
                        && before.findTable(table).filter(Table::complete).isPresent());
  }

  /** Whether nothing is dangerous about it but that it has no effect. */
  private static boolean switchesInVain(Item item) {
    return pragma(item).isPresent()
        && item.steps().isEmpty()
        && item.statement().findings().stream()
            .filter(finding -> finding.severity() == Severity.DANGER)
            .allMatch(finding -> finding.hazard().equals(FOREIGN_KEYS));
  }

  /** Whether it has no effect where it stands, and what it is for has its own. */
  private boolean isInVain(Item item, List<Extent> extents) {
    List<Extent> beside =
        extents.stream()
            .filter(extent -> items.get(extent.from()).migration().equals(item.migration()))
            .toList();
    return switchesInVain(item)
        && item.found(FOREIGN_KEYS)
        && !beside.isEmpty()
        && beside.stream().allMatch(this::canStayWhole);
  }

  private Item step(Extent extent) {
    Item first = items.get(extent.from());
    List<Integer> others =
        IntStream.range(0, items.size())
            .filter(i -> !extent.holds(i) && !items.get(i).kept())
            .filter(
                i ->
                    BeforeRebuild.tables(items.get(i)).stream().anyMatch(extent.tables()::contains))
            .boxed()
            .toList();
    boolean behindRows =
        !others.isEmpty()
            && extent.to() == items.size()
            && others.stream().map(items::get).allMatch(WrittenRebuilds::changesRows);
    String names =
        extent.tables().stream().map(ObjectName::toString).collect(Collectors.joining("`, `"));
    if (!others.isEmpty() && !behindRows) {
      return first.stopped(SHARED.formatted(names));
    }
    Situation situation = first.situation();
    boolean referenced =
        extent.tables().stream().anyMatch(t -> !situation.before().referencing(t).isEmpty());
    StepDraft draft =
        OnSqlite.rewrite(
                situation.step(
                    "rebuild_" + extent.tables().get(0).name(), "Rebuild `" + names + "`"))
            .sql(forward(extent, referenced), rollback(extent))
            .worksWith("every version that worked before");
    List<String> losses =
        items.subList(extent.from(), extent.to()).stream()
            .flatMap(item -> RebuildLosses.of(item).stream())
            .distinct()
            .toList();
    if (!losses.isEmpty()) {
      draft.loses(String.join("; ", losses));
    }
    PlannedStep step =
        (referenced ? draft.outsideTransaction() : draft)
            .in(behindRows ? Phase.Name.BACKFILL : Phase.Name.EXPAND);
    return OnSqlite.runs(situation.tool(), step)
        ? first.settled(List.of(step))
        : first.stopped(WRAPPED.formatted(situation.tool().title(), names));
  }

  /** Whether its steps change rows and nothing else. */
  private static boolean changesRows(Item item) {
    return item.problem().isEmpty()
        && (item.operation() instanceof Update || item.operation() instanceof Delete);
  }

  private String forward(Extent extent, boolean referenced) {
    List<Item> work =
        items.subList(extent.from(), extent.to()).stream()
            .filter(item -> !item.transactionControl() && pragma(item).isEmpty())
            .toList();
    String sql = new KeptSql(work, List.of(), false).forward(true);
    return referenced ? SqliteRebuild.withoutForeignKeys(sql) : sql;
  }

  private String rollback(Extent extent) {
    Catalog before = items.get(extent.from()).situation().before();
    Situation last = items.get(extent.to() - 1).situation();
    List<String> back = new ArrayList<>();
    for (int i = extent.tables().size() - 1; i >= 0; i--) {
      back.add(rollback(extent.tables().get(i), before, last));
    }
    return String.join("\n", back);
  }

  /** To the shape that it had, with the indexes and triggers of then. */
  private static String rollback(ObjectName table, Catalog before, Situation last) {
    Catalog after = last.after();
    WrittenTable shape = before.findWritten(table).orElseThrow();
    String copy = last.freeName(table, "new_" + table.name());
    Set<String> without = names(after, WrittenObject.Kind.INDEX, table);
    without.removeAll(names(before, WrittenObject.Kind.INDEX, table));
    List<String> back = new ArrayList<>();
    Set<String> made = names(after, WrittenObject.Kind.TRIGGER, table);
    made.removeAll(names(before, WrittenObject.Kind.TRIGGER, table));
    back.add(new SqliteRebuild(after, table, copy, shape, Map.of(), without, "", "").sql());
    made.forEach(trigger -> back.add("DROP TRIGGER " + after.naming().name(trigger) + ";"));
    for (WrittenObject.Kind kind : List.of(WrittenObject.Kind.INDEX, WrittenObject.Kind.TRIGGER)) {
      Set<String> there = names(after, kind, table);
      before.written(kind, table).stream()
          .filter(object -> !there.contains(object.name()))
          .forEach(object -> back.add(object.sql() + ";"));
    }
    return String.join("\n", back);
  }

  private static Set<String> names(Catalog catalog, WrittenObject.Kind kind, ObjectName table) {
    return catalog.written(kind, table).stream()
        .map(WrittenObject::name)
        .collect(Collectors.toSet());
  }
}
