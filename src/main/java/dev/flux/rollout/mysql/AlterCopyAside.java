package dev.flux.rollout.mysql;

import dev.flux.engine.Impact;
import dev.flux.engine.OnlineDdl;
import dev.flux.hazard.ExaminedClause;
import dev.flux.rollout.Estimates;
import dev.flux.rollout.Situation;
import dev.flux.rollout.Sql;
import dev.flux.rollout.Step;
import dev.flux.rollout.StepDraft;
import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.Constraint;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Statement;
import dev.flux.sql.TableOperation.ChooseAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the server does only by copying the table, or while nobody writes: a copy of the table is
 * altered while it is empty, triggers keep it in step, its rows are filled in batches, and the two
 * exchange their names at once. All such actions of a statement go together.
 *
 * <p>The same can be done with gh-ost or pt-online-schema-change; their lines stand in the first
 * file.
 */
final class AlterCopyAside implements MysqlRecipe {

  @Override
  public Set<String> settles() {
    return HeavyWork.HAZARDS;
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    Optional<OnlineDdl> ddl = situation.clause().impact().flatMap(Impact::online);
    if (ddl.isEmpty()
        || situation.operation() instanceof ChooseAlgorithm
        || situation.operation() instanceof ColumnOperation.DropColumn
        || ColumnRenaming.renames(situation.operation())
        || ddl.get().concurrentWrites()) {
      return List.of();
    }
    return together(List.of(situation));
  }

  /** Alterations of one table, one after the other while its copy is empty. */
  static List<PlannedStep> together(List<Situation> situations) {
    Situation first = situations.get(0);
    Catalog before = heavy(first).get(0).before();
    Optional<Table> table =
        first
            .clause()
            .impact()
            .flatMap(Impact::online)
            .flatMap(ddl -> before.findTable(ddl.table()))
            .filter(Table::complete);
    List<String> alterations =
        situations.stream().map(AlterCopyAside::actions).flatMap(Optional::stream).toList();
    List<Step.Difference> differences =
        situations.stream().flatMap(each -> AlterActions.difference(each).stream()).toList();
    if (table.isEmpty() || alterations.size() < situations.size()) {
      return List.of();
    }
    Plan plan = new Plan(first, before, table.get(), alterations, differences);
    return plan.obstacle().isPresent() ? List.of() : plan.steps();
  }

  /** The actions of one statement that go together; empty where one of them cannot be said. */
  private static Optional<String> actions(Situation situation) {
    List<String> actions =
        heavy(situation).stream()
            .map(clause -> AlterActions.of(situation, clause.clause()))
            .toList();
    return actions.stream().anyMatch(String::isEmpty)
        ? Optional.empty()
        : Optional.of(String.join(",\n  ", actions));
  }

  /** Every action of the statement that needs it. */
  private static List<ExaminedClause> heavy(Situation situation) {
    return situation.statement().clauses().stream()
        .filter(clause -> !(clause.operation() instanceof ChooseAlgorithm))
        .filter(
            clause ->
                clause.equals(situation.clause())
                    || clause
                        .impact()
                        .flatMap(Impact::online)
                        .filter(online -> !online.concurrentWrites())
                        .isPresent())
        .toList();
  }

