package dev.flux.rollout;

import dev.flux.hazard.Examination;
import dev.flux.hazard.ExaminedClause;
import dev.flux.hazard.ExaminedMigration;
import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ColumnOperation.DropColumn;
import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.Constraint.Kind;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.ConstraintOperation.DropConstraint;
import dev.flux.sql.DataOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.IndexOperation.DropIndex;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlWords;
import dev.flux.sql.TableOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

/**
 * Constraints that give way to others in one change: a key, CHECK or foreign key that is dropped,
 * and the statement that puts another over the same columns. The old one stays until the other is
 * there, so that the table is never without.
 */
final class Replaced {
  /** By the clause that adds another. */
  private final Map<ExaminedClause, TableConstraint> old = new HashMap<>();

  /** By the clause that drops it, or a column of it: the clause that adds the other. */
  private final Map<ExaminedClause, ExaminedClause> successors = new HashMap<>();

  /** Those that nothing has taken the place of yet, by table. */
  private final Map<ObjectName, List<Gone>> gone = new HashMap<>();

  /** Tables with foreign keys among those, by the table that they refer to. */
  private final Map<ObjectName, Set<ObjectName>> referring = new HashMap<>();

  /** Whether constraints of every kind can stay beside those that replace them. */
  private final boolean everyKind;

  private Replaced(boolean everyKind) {
    this.everyKind = everyKind;
  }

  /**
   * A constraint that is gone.
   *
   * @param by what drops it, or columns of it
   */
  private record Gone(TableConstraint constraint, List<ExaminedClause> by) {
    Gone and(ExaminedClause another) {
      List<ExaminedClause> all = new ArrayList<>(by);
      all.add(another);
      return new Gone(constraint, all);
    }

    boolean isKey() {
      return Replaced.isKey(constraint);
    }

    boolean covers(String column) {
      return constraint.definition().columns().contains(column);
    }
  }

  /** Those of a change to PostgreSQL; of one to MySQL or MariaDB, the primary keys. */
  static Replaced in(Examination examination) {
    Dialect dialect = examination.change().engine().dialect();
    Replaced replaced = new Replaced(dialect == Dialect.POSTGRESQL);
    if (dialect != Dialect.SQLITE) {
      for (ExaminedMigration migration : examination.migrations()) {
        migration.clauses().forEach(replaced::read);
      }
    }
    return replaced;
  }

  /** What gives way to the constraint that a clause adds. */
  Optional<TableConstraint> findOld(ExaminedClause add) {
    return Optional.ofNullable(old.get(add));
  }

  /**
   * The items with what drops the old behind what adds the new: where a step of that drops it in
   * the same transaction, or where an index takes its place.
   *
   * @param again plans an item as if its table had no primary key any more
   */
  List<Item> behind(List<Item> items, BinaryOperator<Item> again) {
    Map<ExaminedClause, Item> added = new HashMap<>();
    items.stream().filter(Replaced::isWritten).forEach(item -> added.put(item.clause(), item));
    Map<ExaminedClause, List<Item>> followers = new HashMap<>();
    List<Item> kept = new ArrayList<>();
    Set<String> later = new HashSet<>();
    for (Item item : items) {
      Optional<Item> other = Optional.ofNullable(successors.get(item.clause())).map(added::get);
      if (other.isPresent() && item.operation() instanceof DropConstraint drop) {
        later.add(drop.name());
      }
      if (dropsNothing(item, later)) {
        continue;
      }
      if (other.isEmpty()) {
        kept.add(item);
      } else if (item.operation() instanceof DropColumn) {
        followers
            .computeIfAbsent(other.get().clause(), each -> new ArrayList<>())
            .add(again.apply(item, other.get()));
      } else if (other.get().operation() instanceof CreateIndex create) {
        kept.add(droppedBehind(item, create));
      } else if (!drops(other.get(), (DropConstraint) item.operation())) {
        kept.add(item);
      } else if (((DropConstraint) item.operation()).cascade()) {
        kept.addAll(withoutKey(item));
      }
    }
    List<Item> ordered = new ArrayList<>();
    for (Item item : everyKind ? kept : indexesFirst(kept)) {
      ordered.add(item);
      ordered.addAll(followers.getOrDefault(item.clause(), List.of()));
    }
    return ordered;
  }

