package dev.flux.rollout;

import dev.flux.hazard.Rebuild;
import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.Dialect;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.IndexOperation.DropIndex;
import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.ObjectOperation.AddEnumValue;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.SqlWords;
import dev.flux.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a {@link KeptStep} runs, as the author wrote it: with his comments, and with a word of why
 * where a statement is harmless only where it stands.
 *
 * @param items what it runs, in order; never empty
 * @param settings what the file set before
 * @param locks whether it locks a table in use
 */
record KeptSql(List<Item> items, List<Item> settings, boolean locks) {
  /** The drop of a foreign key, which locks two tables. */
  static final String FOREIGN_KEY = "drop-foreign-key-locks-parent";

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

  private static final String LONG_WRITE = "long-write-lock";

  private static final Pattern DROPS_INDEX =
      Pattern.compile("ALTER TABLE \\S+ DROP INDEX ([^\\s;,]+).*", Pattern.DOTALL);

  KeptSql {
    items = List.copyOf(items);
    settings = List.copyOf(settings);
  }

  /** What must hold before it runs; empty where nothing must. */
  Optional<String> gate() {
    List<String> gates =
        GATED.entrySet().stream()
            .filter(gated -> items.stream().anyMatch(item -> item.found(gated.getKey())))
            .map(Map.Entry::getValue)
            .toList();
    return gates.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", gates));
  }

  /**
   * The SQL that goes forward.
   *
   * @param outside whether it runs outside a transaction
   */
  String forward(boolean outside) {
    List<String> parts = new ArrayList<>();
    if (!outside) {
      settings.forEach(setting -> parts.add(setting.sql() + ";"));
      if (locks && items.stream().noneMatch(item -> item.clause().lockTimeout())) {
        lockTimeout().ifPresent(parts::add);
      }
    }
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      AuthorsWords words = item.words();
      String above = i == 0 ? words.before().stripLeading() : words.before();
      int actions = item.statement().clauses().size();
      if (actions > 1 && wholeStatement(i, actions)) {
        String behind = items.get(i + actions - 1).words().behind();
        parts.add(above + allowed(i) + item.statement().statement().sql() + ";" + behind);
        i += actions - 1;
        continue;
      }
      boolean joined = i > 0 && items.get(i - 1).statement().equals(item.statement());
      if (joined) {
        String before = parts.remove(parts.size() - 1);
        parts.add(
            before.substring(0, before.length() - 1)
                + ",\n  "
                + item.action()
                + ";"
                + words.behind());
      } else {
        parts.add(above + allowed(i) + again(item) + ";" + words.behind());
      }
    }
    return String.join("\n", items.get(0).onMysql() ? online().stated(parts) : parts);
  }

  /**
   * A label that going back has left is there already when the step runs again. An index whose name
   * the change has freed is built anew; what has its name then is a build that failed.
   */
  private static String again(Item item) {
    if (item.operation() instanceof AddEnumValue label && !label.ifNotExists()) {
      return item.sql().replaceFirst("(?i)\\bADD\\s+VALUE\\b", "$0 IF NOT EXISTS");
    }
    boolean freed =
        item.operation() instanceof CreateIndex create
            && create.concurrently()
            && create.ifNotExists()
            && item.clause()
                .earlierInFile()
                .anyMatch(earlier -> earlier instanceof DropIndex drop && drop.frees(create));
    return freed ? item.sql().replaceFirst("(?i)\\s+IF\\s+NOT\\s+EXISTS\\b", "") : item.sql();
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
            .filter(each -> actions.stream().anyMatch(item -> item.found(each.getKey())))
            .map(each -> Sql.allow(each.getKey(), each.getValue()))
            .collect(Collectors.joining());
    String key =
        items.get(first).found(FOREIGN_KEY)
            ? Sql.allow(FOREIGN_KEY, "it is alone in its migration and gives up after 5 s")
            : "";
    return key + replacedType(first) + gated + longWrite(first, actions) + apart(actions);
  }

  /** SQLite has no other way; it is said of a file once, at the first such statement. */
  private String longWrite(int first, List<Item> actions) {
    return actions.stream().anyMatch(KeptSql::isLongWrite)
            && items.subList(0, first).stream().noneMatch(KeptSql::isLongWrite)
        ? Sql.allow(LONG_WRITE, "one scan; run it while little is written")
        : "";
  }

  private static boolean isLongWrite(Item item) {
    boolean builds =
        item.situation().engine().dialect() == Dialect.SQLITE
            && item.impacts()
                .flatMap(impact -> impact.builds().stream())
                .anyMatch(table -> !item.situation().before().isNew(table));
    return builds || item.found(LONG_WRITE) || copiesInRebuild(item);
  }

  private static boolean copiesInRebuild(Item item) {
    return item.operation() instanceof Insert insert
        && Rebuild.isPart(item.clause())
        && insert.reads().stream().anyMatch(read -> !item.situation().before().isNew(read));
  }

  /** What speaks only since the rest of its file is in another step. */
  private String apart(List<Item> actions) {
    Set<String> hazards = new TreeSet<>();
    for (Item item : actions) {
      if (takesAway(item.operation())) {
        hazards.addAll(item.clause().hazardsAmong(file(actions)));
        hazards.removeAll(item.situation().hazards());
      }
    }
    hazards.retainAll(BESIDE);
    return hazards.stream()
        .map(hazard -> Sql.allow(hazard, "another step of the change makes up for it"))
        .collect(Collectors.joining());
  }

  /** The statements of this file; of one that is taken apart nothing but what stays here. */
  private List<Statement> file(List<Item> actions) {
    Statement own = actions.get(0).statement().statement();
    List<Statement> all =
        new ArrayList<>(items.stream().map(i -> i.statement().statement()).distinct().toList());
    if (actions.size() < own.clauses().size()) {
      Dialect dialect = actions.get(0).situation().engine().dialect();
      all.remove(own);
      actions.forEach(a -> all.addAll(SqlReader.read(a.sql(), dialect).statements()));
    }
    return all;
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

  /** The SQL that goes back; empty where nothing does. */
  String rollback(boolean outside) {
    List<String> statements = new ArrayList<>();
    for (int i = items.size() - 1; i >= 0; i--) {
      Item item = items.get(i);
      statements.addAll(item.back().statements());
    }
    if (statements.isEmpty()) {
      return "";
    }
    if (items.get(0).onMysql()) {
      Situation last = items.get(items.size() - 1).situation();
      OnlineSql behind = new OnlineSql(last.after(), last.engine());
      indexesFirst(statements);
      return !locks ? String.join("\n", statements) : behind.alone(statements);
    }
    if (outside) {
      return String.join("\n", statements)
          .replaceFirst("^(DROP|CREATE(?: UNIQUE)?) INDEX ", "$1 INDEX CONCURRENTLY ");
    }
    return !locks || lockTimeout().isEmpty()
        ? String.join("\n", statements)
        : Sql.locking(statements);
  }
}
