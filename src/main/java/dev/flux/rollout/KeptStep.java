package dev.flux.rollout;

import dev.flux.engine.Impact;
import dev.flux.engine.LockMode;
import dev.flux.hazard.TableSizes;
import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.rollout.mysql.Alterations;
import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.DataOperation;
import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.ObjectOperation.AddEnumValue;
import dev.flux.sql.Operation;
import dev.flux.sql.Script;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.Span;
import dev.flux.sql.Statement;
import dev.flux.sql.TableOperation.CreateTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Statements of one file that stay as they are, gathered into one step. */
final class KeptStep {
  private static final String FOREIGN_KEY = "drop-foreign-key-locks-parent";

  /**
   * What a statement does that is wanted, and harmless behind a gate: hazard, gate. The lock that
   * it takes is given up after 5 s like every other.
   */
  private static final Map<String, String> GATED =
      new TreeMap<>(
          Map.of(
              "create-trigger",
              "writes of every running version pass the trigger",
              "drop-constraint",
              "nothing relies on the constraint any more, ON CONFLICT included",
              "drop-default-still-needed",
              "every running version writes the column itself",
              "drop-not-null",
              "every running version reads NULL in it",
              "drop-trigger",
              "every running version does by itself what the trigger did"));

  /** What is harmless for what the same file does, as long as both stand in one file. */
  private static final Set<String> BESIDE =
      Set.of("drop-constraint", "drop-default-still-needed", "drop-routine", "drop-trigger");

  private static final Pattern DROPS_INDEX =
      Pattern.compile("ALTER TABLE \\S+ DROP INDEX ([^\\s;,]+).*", Pattern.DOTALL);

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

