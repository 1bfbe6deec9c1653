package dev.flux.hazard;

import dev.flux.engine.EngineFacts;
import dev.flux.engine.Impact;
import dev.flux.engine.mysql.MysqlFacts;
import dev.flux.engine.postgresql.PostgresFacts;
import dev.flux.engine.sqlite.SqliteFacts;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.Section;
import dev.flux.migration.TransactionMode;
import dev.flux.schema.Catalog;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.DataOperation;
import dev.flux.sql.DataOperation.CallRoutine;
import dev.flux.sql.DataOperation.RunBlock;
import dev.flux.sql.Dialect;
import dev.flux.sql.Naming;
import dev.flux.sql.Operation;
import dev.flux.sql.Script;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import dev.flux.sql.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the history and the change, asks the engine for facts, and lets every hazard judge. */
public final class Examiner {
  private static final EngineFacts POSTGRES = new PostgresFacts();

  private static final EngineFacts SQLITE = new SqliteFacts();

  private static final EngineFacts MYSQL = new MysqlFacts(Dialect.MYSQL);

  private static final EngineFacts MARIADB = new MysqlFacts(Dialect.MARIADB);

  /** How many files of the history tell how names are written. */
  private static final int RECENT = 5;

  private final MigrationChange change;
  private final EngineFacts facts;
  private final Policy policy;
  private boolean historyComplete;
  private Catalog catalog;
  private Catalog inUse;

  private Examiner(MigrationChange change, EngineFacts facts, Policy policy) {
    this.change = change;
    this.facts = facts;
    this.policy = policy;
    this.historyComplete = !change.history().isEmpty();
    this.catalog = Catalog.empty(change.engine().dialect());
    this.inUse = catalog;
  }

  /** Examines the change to one directory with Flux's facts about its engine. */
  public static Examination examine(MigrationChange change) {
    return examine(change, Policy.NONE);
  }

  /** The same, weighed as the repository asks for. */
  public static Examination examine(MigrationChange change, Policy policy) {
    return new Examiner(change, factsAbout(change.engine().dialect()), policy).examine();
  }

  private static EngineFacts factsAbout(Dialect dialect) {
    return switch (dialect) {
      case POSTGRESQL -> POSTGRES;
      case SQLITE -> SQLITE;
      case MYSQL -> MYSQL;
      case MARIADB -> MARIADB;
    };
  }

  /** Examines the change to one directory with the given facts. */
  public static Examination examine(MigrationChange change, EngineFacts facts) {
    return new Examiner(change, facts, Policy.NONE).examine();
  }

  private Examination examine() {
    List<Script> history = readAll(change.history());
    List<Script> scripts = readAll(change.changed());
    history.forEach(this::foldHistory);
    catalog = catalog.withNaming(naming(history, scripts));
    historyComplete =
        historyComplete && catalog.tables().stream().allMatch(table -> table.era() >= 0);
    beginChange();
    Catalog before = catalog;
    List<ExaminedMigration> migrations = new ArrayList<>();
    for (int i = 0; i < scripts.size(); i++) {
      if (change.oneChange()) {
        catalog = catalog.newSession();
      } else {
        beginChange();
      }
      migrations.add(examine(change.changed().get(i), scripts.get(i)));
    }
    Examination judged =
        new Examination(change, before, migrations, List.of(), List.of(), policy.sizes());
    Examination whole =
        new Examination(
            change, before, migrations, Judgement.of(judged), List.of(), policy.sizes());
    return Suppression.of(whole.each(policy::weigh), policy);
  }

  /** The change itself says how its names are written; where it has none, what came before it. */
  private Naming naming(List<Script> history, List<Script> scripts) {
    List<Script> newest =
        new ArrayList<>(history.subList(Math.max(0, history.size() - RECENT), history.size()));
    newest.addAll(scripts);
    return Naming.in(newest, change.engine().dialect());
  }

  /** What exists now is old and in use. */
  private void beginChange() {
    catalog = catalog.nextEra();
    inUse = catalog;
  }

  private void foldHistory(Script script) {
    catalog = catalog.newSession();
    for (Statement statement : script.statements()) {
      for (Statement.Clause clause : clauses(statement, script)) {
        catalog = catalog.after(clause.operation());
        historyComplete = historyComplete && tellsAll(clause.operation(), statement, script);
      }
    }
  }

  private boolean tellsAll(Operation operation, Statement statement, Script script) {
    if (operation instanceof CallRoutine) {
      return CalledRoutine.known(statement, script, catalog, change.engine().dialect());
    }
    return !(operation instanceof Unreadable) && !(operation instanceof RunBlock);
  }

