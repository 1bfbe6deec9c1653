package dev.flux.rollout;

import dev.flux.engine.Impact;
import dev.flux.hazard.Examination;
import dev.flux.hazard.ExaminedClause;
import dev.flux.hazard.ExaminedMigration;
import dev.flux.hazard.ExaminedStatement;
import dev.flux.hazard.Finding;
import dev.flux.hazard.GuardedStatements;
import dev.flux.hazard.GuardedStatements.Guarded;
import dev.flux.hazard.Severity;
import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.schema.Catalog;
import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.ConstraintOperation.DropConstraint;
import dev.flux.sql.DataOperation.CallRoutine;
import dev.flux.sql.DataOperation.RunBlock;
import dev.flux.sql.Dialect;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of each operation of a change: a recipe's steps take its place, it stays as it is,
 * or a human must decide.
 */
final class Items {
  private static final Logger LOG = LoggerFactory.getLogger(Items.class);

  private static final String FAILED =
      "Flux failed while it looked for a safe way of `%s`, and its log says where; what was found"
          + " of the statement holds.";

  /** Settled by running the statement as it is, in a step of its own or with a lock_timeout. */
  private static final Set<String> APART =
      Set.of(
          "enum-value-in-transaction",
          "validate-in-same-transaction",
          "backfill-with-schema-change",
          "work-under-exclusive-lock",
          "locks-several-tables",
          "drop-foreign-key-locks-parent",
          "concurrently-in-transaction",
          "concurrent-index-with-others",
          "transaction-control-in-migration",
          "no-lock-timeout");

  /** The same on MySQL and MariaDB, where every statement that alters commits. */
  private static final Set<String> APART_ON_MYSQL =
      Set.of("several-ddl-not-atomic", "no-lock-timeout", "algorithm-unsupported");

  /**
   * Actions of one statement that are weighed against each other; nobody writes as many by hand.
   */
  private static final int MOST_ACTIONS = 100;

  /** A block that does nothing but change rows once. */
  private static final Pattern ONE_STATEMENT =
      Pattern.compile(
          "\\s*BEGIN\\s+(?:UPDATE|DELETE)\\b[^;]*;\\s*END\\s*;?\\s*", Pattern.CASE_INSENSITIVE);

  private final Examination examination;
  private final BackfillValues values;
  private final DualWrite dualWrite;
  private final Catalog end;
  private final Replaced replaced;
  private final List<Recipe> recipes;
  private final Renamed renamed;

  Items(Examination examination, Told told, List<Recipe> recipes) {
    this.examination = examination;
    this.recipes = recipes;
    this.values = BackfillValues.of(examination, told);
    this.dualWrite = told.dualWrite();
    this.replaced = Replaced.in(examination);
    this.renamed = Renamed.in(examination);
    List<ExaminedMigration> migrations = examination.migrations();
    this.end =
        migrations.isEmpty() ? examination.before() : migrations.get(migrations.size() - 1).after();
  }

  /** The schema at the end of the change. */
  Catalog end() {
    return end;
  }

  /** In the order of the change, but for what SQLite must do before a rebuild. */
  List<Item> inOrder() {
    List<Item> items =
        examination.change().engine().dialect() == Dialect.SQLITE
            ? BeforeRebuild.first(items(), this::asOf)
            : items();
    return ReplacedViews.exchanged(
        KeyWithColumn.together(replaced.behind(items, this::withoutKey), this::withKey));
  }

  /** Hazards that are settled by steps of their own for what is kept as it is. */
  Set<String> settledApart() {
    return mysql() ? APART_ON_MYSQL : APART;
  }

  private boolean mysql() {
    return OnlineSql.speaks(examination.change().engine().dialect());
  }

  private Item asOf(Item item, Catalog schema) {
    return item(item.migration(), item.statement(), item.clause().asOf(schema));
  }

  private List<Item> items() {
    List<Item> items = new ArrayList<>();
    for (ExaminedMigration migration : examination.migrations()) {
      for (ExaminedStatement statement : migration.statements()) {
        items.addAll(items(migration, statement));
      }
    }
    return items;
  }

  /** How a statement is done is said anew where not all of it stays together. */
  private List<Item> items(ExaminedMigration migration, ExaminedStatement statement) {
    if (!runsCode(statement)) {
      return plain(migration, statement);
    }
    List<Guarded> guarded = GuardedStatements.in(statement);
    return guarded.isEmpty()
        ? List.of(only(migration, statement).orElseGet(() -> code(migration, statement)))
        : guarded(migration, statement, guarded);
  }