  /** What cannot be undone runs alone, so that the rest can be, and can run again. */
  private boolean alone(Item item) {
    if (has(item, FOREIGN_KEY)) {
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
    return mysql(item)
        && !items.get(items.size() - 1).statement().equals(item.statement())
        && (!wanted.isEmpty() || !locked.isEmpty());
  }

  private static boolean mysql(Item item) {
    return OnlineSql.speaks(item.situation().engine().dialect());
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
    StepDraft draft =
        first
            .situation()
            .step(
                description.isBlank() ? "rest_of_" + file.replaceFirst("\\..*$", "") : description,
                "Run the rest of `" + file + "`")
            .sql(forward(outside), rollback(outside))
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
    gates().ifPresent(draft::gate);
    return draft.in(phase);
  }

  private Optional<String> gates() {
    List<String> gates =
        GATED.entrySet().stream()
            .filter(gated -> items.stream().anyMatch(item -> has(item, gated.getKey())))
            .map(Map.Entry::getValue)
            .toList();
    return gates.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", gates));
  }

  private static boolean has(Item item, String hazard) {
    return item.situation().hazards().contains(hazard);
  }

  private void impact(StepDraft draft) {
    if (mysql(items.get(0))) {
      String all = items.stream().map(item -> item.sql() + ";").collect(Collectors.joining("\n"));
      Optional<Impact> known = online().impact(all);
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
            .max(java.util.Comparator.comparing(Impact.TableLock::mode));
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

  private String forward(boolean outside) {
    List<String> parts = new ArrayList<>();
    if (!outside) {
      settings.forEach(setting -> parts.add(setting.sql() + ";"));
      if (!locked.isEmpty() && items.stream().noneMatch(item -> item.clause().lockTimeout())) {
        lockTimeout().ifPresent(parts::add);
      }
    }
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      int actions = item.statement().clauses().size();
      if (actions > 1 && wholeStatement(i, actions)) {
        parts.add(comments(item) + allowed(i) + item.statement().statement().sql() + ";");
        i += actions - 1;
        continue;
      }
      boolean joined = i > 0 && items.get(i - 1).statement().equals(item.statement());
      if (joined) {
        String before = parts.remove(parts.size() - 1);
        parts.add(before.substring(0, before.length() - 1) + ",\n  " + item.action() + ";");
      } else {
        parts.add(comments(item) + allowed(i) + again(item) + ";");
      }
    }
    return mysql(items.get(0))
        ? String.join("\n", online().stated(parts))
        : String.join("\n", parts);
  }

  /** A label that going back has left is there already when the step runs again. */
  private static String again(Item item) {
    return item.operation() instanceof AddEnumValue label && !label.ifNotExists()
        ? item.sql().replaceFirst("(?i)\\bADD\\s+VALUE\\b", "$0 IF NOT EXISTS")
        : item.sql();
  }

  private Optional<String> lockTimeout() {
    return switch (items.get(0).situation().engine().dialect()) {
      case POSTGRESQL -> Optional.of(Sql.LOCK_TIMEOUT);
      case MYSQL, MARIADB -> Optional.of(OnlineSql.LOCK_WAIT);
      case SQLITE -> Optional.empty();
    };
  }

  private OnlineSql online() {
    Situation first = items.get(0).situation();
    return new OnlineSql(first.before(), first.engine());
  }

  /** Of the actions of one statement that stay together here. */
  private String allowed(int first) {
    List<Item> actions =
        items.subList(first, items.size()).stream()
            .takeWhile(item -> item.statement().equals(items.get(first).statement()))
            .toList();
    String gated =
        GATED.entrySet().stream()
            .filter(each -> actions.stream().anyMatch(item -> has(item, each.getKey())))
            .map(each -> Sql.allow(each.getKey(), each.getValue()))
            .collect(Collectors.joining());
    String key =
        has(items.get(first), FOREIGN_KEY)
            ? Sql.allow(FOREIGN_KEY, "it is alone in its migration and gives up after 5 s")
            : "";
    return key + replacedType(first) + gated + apart(actions);
  }

  /** What speaks only since the rest of its file is in another step. */
  private String apart(List<Item> actions) {
    Set<String> hazards = new TreeSet<>();
    for (Item item : actions) {
      if (takesAway(item.operation())) {
        List<Statement> file =
            items.stream().map(i -> i.statement().statement()).distinct().toList();
        hazards.addAll(item.clause().hazardsAmong(file));
        hazards.removeAll(item.situation().hazards());
      }
    }
    hazards.retainAll(BESIDE);
    return hazards.stream()
        .map(hazard -> Sql.allow(hazard, "another step of the change makes up for it"))
        .collect(Collectors.joining());
  }

  private static boolean takesAway(Operation operation) {
    return operation instanceof ConstraintOperation.DropConstraint
        || operation instanceof ColumnOperation.DropDefault
        || operation instanceof ObjectOperation.DropRoutine
        || operation instanceof ObjectOperation.DropTrigger;
  }

  /** What is harmless for what the change itself does before, no longer stands in the same file. */
  private String replacedType(int first) {
    Operation operation = items.get(first).operation();
    if (operation instanceof ObjectOperation.RenameObject rename && isType(rename.object())) {
      return takes(items.subList(first, items.size()), rename.name().name())
          ? ""
          : Sql.allow("rename-table", "the change puts another type in its place");
    }
    return operation instanceof ObjectOperation.DropObject drop
            && isType(drop.object())
            && drop.names().stream().noneMatch(n -> takes(items.subList(0, first), n.name()))
        ? Sql.allow("drop-type", "another type has taken its place")
        : "";
  }

  /** Whether one of these gives a type that name. */
  private static boolean takes(List<Item> items, String name) {
    return items.stream()
        .map(Item::operation)
        .anyMatch(
            o ->
                (o instanceof ObjectOperation.RenameObject rename && rename.to().equals(name))
                    || (o instanceof ObjectOperation.CreateType create
                        && create.type().name().equals(name)));
  }

  private static boolean isType(ObjectKind kind) {
    return kind == ObjectKind.TYPE || kind == ObjectKind.DOMAIN;
  }

  private boolean wholeStatement(int first, int actions) {
    return first + actions <= items.size()
        && items.subList(first, first + actions).stream()
            .allMatch(item -> item.statement().equals(items.get(first).statement()));
  }

  /** The author's comments between the statement before and this one. */
  private static String comments(Item item) {
    Script script = item.migration().script();
    Span own = item.statement().statement().span();
    if (script.comments().isEmpty()) {
      return "";
    }
    int from = endBefore(script, own.start());
    return script.comments().stream()
        .filter(c -> c.span().start() >= from && c.span().end() <= own.start())
        .filter(c -> !c.text().startsWith("flux: backfill"))
        .map(c -> c.span().of(script.text()).stripTrailing() + "\n")
        .collect(Collectors.joining());
  }

  /**
   * Where the last statement before a place ends; 0 where it is the first. Halves the statements,
   * for a file of seeds has tens of thousands, and each of them asks.
   */
  private static int endBefore(Script script, int place) {
    int low = 0;
    int high = script.statements().size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (script.statements().get(middle).span().end() <= place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? 0 : script.statements().get(low - 1).span().end();
  }

  /**
   * An index comes back before the other goes: a foreign key may need one of them. Where tables go
   * whole, the order stays.
   */
  private static void indexesFirst(List<String> statements) {
    if (statements.stream().anyMatch(sql -> sql.startsWith("DROP TABLE "))) {
      return;
    }
    Set<String> others = new TreeSet<>();
    Set<String> dropped = new TreeSet<>();
    for (String sql : statements) {
      Matcher drops = DROPS_INDEX.matcher(sql);
      if (drops.matches()) {
        dropped.add(drops.group(1));
      } else {
        others.addAll(SqlWords.in(sql));
      }
    }
    if (dropped.stream().noneMatch(others::contains)) {
      statements.sort(Comparator.comparing(sql -> DROPS_INDEX.matcher(sql).matches()));
    }
  }

  private String rollback(boolean outside) {
    List<String> statements = new ArrayList<>();
    for (int i = items.size() - 1; i >= 0; i--) {
      Item item = items.get(i);
      statements.addAll(item.back().statements());
    }
    if (statements.isEmpty()) {
      return "";
    }
    if (mysql(items.get(0))) {
      Situation last = items.get(items.size() - 1).situation();
      OnlineSql behind = new OnlineSql(last.after(), last.engine());
      indexesFirst(statements);
      return locked.isEmpty() ? String.join("\n", statements) : behind.alone(statements);
    }
    if (outside) {
      return String.join("\n", statements)
          .replaceFirst("^(DROP|CREATE(?: UNIQUE)?) INDEX ", "$1 INDEX CONCURRENTLY ");
    }
    return locked.isEmpty() || lockTimeout().isEmpty()
        ? String.join("\n", statements)
        : Sql.locking(statements);
  }
}