  private List<Statement.Clause> clauses(Statement statement, Script script) {
    return switch (change.engine().dialect()) {
      case POSTGRESQL -> {
        if (PreparedStatements.isExecute(statement)) {
          yield PreparedStatements.of(statement, script, Dialect.POSTGRESQL);
        }
        yield statement.clauses().get(0).operation() instanceof RunBlock
            ? BlockStatements.of(statement, Dialect.POSTGRESQL)
            : CalledRoutine.clauses(statement, catalog);
      }
      case MYSQL, MARIADB ->
          RoutineStatements.of(statement, script, catalog, change.engine().dialect());
      case SQLITE -> statement.clauses();
    };
  }

  /** In their order, read by all processors: each stands by itself, unlike what follows. */
  private List<Script> readAll(List<Migration> migrations) {
    return migrations.parallelStream().map(this::read).toList();
  }

  private Script read(Migration migration) {
    Section up = migration.up();
    return SqlReader.read(up.file().content(), up.start(), up.end(), change.engine().number());
  }

  private ExaminedMigration examine(Migration migration, Script script) {
    Catalog before = catalog;
    TransactionState state =
        new TransactionState(
            migration.transaction(), script.statements().size(), policy.settings().lockTimeout());
    Rebuilds rebuilds = Rebuilds.in(script, change.engine().dialect());
    List<ExaminedStatement> statements = new ArrayList<>();
    for (Statement statement : script.statements()) {
      statements.add(examine(migration, script, statement, state, rebuilds));
    }
    RolledBack.excuse(statements, migration, change.engine().dialect());
    ExaminedMigration judged =
        new ExaminedMigration(
            migration,
            script,
            transactional(migration, statements),
            statements,
            before,
            catalog,
            List.of());
    return judged.with(policy.sizes().weigh(Judgement.of(judged), judged));
  }

  private ExaminedStatement examine(
      Migration migration,
      Script script,
      Statement statement,
      TransactionState state,
      Rebuilds rebuilds) {
    state.beginStatement();
    List<ExaminedClause> clauses = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    List<Impact> impacts = new ArrayList<>();
    List<Statement.Clause> together = clauses(statement, script);
    EngineFacts.Whole whole =
        EngineFacts.Whole.of(
            statement, together.stream().map(Statement.Clause::operation).toList(), catalog);
    for (Statement.Clause clause : together) {
      Catalog before = before(clause, together);
      Optional<Impact> impact =
          facts.impact(clause.operation(), whole, before, change.engine().version());
      ExaminedClause examined =
          new ExaminedClause(
              change.engine(),
              migration,
              script,
              statement,
              clause,
              before,
              inUse,
              historyComplete,
              impact,
              UnseenPartitions.impact(
                  clause.operation(),
                  before,
                  schema ->
                      facts.impact(clause.operation(), whole, schema, change.engine().version())),
              state.open() && !commitsItself(clause.operation()),
              state.clauses(),
              state.held(),
              state.lockTimeout(),
              rebuilds);
      clauses.add(examined);
      impact.ifPresent(impacts::add);
      findings.addAll(policy.sizes().weigh(Judgement.of(examined), examined));
      state.run(examined);
      if (commitsItself(clause.operation())) {
        state.forget();
      }
      inUse = InUse.after(clause.operation(), catalog, inUse);
      catalog = catalog.after(clause.operation());
    }
    Optional<Impact> altogether =
        impacts.size() == clauses.size()
            ? impacts.stream().reduce(Impact::and)
            : Optional.<Impact>empty();
    return new ExaminedStatement(statement, clauses, altogether, findings);
  }

  /** DDL of MySQL and MariaDB ends the transaction before it, and is none itself. */
  private boolean commitsItself(Operation operation) {
    Dialect dialect = change.engine().dialect();
    return (dialect == Dialect.MYSQL || dialect == Dialect.MARIADB)
        && !(operation instanceof DataOperation)
        && !(operation instanceof SessionOperation);
  }

  /**
   * The schema as of an action. One ALTER TABLE drops before it does anything else, wherever that
   * stands in it, so that no constraint which goes proves that a column has no NULL.
   */
  private Catalog before(Statement.Clause clause, List<Statement.Clause> together) {
    Catalog before = catalog;
    if (clause.operation() instanceof ColumnOperation.SetNotNull) {
      for (Statement.Clause other : together) {
        if (other.operation() instanceof ConstraintOperation.DropConstraint drop) {
          before = before.after(drop);
        }
      }
    }
    return before;
  }

  /** Whether all that it does besides settings runs in a transaction. */
  private static boolean transactional(Migration migration, List<ExaminedStatement> statements) {
    List<ExaminedClause> work =
        statements.stream()
            .flatMap(statement -> statement.clauses().stream())
            .filter(clause -> !(clause.operation() instanceof SessionOperation))
            .toList();
    return work.isEmpty()
        ? migration.transaction().kind() == TransactionMode.Kind.WRAPPED
        : work.stream().allMatch(ExaminedClause::inTransaction);
  }
}
