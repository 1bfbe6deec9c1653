package dev.flux.sql;

import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.Statement.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads CREATE: the words behind it choose the reader of what is created. */
final class CreateReader {
  private final Tokens tokens;
  private final int start;
  private boolean orReplace;

  /**
   * @param start the statement's first token
   */
  CreateReader(Tokens tokens, int start) {
    this.tokens = tokens;
    this.start = start;
  }

  /** Behind CREATE. */
  List<Clause> read() {
    orReplace = tokens.take("OR", "REPLACE");
    if (tokens.mysql()) {
      mysqlHead();
    }
    tokens.takeAny("GLOBAL", "LOCAL");
    boolean temporary = tokens.takeAny("TEMP", "TEMPORARY");
    boolean unlogged = !temporary && tokens.take("UNLOGGED");
    if (tokens.is("TABLE") && (!orReplace || tokens.mysql())) {
      tokens.skip();
      return table(new CreateTableReader(tokens, start, temporary, unlogged).read());
    }
    if (tokens.sqlite() && tokens.take("VIRTUAL")) {
      tokens.expect("TABLE");
      return new CreateTableReader(tokens, start, false, false).readVirtual();
    }
    Operation operation = operation();
    List<Clause> clauses = new ArrayList<>();
    clauses.add(new Clause(tokens.span(start, tokens.end()), operation));
    if (operation instanceof ObjectOperation.CreateObject create
        && create.object() == ObjectKind.SCHEMA) {
      clauses.addAll(SchemaElements.read(tokens, create.name().name()));
    }
    if (operation instanceof IndexOperation.CreateIndex create) {
      clauses.addAll(IndexReader.algorithms(tokens, Optional.of(create.table())));
    }
    return clauses;
  }

  /** OR REPLACE of MariaDB drops the table that is there. */
  private List<Clause> table(List<Clause> created) {
    if (!orReplace || !(created.get(0).operation() instanceof TableOperation.CreateTable create)) {
      return created;
    }
    List<Clause> clauses = new ArrayList<>();
    clauses.add(
        new Clause(
            created.get(0).span(),
            new TableOperation.DropTable(List.of(create.table()), true, false)));
    clauses.addAll(created);
    return clauses;
  }

  private void mysqlHead() {
    if (tokens.take("ALGORITHM")) {
      tokens.takeOperator("=");
      tokens.identifier("an algorithm");
    }
    if (tokens.take("DEFINER")) {
      while (!tokens.done()
          && !tokens.isAny("SQL", "VIEW", "TRIGGER", "EVENT", "FUNCTION", "PROCEDURE")) {
        tokens.skip();
      }
    }
    if (tokens.take("SQL", "SECURITY")) {
      tokens.identifier("DEFINER or INVOKER");
    }
  }

  private Operation operation() {
    if (tokens.isAny("INDEX", "UNIQUE", "FULLTEXT", "SPATIAL")) {
      return new IndexReader(tokens).create();
    }
    tokens.take("RECURSIVE");
    if (tokens.take("VIEW")) {
      return ViewReader.create(tokens, orReplace, false);
    }
    if (tokens.take("MATERIALIZED", "VIEW")) {
      return ViewReader.create(tokens, orReplace, true);
    }
    if (tokens.take("TYPE")) {
      return new TypeObjectReader(tokens).createType();
    }
    if (tokens.take("DOMAIN")) {
      return new TypeObjectReader(tokens).createDomain();
    }
    return code();
  }

  private Operation code() {
    RoutineReader routine = new RoutineReader(tokens, orReplace);
    if (tokens.take("FUNCTION")) {
      return routine.routine(CreateRoutine.Kind.FUNCTION);
    }
    if (tokens.take("PROCEDURE")) {
      return routine.routine(CreateRoutine.Kind.PROCEDURE);
    }
    if (tokens.take("AGGREGATE")) {
      return routine.routine(CreateRoutine.Kind.AGGREGATE);
    }
    if (tokens.take("CONSTRAINT", "TRIGGER")) {
      return routine.trigger(true);
    }
    if (tokens.take("TRIGGER")) {
      return routine.trigger(false);
    }
    if (tokens.take("RULE")) {
      return routine.rule();
    }
    if (tokens.take("POLICY")) {
      return routine.policy();
    }
    ObjectKind kind =
        ObjectKinds.take(tokens).orElseThrow(() -> tokens.unexpected("what to create"));
    if (kind == ObjectKind.TABLE) {
      throw tokens.unexpected("CREATE TABLE without OR REPLACE");
    }
    return new ObjectReader(tokens, kind).create();
  }
}
