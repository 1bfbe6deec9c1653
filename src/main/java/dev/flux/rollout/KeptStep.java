package dev.flux.rollout;

import dev.flux.engine.Impact;
import dev.flux.engine.LockMode;
import dev.flux.hazard.TableSizes;
import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.rollout.mysql.Alterations;
import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.sql.DataOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.AddEnumValue;
import dev.flux.sql.ObjectOperation.CreateView;
import dev.flux.sql.ObjectOperation.DropView;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.TableOperation.CreateTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Statements of one file that stay as they are, gathered into one step. */
final class KeptStep {

  private final List<Item> settings;
  private final TableSizes sizes;
  private final List<Item> items = new ArrayList<>();
  private final Set<ObjectName> locked = new LinkedHashSet<>();
  private boolean exclusive;

  /**
   * @param settings what the file set before
   * @param sizes of tables, as far as somebody says
   */
  KeptStep(List<Item> settings, TableSizes sizes) {
    this.settings = List.copyOf(settings);
    this.sizes = sizes;
  }

  /**
   * Whether the statement may join those that are here already, in one transaction.
   *
   * @param before what its file has set before it
   */
  boolean takes(Item item, List<Item> before) {
    if (items.isEmpty()) {
      return true;
    }
    Item last = items.get(items.size() - 1);
    if (before.size() != settings.size()) {
      return false;
    }
    if (last.ofPrepared() && item.ofPrepared()) {
      return true;
    }
    if (lacksView() && last.migration().equals(item.migration()) && !item.outsideOnly()) {
      return true;
    }
    Set<ObjectName> wanted = strong(item);
    boolean anotherTable = !locked.isEmpty() && !wanted.isEmpty() && !locked.containsAll(wanted);
    return last.migration().equals(item.migration())
        && !item.outsideOnly()
        && !last.outsideOnly()
        && !anotherTable
        && !(exclusive && isLong(item))
        && !(!locked.isEmpty() && readsAll(item))
        && (!(last.operation() instanceof AddEnumValue) || item.operation() instanceof AddEnumValue)
        && !(item.operation() instanceof AddEnumValue
            && !(last.operation() instanceof AddEnumValue))
        && !rowsOfLocked(item)
        && !rowsChanged(wanted)
        && !commitsBetween(item, wanted)
        && !alone(item)
        && !alone(last);
  }

  /** Whether a view is gone that a later statement creates again: until then, queries fail. */
  private boolean lacksView() {
    Set<ObjectName> gone = new HashSet<>();
    for (Item item : items) {
      Situation situation = item.situation();
      if (item.operation() instanceof DropView drop) {
        drop.views().stream()
            .map(situation.before()::resolve)
            .filter(view -> situation.end().findView(view).isPresent())
            .forEach(gone::add);
      } else if (item.operation() instanceof CreateView create) {
        gone.remove(situation.before().resolve(create.view()));
      }
    }
    return !gone.isEmpty();
  }

  /** What cannot be undone runs alone, so that the rest can be, and can run again. */
  private boolean alone(Item item) {
    if (item.found(KeptSql.FOREIGN_KEY)) {
      return true;
    }
    WayBack back = item.back();
    boolean created =
        items.stream()
            .anyMatch(
                i ->
                    i.operation() instanceof CreateTable create
                        && rowsOf(item).filter(create.table()::equals).isPresent());
    return (back.statements().isEmpty() && !back.loses().isEmpty())
        || (rowsOf(item).isPresent() && !created);
  }

  /**
   * Whether the server commits before the statement: where it fails then, those before it stay, and
   * the file cannot run again.
   */
  private boolean commitsBetween(Item item, Set<ObjectName> wanted) {
    return item.onMysql()
        && !items.get(items.size() - 1).statement().equals(item.statement())
        && (!wanted.isEmpty() || !locked.isEmpty());
  }

  private boolean rowsOfLocked(Item item) {
    return rowsOf(item)
        .map(table -> item.situation().before().resolve(table))
        .filter(locked::contains)
        .isPresent();
  }

  private boolean rowsChanged(Set<ObjectName> wanted) {
    return items.stream()
        .flatMap(i -> rowsOf(i).map(t -> i.situation().before().resolve(t)).stream())
        .anyMatch(wanted::contains);
  }

  private static Optional<ObjectName> rowsOf(Item item) {
    if (item.operation() instanceof DataOperation.Update update) {
      return Optional.of(update.table());
    }
    if (item.operation() instanceof DataOperation.Delete delete) {
      return Optional.of(delete.table());
    }
    return item.operation() instanceof DataOperation.Insert insert
        ? Optional.of(insert.table())
        : Optional.empty();
  }