  /** Whether it asks for an index that went with its constraint, which now goes later. */
  private static boolean dropsNothing(Item item, Set<String> later) {
    return item.operation() instanceof DropIndex drop
        && drop.ifExists()
        && drop.indexes().stream()
            .allMatch(
                index ->
                    later.contains(index.name())
                        && item.clause().before().findIndex(index).isEmpty());
  }

  private static boolean isWritten(Item item) {
    return !item.steps().isEmpty()
        && item.steps().stream().allMatch(step -> step.step().missing().isEmpty());
  }

  /** The column that numbers rows must begin a key at any time, on MySQL and MariaDB. */
  private List<Item> indexesFirst(List<Item> items) {
    List<Item> ordered = new ArrayList<>();
    int exchange = -1;
    for (Item item : items) {
      boolean before =
          exchange >= 0
              && isIndex(item.operation())
              && ordered.get(exchange).statement().equals(item.statement());
      if (before) {
        ordered.add(exchange++, item);
      } else {
        exchange = old.containsKey(item.clause()) ? ordered.size() : exchange;
        ordered.add(item);
      }
    }
    return ordered;
  }

  private static boolean isIndex(Operation operation) {
    return operation instanceof CreateIndex
        || (operation instanceof AddConstraint add && add.constraint().kind() == Kind.UNIQUE);
  }

  /** What goes by CASCADE goes before the keys are exchanged; a human decides on the rest. */
  private static List<Item> withoutKey(Item item) {
    List<PlannedStep> before =
        item.steps().stream()
            .takeWhile(planned -> planned.step().kind() != Step.Kind.DEPLOY)
            .toList();
    return item.problem().isPresent()
        ? List.of(item)
        : before.isEmpty() ? List.of() : List.of(item.with(before));
  }

  private static boolean drops(Item adding, DropConstraint drop) {
    String sql = "DROP CONSTRAINT " + adding.situation().sql(drop.name()) + ";";
    return adding.steps().stream()
        .map(step -> step.step().forward())
        .anyMatch(forward -> forward.contains(sql) || forward.contains("DROP PRIMARY KEY, ADD "));
  }

  /** A unique constraint goes once the index is built; one of the same name makes way for it. */
  private static Item droppedBehind(Item item, CreateIndex create) {
    Situation situation = item.situation();
    DropConstraint drop = (DropConstraint) item.operation();
    Optional<Table> table = situation.findTable(drop.table());
    Optional<TableConstraint> constraint = table.flatMap(t -> t.findConstraint(drop.name()));
    if (constraint.isEmpty() || !item.kept()) {
      return item;
    }
    List<PlannedStep> steps = new ArrayList<>();
    TableConstraint now = constraint.get();
    if (create.index().filter(index -> index.name().equals(drop.name())).isPresent()) {
      now = now.named(situation.freeName(drop.table(), drop.name() + "_old"));
      steps.add(
          Locks.instant(
                  situation
                      .step("put_" + drop.name() + "_aside", "Keep the old constraint aside")
                      .sql(
                          Sql.locking(rename(situation, drop.name(), now.name())),
                          Sql.locking(rename(situation, now.name(), drop.name()))),
                  drop.table())
              .worksWith("every version that does not name the constraint")
              .expand());
    }
    steps.add(
        Locks.instant(
                situation
                    .step("drop_" + now.name(), "Drop the constraint that the index replaces")
                    .sql(
                        Sql.locking(
                            Sql.allow("drop-constraint", "a unique index has taken its place")
                                + situation.alter(
                                    drop.table(), "DROP CONSTRAINT " + situation.sql(now.name()))),
                        Sql.locking(situation.definitions().addConstraint(table.get(), now))),
                drop.table())
            .gate("the index is built and valid, and no ON CONFLICT names what goes")
            .worksWith("versions that do not rely on the constraint")
            .contract());
    return item.with(steps);
  }

  private static String rename(Situation situation, String from, String to) {
    return situation.alter(
        ((DropConstraint) situation.operation()).table(),
        "RENAME CONSTRAINT " + situation.sql(from) + " TO " + situation.sql(to));
  }

