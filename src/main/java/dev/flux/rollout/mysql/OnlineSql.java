package dev.flux.rollout.mysql;

import dev.flux.engine.Engine;
import dev.flux.engine.EngineFacts;
import dev.flux.engine.Impact;
import dev.flux.engine.OnlineDdl;
import dev.flux.engine.OnlineDdl.Algorithm;
import dev.flux.engine.mysql.MysqlFacts;
import dev.flux.schema.Catalog;
import dev.flux.schema.Index;
import dev.flux.sql.Dialect;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import dev.flux.sql.TableOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says in each statement how MySQL or MariaDB must carry it out, so that the server refuses it
 * where it would copy the table or lock it (MySQL 8.0 manual, 15.1.9 ALTER TABLE, Performance and
 * Space Requirements and Concurrency Control; MariaDB documentation, ALTER TABLE).
 *
 * @param before the schema as of the first statement
 */
public record OnlineSql(Catalog before, Engine engine) {
  /** Gives up instead of queueing, and everybody behind it, when a metadata lock is not free. */
  public static final String LOCK_WAIT = "SET SESSION lock_wait_timeout = 5;";

  private static final Pattern CHOICE =
      Pattern.compile(
          "(?i)[,\\s]+(?:ALGORITHM|LOCK)\\s*=?\\s*(?:DEFAULT|INSTANT|NOCOPY|INPLACE|COPY|NONE|SHARED|EXCLUSIVE)\\b");

  /** Whether it is MySQL or MariaDB. */
  public static boolean speaks(Dialect dialect) {
    return dialect == Dialect.MYSQL || dialect == Dialect.MARIADB;
  }

  /** Statements for a file of their own: each as it must be done, and none waits for long. */
  public String alone(List<String> statements) {
    return statements.isEmpty() ? "" : LOCK_WAIT + "\n" + String.join("\n", stated(statements));
  }

  /** Each statement, with how it must be done. */
  public List<String> stated(List<String> statements) {
    List<String> stated = new ArrayList<>();
    OnlineSql at = this;
    for (String sql : statements) {
      stated.add(at.stated(sql));
      at = at.after(sql);
    }
    return List.copyOf(stated);
  }

  /** The same once the statements in a text are done. */
  public OnlineSql after(String sql) {
    Catalog after = before;
    for (Statement statement : read(sql)) {
      for (Operation operation : statement.operations()) {
        after = after.after(operation);
      }
    }
    return new OnlineSql(after, engine);
  }

  private List<Statement> read(String sql) {
    return SqlReader.read(sql, engine.dialect()).statements();
  }

  /**
   * One statement with the lightest way that the server accepts; as it is where it says one itself,
   * where it takes none, and where there is nothing but a copy that nobody can write during.
   */
  public String stated(String sql) {
    List<Statement> statements = read(sql);
    if (statements.size() != 1
        || !takesChoice(statements.get(0))
        || statements.get(0).operations().stream().anyMatch(this::computesBesideOther)) {
      return sql;
    }
    Optional<OnlineDdl> ddl =
        impact(statements.get(0))
            .flatMap(Impact::online)
            .filter(online -> !before.isNew(online.table()))
            .filter(online -> online.algorithm() != Algorithm.COPY || online.concurrentWrites());
    int end = statements.get(0).span().end();
    return ddl.map(
            online ->
                sql.substring(0, end) + choice(statements.get(0), online) + sql.substring(end))
        .orElse(sql);
  }

  /**
   * Whether an index on an expression comes beside another: MySQL adds its hidden column in place
   * only where it takes the other's for unchanged, which depends on how it reckons types (measured:
   * {@code COALESCE} of DATETIME(6) and DATETIME).
   */
  private boolean computesBesideOther(Operation operation) {
    return engine.dialect() == Dialect.MYSQL
        && operation instanceof IndexOperation.CreateIndex create
        && create.elements().stream().anyMatch(element -> element.column().isEmpty())
        && before
            .findTable(create.table())
            .filter(table -> table.indexes().stream().anyMatch(Index::computes))
            .isPresent();
  }

  /** A CREATE or DROP INDEX that does not say how it is done. */
  public static String withoutChoice(String sql) {
    return CHOICE.matcher(sql).replaceAll("");
  }

  private static String choice(Statement statement, OnlineDdl ddl) {
    boolean alter = begins(statement, "ALTER");
    String algorithm = (alter ? ", " : " ") + "ALGORITHM=" + ddl.algorithm();
    // INSTANT locks nothing, and MySQL refuses to be told so.
    return ddl.algorithm() == Algorithm.INSTANT || !ddl.concurrentWrites()
        ? algorithm
        : algorithm + (alter ? ", " : " ") + "LOCK=NONE";
  }

  private static boolean begins(Statement statement, String word) {
    return statement.sql().toUpperCase(Locale.ROOT).startsWith(word);
  }

  /** OPTIMIZE and RENAME have no place for it, partitions another, DROP INDEX of MariaDB none. */
  private boolean takesChoice(Statement statement) {
    boolean dropsIndex =
        statement.operations().stream().anyMatch(IndexOperation.DropIndex.class::isInstance);
    boolean placed =
        begins(statement, "ALTER")
            || begins(statement, "CREATE")
            || (dropsIndex && engine.dialect() == Dialect.MYSQL);
    return placed
        && statement.operations().stream()
            .noneMatch(
                operation ->
                    operation instanceof TableOperation.ChooseAlgorithm
                        || operation instanceof TableOperation.ChangePartitions);
  }

  /** What a text of one or more statements does altogether; empty where it alters no table. */
  public Optional<Impact> impact(String sql) {
    List<Impact> impacts = new ArrayList<>();
    OnlineSql at = this;
    for (Statement statement : read(sql)) {
      at.impact(statement).filter(impact -> impact.online().isPresent()).ifPresent(impacts::add);
      at = at.after(statement.sql());
    }
    return impacts.stream().reduce(Impact::and);
  }

  /** Whether a text of one or more statements writes every row anew while rows can be changed. */
  boolean rewrites(String sql) {
    return impact(sql)
        .flatMap(Impact::online)
        .filter(online -> online.rewrites() && online.concurrentWrites())
        .isPresent();
  }

  /** Whether rows can be changed all the while. */
  boolean lets(String sql) {
    return impact(sql).flatMap(Impact::online).filter(OnlineDdl::concurrentWrites).isPresent();
  }

  private Optional<Impact> impact(Statement statement) {
    EngineFacts facts = new MysqlFacts(engine.dialect());
    EngineFacts.Whole whole = new EngineFacts.Whole(statement.operations(), before);
    List<Impact> impacts = new ArrayList<>();
    Catalog catalog = before;
    for (Operation operation : statement.operations()) {
      Optional<Impact> impact = facts.impact(operation, whole, catalog, engine.version());
      if (impact.isEmpty()) {
        return Optional.empty();
      }
      impacts.add(impact.get());
      catalog = catalog.after(operation);
    }
    return impacts.stream().reduce(Impact::and);
  }
}