  /** The steps for one table. */
  private record Plan(
      Situation situation,
      Catalog before,
      Table table,
      List<String> alterations,
      List<Step.Difference> differences) {

    /** Why a human or one of the tools must do it. */
    Optional<String> obstacle() {
      Table then = altered().findTable(table.name()).orElse(table);
      boolean tied =
          table.constraints().stream()
                  .anyMatch(c -> c.definition().kind() == Constraint.Kind.FOREIGN_KEY)
              || !before.referencing(table.name()).isEmpty();
      boolean namedChecks =
          situation.engine().dialect() == Dialect.MYSQL
              && table.constraints().stream()
                  .filter(c -> c.definition().kind() == Constraint.Kind.CHECK)
                  .anyMatch(c -> c.definition().name().isPresent());
      if (tied) {
        return Optional.of("foreign keys begin or end at it");
      }
      if (!table.triggers().isEmpty()
          || namedChecks
          || table.storage().options().systemVersioned()) {
        return Optional.of("it has triggers, named checks or old versions of rows");
      }
      List<String> key = key();
      return key.isEmpty() || !then.primaryKey().equals(table.primaryKey()) || columnsGone()
          ? Optional.of("no key singles out its rows before and after")
          : Optional.empty();
    }

    /** Whether an earlier statement of the change took a column that will still be there. */
    private boolean columnsGone() {
      return situation.start().findTable(table.name()).stream()
          .flatMap(t -> t.columns().stream())
          .anyMatch(c -> table.findColumn(c.name()).isEmpty());
    }

    private Catalog altered() {
      return new OnlineSql(before, situation.engine()).after(lines(altering(name()))).before();
    }

    private List<String> altering(String name) {
      return alterations.stream().map(a -> "ALTER TABLE " + name + " " + a + ";").toList();
    }

    private MysqlDefinitions sql() {
      return new MysqlDefinitions(before);
    }

    private List<String> key() {
      return new MysqlBatches(before, table.name()).key();
    }

    private List<String> columns() {
      Optional<Table> then = altered().findTable(table.name());
      return table.columns().stream()
          .filter(c -> c.generated().isEmpty())
          .map(Column::name)
          .filter(
              c ->
                  then.flatMap(t -> t.findColumn(c))
                      .filter(other -> other.generated().isEmpty())
                      .isPresent())
          .toList();
    }

    private RowSync sync() {
      return new RowSync(
          sql(),
          event -> situation.freeName(table.name(), "flux_" + table.name().name() + "_" + event),
          columns(),
          key());
    }

    private String name() {
      return sql().name(table.name());
    }

    private String aside(String what) {
      String free = situation.freeName(table.name(), table.name().name() + "_" + what);
      return sql().name(table.name().renamed(free));
    }

    private StepDraft step(String slug, String title) {
      Statement statement = situation.clause().statement();
      return situation
          .step(slug + "_" + table.name().name(), title)
          .from(new Step.Origin(situation.clause().migration().path(), statement.span().line()))
          .worksWith("every version that worked before");
    }

    List<PlannedStep> steps() {
      return List.of(copy(), follow(), fill(), exchange(), drop());
    }

    private PlannedStep copy() {
      // A tool alters once, and several alterations are not always one.
      String lines =
          alterations.size() == 1
              ? OnlineTools.comment(OnlineTools.lines(table.name(), alterations.get(0), false))
              : "";
      return step("copy", "Make an altered copy of `" + table.name() + "` beside it")
          .sql(
              lines
                  + "CREATE TABLE %s LIKE %s;\n".formatted(aside("new"), name())
                  + lines(altering(aside("new"))),
              "DROP TABLE " + aside("new") + ";")
          .impact("none on a table in use", "nothing", Estimates.instant())
          .copying(table.name());
    }

    private PlannedStep follow() {
      List<String> there = new ArrayList<>(List.of(OnlineSql.LOCK_WAIT));
      there.addAll(sync().drop());
      there.addAll(sync().create(name(), aside("new"), false));
      return instant(
              step("follow", "Keep the copy of `" + table.name() + "` in step")
                  .sql(lines(there), OnlineSql.LOCK_WAIT + "\n" + lines(sync().drop()))
                  .gate(
                      "the role may create triggers: log_bin_trust_function_creators is 1 where the"
                          + " binary log is on, or the role has SUPER"
                          + HeavyWork.gate(situation).map(gate -> "; " + gate).orElse("")))
          .expand();
    }

    private PlannedStep fill() {
      String columns = sql().list(columns());
      String first = sql().name(key().get(0));
      String block =
          new MysqlBatches(before, table.name())
              .block(
                  name(),
                  range ->
                      "INSERT INTO %1$s (%2$s) SELECT %2$s FROM %3$s WHERE %4$s LOCK IN SHARE MODE ON DUPLICATE KEY UPDATE %5$s = %1$s.%5$s"
                          .formatted(aside("new"), columns, name(), range, first));
      return AddColumnOnline.inBatches(
              step("fill", "Copy the rows of `" + table.name() + "` in batches")
                  .sql(block, "DELETE FROM " + aside("new") + ";"),
              table.name())
          .expand();
    }

    private PlannedStep exchange() {
      StepDraft draft =
          instant(
                  step("exchange", "Let the copy take the place of `" + table.name() + "`")
                      .sql(
                          exchanged(
                              aside("new"),
                              aside("old"),
                              sync().create(name(), aside("old"), true)),
                          exchanged(
                              aside("old"),
                              aside("new"),
                              sync().create(name(), aside("new"), false))))
              .gate("`" + table.name() + "` and its copy hold the same number of rows");
      differences.forEach(draft::differs);
      return draft.expand();
    }

    /** The table of another name takes the place; the one that was there follows it from now on. */
    private String exchanged(String comes, String goes, List<String> triggers) {
      String rename =
          Sql.allow("rename-table", "another table takes the name in the same moment")
              + "RENAME TABLE %1$s TO %3$s, %2$s TO %1$s;".formatted(name(), comes, goes);
      List<String> statements = new ArrayList<>(List.of(OnlineSql.LOCK_WAIT));
      boolean underLock =
          situation.engine().dialect() == Dialect.MYSQL
              && situation.engine().version().atLeast(8, 0, 13);
      if (underLock) {
        statements.add(
            Sql.allow("lock-table", "the names change hands within it, which takes an instant")
                + "LOCK TABLES %s WRITE, %s WRITE;".formatted(name(), comes));
        statements.addAll(sync().drop());
        statements.add(rename);
        statements.addAll(triggers);
        statements.add("UNLOCK TABLES;");
      } else {
        statements.add(rename);
        statements.addAll(sync().drop());
        statements.addAll(triggers);
      }
      return lines(statements);
    }

    private PlannedStep drop() {
      List<String> there = new ArrayList<>(List.of(OnlineSql.LOCK_WAIT));
      there.addAll(sync().drop());
      there.add(
          Sql.allow("drop-table", "the altered table has all its rows")
              + "DROP TABLE "
              + aside("old")
              + ";");
      List<String> back = new ArrayList<>(List.of(OnlineSql.LOCK_WAIT));
      sql().createTable(former(), aside("old")).ifPresent(back::add);
      back.addAll(sync().create(name(), aside("old"), true));
      return instant(
              step("drop_old", "Drop the former `" + table.name() + "`")
                  .sql(lines(there), lines(back)))
          .loses("the rows as they were before the change; the altered table has them all")
          .deployGate("a release later: nobody needs to go back")
          .contract();
    }

    /** The table as it was copied: indexes that the change dropped before go later. */
    private Table former() {
      Table former = table;
      for (Table start : situation.start().findTable(table.name()).stream().toList()) {
        for (Index index : start.indexes()) {
          if (index.constraint().isEmpty() && table.findIndex(index.name().name()).isEmpty()) {
            former = former.plus(later(start, index));
          }
        }
      }
      return former;
    }

    private Index later(Table start, Index index) {
      String old = situation.freeName(table.name(), index.name().name() + "_old");
      return HideIndexBeforeDrop.isReplaced(situation, start, index)
          ? index.named(ObjectName.of(old))
          : index.hidden();
    }

    private StepDraft instant(StepDraft draft) {
      return draft.impact(
          "exclusive metadata lock on " + table.name(),
          "reads and writes, for an instant",
          Estimates.instant());
    }

    private static String lines(List<String> statements) {
      return statements.stream().collect(Collectors.joining("\n"));
    }
  }
}