  private void read(ExaminedClause clause) {
    Operation operation = clause.operation();
    if (operation instanceof DropConstraint drop) {
      table(clause, drop.table())
          .flatMap(table -> table.findConstraint(drop.name()))
          .filter(c -> !drop.cascade() || isKey(c))
          .filter(c -> isKey(c) || (everyKind && !partitioned(clause, drop.table())))
          .ifPresent(constraint -> goes(clause, drop.table(), constraint));
    } else if (operation instanceof ColumnOperation column) {
      read(clause, column);
    } else if (operation instanceof AddConstraint add) {
      boolean whole = add.constraint().usingIndex().isEmpty() && !add.constraint().notValid();
      take(clause, add.table(), add.constraint().kind(), whole, add.constraint().columns());
    } else if (operation instanceof CreateIndex create && create.unique()) {
      List<String> words = new ArrayList<>();
      create.elements().forEach(e -> words.addAll(SqlWords.in(e.expression().text())));
      take(clause, create.table(), Kind.UNIQUE, true, words);
    } else if (operation instanceof DataOperation || operation instanceof TableOperation) {
      // may need that the old one is gone
      clause.table().map(clause.before()::resolve).ifPresentOrElse(gone::remove, gone::clear);
    }
  }

  private static Optional<Table> table(ExaminedClause clause, ObjectName name) {
    return clause.before().findTable(name).filter(table -> !clause.before().isNew(name));
  }

  private static boolean partitioned(ExaminedClause clause, ObjectName name) {
    return clause.before().findTable(name).filter(Table::partitioned).isPresent();
  }

  private static boolean isKey(TableConstraint constraint) {
    return constraint.definition().kind() == Kind.PRIMARY_KEY;
  }

  private void goes(ExaminedClause by, ObjectName table, TableConstraint constraint) {
    Kind kind = constraint.definition().kind();
    if (kind == Kind.PRIMARY_KEY || kind == Kind.UNIQUE) {
      freed(by.before().resolve(table));
    }
    constraint
        .definition()
        .reference()
        .ifPresent(
            to ->
                referring
                    .computeIfAbsent(by.before().resolve(to.table()), name -> new HashSet<>())
                    .add(by.before().resolve(table)));
    if (kind != Kind.EXCLUSION && kind != Kind.NOT_NULL && constraint.validated()) {
      open(by, table).add(new Gone(constraint, List.of(by)));
    }
  }

  /** Foreign keys that stood on a key go before it does, whatever takes their place. */
  private void freed(ObjectName table) {
    for (ObjectName child : Optional.ofNullable(referring.remove(table)).orElse(Set.of())) {
      gone.getOrDefault(child, new ArrayList<>())
          .removeIf(each -> each.constraint().definition().reference().isPresent());
    }
  }

  private List<Gone> open(ExaminedClause clause, ObjectName table) {
    return gone.computeIfAbsent(clause.before().resolve(table), name -> new ArrayList<>());
  }

  /** A primary key goes by itself with a column; other names for columns end what is known. */
  private void read(ExaminedClause clause, ColumnOperation operation) {
    List<Gone> all = open(clause, operation.table());
    String column = operation.columnName();
    if (!(operation instanceof DropColumn drop)) {
      Set<String> names = new TreeSet<>(Set.of(column));
      if (operation instanceof RenameColumn rename) {
        names.add(rename.to());
      }
      all.removeIf(each -> names.stream().anyMatch(each::covers));
      return;
    }
    all.removeIf(each -> each.covers(column) && (!each.isKey() || drop.cascade()));
    all.replaceAll(each -> each.covers(column) ? each.and(clause) : each);
    table(clause, drop.table()).stream()
        .filter(table -> everyKind && !drop.cascade() && !table.partitioned())
        .flatMap(table -> table.constraintsOn(column).stream())
        .filter(Replaced::isKey)
        .forEach(constraint -> goes(clause, drop.table(), constraint));
  }

  private void take(
      ExaminedClause by, ObjectName name, Kind kind, boolean whole, List<String> names) {
    List<Gone> all = open(by, name);
    Optional<Table> table = by.before().findTable(name);
    Optional<Gone> same =
        all.stream()
            .filter(each -> each.constraint().definition().kind() == kind)
            .filter(
                each ->
                    each.isKey()
                        || names.stream()
                            .filter(n -> table.flatMap(t -> t.findColumn(n)).isPresent())
                            .anyMatch(each::covers))
            .findFirst();
    if (same.isPresent()) {
      all.remove(same.get());
      if (whole) {
        old.put(by, same.get().constraint());
        same.get().by().forEach(drop -> successors.put(drop, by));
      }
    }
  }
}