  private static boolean isLong(Item item) {
    return rowsOf(item).filter(table -> !item.situation().before().isNew(table)).isPresent()
        || readsAll(item);
  }

  /** Whether it goes through a table in use, while what stands before it keeps its locks. */
  private static boolean readsAll(Item item) {
    return item.clause()
        .impact()
        .filter(impact -> impact.blocking() != Impact.Blocking.INSTANT)
        .filter(
            impact ->
                impact.scans().stream().anyMatch(t -> !item.situation().before().isNew(t))
                    || impact.builds().stream().anyMatch(t -> !item.situation().before().isNew(t)))
        .isPresent();
  }

  /** Tables older than the change that it locks so that writers wait. */
  private static Set<ObjectName> strong(Item item) {
    return item.impacts()
        .flatMap(impact -> impact.locks().stream())
        .filter(lock -> lock.mode().blocksWrites())
        .map(Impact.TableLock::table)
        .filter(table -> !item.situation().before().isNew(table))
        .map(table -> item.situation().before().resolve(table))
        .collect(Collectors.toSet());
  }

  void add(Item item) {
    items.add(item);
    locked.addAll(strong(item));
    exclusive |=
        item.impacts()
            .flatMap(impact -> impact.locks().stream())
            .anyMatch(
                lock ->
                    lock.mode() == LockMode.ACCESS_EXCLUSIVE
                        && !item.situation().before().isNew(lock.table()));
  }

  /** Whether it does more than lock tables, which ends with its transaction. */
  boolean acts() {
    return items.stream()
        .anyMatch(item -> !(item.operation() instanceof SessionOperation.LockTable));
  }

  /** The step. */
  PlannedStep step(Phase.Name phase) {
    Item first = items.get(0);
    String path = first.migration().migration().path();
    String file = path.substring(path.lastIndexOf('/') + 1);
    String description = first.migration().migration().description();
    boolean outside = items.stream().anyMatch(Item::outsideOnly);
    KeptSql sql = new KeptSql(items, settings, !locked.isEmpty());
    StepDraft draft =
        first
            .situation()
            .step(
                description.isBlank() ? "rest_of_" + file.replaceFirst("\\..*$", "") : description,
                "Run the rest of `" + file + "`")
            .sql(sql.forward(outside), sql.rollback(outside))
            .worksWith("every version");
    if (outside) {
      draft.outsideTransaction();
    }
    String losses =
        items.stream()
            .map(item -> item.back().loses())
            .filter(loss -> !loss.isEmpty())
            .distinct()
            .collect(Collectors.joining("; "));
    if (!losses.isEmpty()) {
      draft.loses(losses);
    }
    impact(draft);
    sql.gate().ifPresent(draft::gate);
    return draft.in(phase);
  }

  private void impact(StepDraft draft) {
    if (items.get(0).onMysql()) {
      Situation first = items.get(0).situation();
      String all = items.stream().map(item -> item.sql() + ";").collect(Collectors.joining("\n"));
      Optional<Impact> known = new OnlineSql(first.before(), first.engine()).impact(all);
      if (known.isPresent() && !locked.isEmpty()) {
        Alterations.tell(draft, known.get(), this::scaled);
        return;
      }
    }
    Optional<Impact.TableLock> strongest =
        items.stream()
            .flatMap(
                item ->
                    item.impacts()
                        .flatMap(impact -> impact.locks().stream())
                        .filter(lock -> locks(item, lock)))
            .max(Comparator.comparing(Impact.TableLock::mode));
    if (strongest.isEmpty() || locked.isEmpty()) {
      draft.impact("none on a table in use", "nothing", Estimates.instant());
      return;
    }
    LockMode mode = strongest.get().mode();
    draft.impact(
        mode.words() + " on " + strongest.get().table(),
        mode.blocksReads() ? "reads and writes, for an instant" : "writes, for an instant",
        Estimates.instant());
  }

  private String scaled(String rule, ObjectName table) {
    return sizes.find(table).flatMap(known -> Estimates.scaled(rule, known, table)).orElse(rule);
  }

  /** Whether a lock is on a table in use; where none is, every lock counts. */
  private boolean locks(Item item, Impact.TableLock lock) {
    return locked.isEmpty() || locked.contains(item.situation().before().resolve(lock.table()));
  }
}