  /** What is done in other steps loses its guard; what stays keeps it, as the author wrote it. */
  private List<Item> guarded(
      ExaminedMigration migration, ExaminedStatement block, List<Guarded> guarded) {
    List<Item> items = new ArrayList<>();
    boolean apart = false;
    for (Guarded each : guarded) {
      List<Item> inside = plain(migration, each.statement());
      boolean planned = inside.stream().anyMatch(item -> !item.steps().isEmpty());
      apart |= planned;
      items.addAll(planned ? inside : plain(migration, each.whole()));
    }
    if (apart) {
      return items;
    }
    ExaminedStatement only = guarded.get(0).statement();
    if (guarded.size() > 1 || only.clauses().size() > 1) {
      return List.of(code(migration, block));
    }
    ExaminedStatement whole =
        new ExaminedStatement(block.statement(), only.clauses(), only.impact(), only.findings());
    return List.of(item(migration, whole, only.clauses().get(0)));
  }

  private List<Item> plain(ExaminedMigration migration, ExaminedStatement statement) {
    if (statement.clauses().size() > MOST_ACTIONS) {
      return List.of(crowd(migration, statement));
    }
    List<Item> items =
        statement.clauses().stream().map(clause -> item(migration, statement, clause)).toList();
    boolean together =
        items.stream().allMatch(Item::kept)
            && items.stream().noneMatch(item -> choosesWrong(item) || item.losesChoice());
    return together ? items : apart(items);
  }

  /** A block, and a call with what it is known to run. */
  private static boolean runsCode(ExaminedStatement statement) {
    Operation operation = statement.clauses().get(0).operation();
    return operation instanceof RunBlock || operation instanceof CallRoutine;
  }

  /** The one statement that a block holds, where it is done in steps of its own. */
  private Optional<Item> only(ExaminedMigration migration, ExaminedStatement statement) {
    boolean alone =
        statement.clauses().size() == 2
            && statement.clauses().get(0).operation() instanceof RunBlock block
            && ONE_STATEMENT.matcher(block.body()).matches();
    return alone
        ? Optional.of(item(migration, statement, statement.clauses().get(1)))
            .filter(item -> !item.steps().isEmpty())
        : Optional.empty();
  }

  /** Its statements are no actions that can be taken out of it: it stays whole, or a human must. */
  private Item code(ExaminedMigration migration, ExaminedStatement statement) {
    ExaminedClause whole = statement.clauses().get(0);
    Situation situation = situation(migration, statement, whole);
    Optional<String> danger =
        statement.findings().stream()
            .filter(finding -> finding.severity() == Severity.DANGER)
            .map(Finding::message)
            .findFirst();
    WayBack back =
        danger.isPresent() ? WayBack.NONE : Undo.of(whole.clause().operation(), situation.before());
    return new Item(migration, statement, situation, List.of(), danger, back);
  }

  private Item crowd(ExaminedMigration migration, ExaminedStatement statement) {
    String problem =
        "It has %,d actions, and no more than %d of one statement are taken apart."
            .formatted(statement.clauses().size(), MOST_ACTIONS);
    Situation situation = situation(migration, statement, statement.clauses().get(0));
    return new Item(migration, statement, situation, List.of(), Optional.of(problem), WayBack.NONE);
  }

  /** Whether a statement asks for what the server refuses. */
  private static boolean choosesWrong(Item item) {
    return item.found("algorithm-unsupported");
  }

  /** Actions that are done together by the same steps are planned once. */
  private static List<Item> apart(List<Item> items) {
    List<Item> apart = new ArrayList<>();
    Set<List<PlannedStep>> planned = new HashSet<>();
    for (Item item : items) {
      boolean choice = item.operation() instanceof TableOperation.ChooseAlgorithm;
      if (!choice && (item.steps().isEmpty() || planned.add(item.steps()))) {
        apart.add(item);
      }
    }
    return apart;
  }

  /** A column goes from a table whose primary key the steps of another item replace before. */
  private Item withoutKey(Item drop, Item adding) {
    return adding
        .situation()
        .replaced()
        .map(
            key ->
                new DropConstraint(drop.clause().table().orElseThrow(), key.name(), false, false))
        .map(key -> item(drop.migration(), drop.statement(), drop.clause().behind(key)))
        .orElse(drop);
  }

  /** A column goes from a table that still has the primary key which another item drops. */
  private Item withKey(Item drop, Item dropKey) {
    Constraint key = KeyWithColumn.findKey(dropKey).orElseThrow().definition();
    AddConstraint there = new AddConstraint(drop.clause().table().orElseThrow(), key);
    return item(drop.migration(), drop.statement(), drop.clause().behind(there));
  }

  /** One statement that no recipe copes with leaves the review and the other statements alone. */
  private Item item(
      ExaminedMigration migration, ExaminedStatement statement, ExaminedClause clause) {
    Situation situation = situation(migration, statement, clause);
    try {
      return item(migration, statement, situation);
    } catch (RuntimeException failure) {
      String kind = clause.operation().kind();
      int line = clause.clause().span().line();
      LOG.error("Cannot plan {} in {}:{}", kind, migration.migration().path(), line, failure);
      Optional<String> problem = Optional.of(FAILED.formatted(kind));
      return new Item(migration, statement, situation, List.of(), problem, WayBack.NONE);
    }
  }

  private Item item(ExaminedMigration migration, ExaminedStatement statement, Situation situation) {
    ExaminedClause clause = situation.clause();
    List<PlannedStep> steps = steps(situation).stream().map(step -> timed(step, clause)).toList();
    Optional<String> problem =
        steps.isEmpty() ? problem(migration, statement, clause) : Optional.empty();
    boolean kept = steps.isEmpty() && problem.isEmpty();
    WayBack back = kept ? Undo.of(clause.clause().operation(), situation.before()) : WayBack.NONE;
    return new Item(migration, statement, situation, steps, problem, back);
  }

  /** With the time that it takes on a table of known size. */
  private PlannedStep timed(PlannedStep planned, ExaminedClause clause) {
    return clause
        .table()
        .flatMap(
            table ->
                examination
                    .sizes()
                    .find(table)
                    .flatMap(known -> Estimates.scaled(planned.step().duration(), known, table)))
        .map(duration -> planned.with(planned.step().taking(duration)))
        .orElse(planned);
  }

  private Situation situation(
      ExaminedMigration migration, ExaminedStatement statement, ExaminedClause clause) {
    Set<String> hazards =
        Stream.of(
                statement.findings().stream(),
                migration.findings().stream(),
                examination.findings().stream())
            .flatMap(findings -> findings)
            .filter(finding -> finding.severity() != Severity.ADVICE)
            .filter(finding -> at(finding, clause))
            .map(Finding::hazard)
            .collect(Collectors.toCollection(HashSet::new));
    if (copiesUnsaid(statement, clause)) {
      hazards.add("alter-copies-table");
    }
    return new Situation(
        clause,
        statement,
        examination.before(),
        end,
        hazards,
        values,
        dualWrite,
        examination.change().tool(),
        replaced.findOld(clause));
  }

  /** Whether an action is heavy by itself, and another of its statement is said to be. */
  private static boolean copiesUnsaid(ExaminedStatement statement, ExaminedClause clause) {
    return statement.clauses().size() > 1
        && statement.findings().stream().anyMatch(f -> f.severity() == Severity.DANGER)
        && !(clause.operation() instanceof TableOperation.ChooseAlgorithm)
        && clause
            .impact()
            .flatMap(Impact::online)
            .filter(online -> !online.concurrentWrites())
            .filter(online -> !clause.before().isNew(online.table()))
            .isPresent();
  }

  private static boolean at(Finding finding, ExaminedClause clause) {
    return finding.path().equals(clause.migration().path())
        && finding.line() == clause.clause().span().line()
        && finding.endLine() == clause.clause().span().endLine();
  }

  private List<PlannedStep> steps(Situation situation) {
    return recipes.stream()
        .filter(recipe -> recipe.fits(situation.engine().dialect()))
        .filter(recipe -> recipe.settles().stream().anyMatch(situation.hazards()::contains))
        .map(recipe -> recipe.plan(situation))
        .filter(steps -> !steps.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** What was found dangerous here and has no safe way, unless another action explains it. */
  private Optional<String> problem(
      ExaminedMigration migration, ExaminedStatement statement, ExaminedClause clause) {
    if (clause.operation() instanceof RenameColumn rename && takesFormerName(clause, rename)) {
      return Optional.of(
          "Old and new versions would mean different columns by `%s`, since the change gives the name of one to another. Leave `%s` its name, or rename it in a later change, once `%1$s` is gone and no running version asks for it."
              .formatted(rename.to(), rename.columnName()));
    }
    Optional<String> renamed = mysql() ? this.renamed.objection(clause) : Optional.empty();
    if (renamed.isPresent()) {
      return renamed;
    }
    return statement.findings().stream()
        .filter(f -> f.severity() == Severity.DANGER && !settledApart().contains(f.hazard()))
        .filter(f -> at(f, clause))
        .filter(
            f ->
                statement.clauses().stream()
                    .filter(other -> !other.equals(clause) && at(f, other))
                    .filter(other -> settles(other, f))
                    .noneMatch(other -> !steps(situation(migration, statement, other)).isEmpty()))
        .map(Finding::message)
        .findFirst();
  }

  /** A primary key that goes is not settled by what is done to other parts of the table. */
  private static boolean settles(ExaminedClause other, Finding finding) {
    return !finding.hazard().equals("drop-primary-key")
        || (other.operation() instanceof AddConstraint add
            && add.constraint().kind() == Constraint.Kind.PRIMARY_KEY)
        || other.operation() instanceof DropConstraint;
  }

  /** Whether a column of the change gets a name that another had before it. */
  private boolean takesFormerName(ExaminedClause clause, RenameColumn rename) {
    return examination
        .before()
        .findTable(clause.before().resolve(rename.table()))
        .filter(table -> table.findColumn(rename.to()).isPresent())
        .filter(table -> table.findColumn(rename.columnName()).isEmpty())
        .isPresent();
  }
}
