package dev.flux.sql;

import dev.flux.sql.Statement.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads one statement: its first words choose the one reader that knows it. */
final class StatementReader {
  /**
   * No table has as many columns; each action is judged on the schema that those before it leave.
   */
  private static final int MOST_CLAUSES = 5_000;

  private final Tokens tokens;
  private final int start;

  StatementReader(Tokens tokens) {
    this.tokens = tokens;
    this.start = tokens.at();
  }

  /** What it does; the whole of it unreadable where its reader gave up. */
  List<Clause> read() {
    try {
      List<Clause> clauses = clauses();
      tokens.expectEnd();
      if (clauses.size() > MOST_CLAUSES) {
        throw new UnexpectedToken(
            "it does %d things, and Flux follows %d".formatted(clauses.size(), MOST_CLAUSES));
      }
      return clauses;
    } catch (UnexpectedToken e) {
      String text = tokens.text(start, tokens.end());
      return one(new Unreadable(text, e.reason()));
    }
  }

  private List<Clause> clauses() {
    if (tokens.isSymbol('(')) {
      return QueryReader.read(tokens, start);
    }
    if (!tokens.is(TokenKind.WORD)) {
      throw tokens.unexpected("a statement");
    }
    String word = tokens.textOf(start).toUpperCase(Locale.ROOT);
    return switch (word) {
      case "SELECT", "VALUES", "TABLE", "WITH", "UPDATE", "DELETE", "MERGE" ->
          QueryReader.read(tokens, start);
      case "INSERT", "REPLACE" -> InsertReader.read(tokens, start);
      default -> {
        tokens.skip();
        yield definition(word);
      }
    };
  }

  private List<Clause> definition(String word) {
    return switch (word) {
      case "CREATE" -> new CreateReader(tokens, start).read();
      case "ALTER" -> alter();
      case "SET" ->
          tokens.mysql() && tokens.is("STATEMENT")
              ? new CarriedStatement(tokens, start).behindSettings()
              : new SettingReader(tokens, start).set();
      case "COPY" ->
          tokens.isSymbol('(')
              ? new CarriedStatement(tokens, start).copied()
              : one(new ProcedureReader(tokens).read(word));
      case "VACUUM" -> all(session().vacuum());
      case "OPTIMIZE" -> all(session().optimize());
      case "RENAME" -> {
        if (!tokens.takeAny("TABLES")) {
          tokens.expect("TABLE");
        }
        yield all(session().renameTables());
      }
      case "DROP" -> drop();
      case "EXPLAIN" -> new CarriedStatement(tokens, start).explained();
      case "PREPARE" -> new CarriedStatement(tokens, start).prepared();
      default -> one(operation(word));
    };
  }

  private Operation operation(String word) {
    return switch (word) {
      case "COMMENT" -> {
        tokens.expect("ON");
        yield PrivilegeReader.comment(tokens);
      }
      case "GRANT", "REVOKE", "REASSIGN" -> PrivilegeReader.privileges(tokens);
      case "RESET" -> new SettingReader(tokens, start).reset();
      case "REINDEX" -> new IndexReader(tokens).reindex();
      case "REFRESH" -> ViewReader.refresh(tokens);
      case "DO", "CALL", "EXECUTE" -> new ProcedureReader(tokens).read(word);
      default -> sessionOperation(word);
    };
  }

  private Operation sessionOperation(String word) {
    return switch (word) {
      case "BEGIN" ->
          tokens.mysql() && tokens.is("NOT", "ATOMIC")
              ? ProcedureReader.blockOfMariadb(tokens)
              : session().begin();
      case "START" -> {
        tokens.expect("TRANSACTION");
        yield session().begin();
      }
      case "COMMIT", "END" -> session().commit();
      case "ROLLBACK", "ABORT" -> session().rollback();
      case "SAVEPOINT", "RELEASE" -> session().savepoint();
      case "LOCK" -> session().lock();
      case "TRUNCATE" -> session().truncate();
      case "ANALYZE", "ANALYSE" -> session().analyze();
      case "CLUSTER" -> session().cluster();
      case "CHECKPOINT" ->
          new SessionOperation.Maintain(
              SessionOperation.Maintain.Kind.CHECKPOINT, List.of(), tokens.text());
      case "SECURITY" -> {
        tokens.expect("LABEL");
        tokens.refusePlaceholders();
        tokens.skipAll();
        ObjectName label = ObjectName.of("security label");
        yield new ObjectOperation.AlterObject(ObjectKind.OTHER, label, tokens.text());
      }
      case "IMPORT" -> {
        tokens.expect("FOREIGN", "SCHEMA");
        ObjectName schema = ObjectName.of(tokens.identifier("a schema"));
        tokens.refusePlaceholders();
        tokens.skipAll();
        yield new ObjectOperation.AlterObject(ObjectKind.OTHER, schema, tokens.text());
      }
      case "DEALLOCATE",
          "DISCARD",
          "LISTEN",
          "UNLISTEN",
          "NOTIFY",
          "SHOW",
          "USE",
          "PRAGMA",
          "LOAD",
          "DECLARE",
          "FETCH",
          "MOVE",
          "CLOSE",
          "UNLOCK",
          "ATTACH",
          "DETACH",
          "DESCRIBE" ->
          session().other();
      case "FLUSH", "CHECK", "DESC", "INSTALL", "UNINSTALL", "HELP", "SIGNAL", "RESIGNAL" -> {
        if (!tokens.mysql() || tokens.text().toUpperCase(Locale.ROOT).contains("LOCK")) {
          throw tokens.unexpected("a statement that takes no lock");
        }
        yield session().other();
      }
      default -> {
        tokens.backTo(start);
        throw tokens.unexpected("a statement");
      }
    };
  }

  private List<Clause> alter() {
    if (tokens.mysql()) {
      tokens.takeAny("ONLINE", "OFFLINE");
      tokens.take("IGNORE");
    }
    if (tokens.postgres()) {
      Optional<Operation> moved = new TablespaceMoveReader(tokens, start).find();
      if (moved.isPresent()) {
        return one(moved.get());
      }
    }
    if (tokens.take("TABLE")) {
      return new AlterTableReader(tokens, start).read();
    }
    if (tokens.take("INDEX")) {
      return one(new IndexReader(tokens).alter());
    }
    if (tokens.is("FOREIGN", "TABLE")) {
      return foreignTable();
    }
    if (tokens.take("TYPE")) {
      return one(new TypeObjectReader(tokens).alterType());
    }
    if (tokens.take("DOMAIN")) {
      return one(new TypeObjectReader(tokens).alterDomain());
    }
    if (tokens.take("DEFAULT", "PRIVILEGES")) {
      return one(PrivilegeReader.privileges(tokens));
    }
    if (tokens.take("SYSTEM", "SET")) {
      tokens.refusePlaceholders();
      Clause local = new SettingReader(tokens, start).set().get(0);
      if (!(local.operation() instanceof SessionOperation.SetSetting set)) {
        throw tokens.unexpected("a setting");
      }
      return one(
          new SessionOperation.SetSetting(
              set.name(), set.value(), SessionOperation.SetSetting.Scope.GLOBAL));
    }
    if (tokens.take("POLICY")) {
      return one(new RoutineReader(tokens, false).policy());
    }
    return one(new ObjectReader(tokens, kind()).alter());
  }

  /** Columns of a foreign table go and are renamed like others; the rest touches no rows. */
  private List<Clause> foreignTable() {
    int at = tokens.at();
    tokens.take("FOREIGN", "TABLE");
    List<Clause> actions = new AlterTableReader(tokens, start).read();
    boolean columns =
        actions.stream()
            .map(Clause::operation)
            .allMatch(
                operation ->
                    operation instanceof ColumnOperation.DropColumn
                        || operation instanceof ColumnOperation.RenameColumn);
    if (columns) {
      return actions;
    }
    tokens.backTo(at);
    return one(new ObjectReader(tokens, kind()).alter());
  }

  private ObjectKind kind() {
    Optional<ObjectKind> kind = ObjectKinds.take(tokens);
    return kind.orElseThrow(() -> tokens.unexpected("the kind of object"));
  }

  private List<Clause> drop() {
    if (tokens.take("INDEX")) {
      IndexOperation.DropIndex drop = new IndexReader(tokens).drop();
      List<Clause> clauses = new ArrayList<>(one(drop));
      clauses.addAll(IndexReader.algorithms(tokens, drop.table()));
      return clauses;
    }
    if (tokens.take("OWNED", "BY")) {
      boolean cascade = tokens.list().isWord(tokens.end() - 1, "CASCADE");
      return one(
          new ObjectOperation.DropObject(
              ObjectKind.OTHER,
              List.of(ObjectName.of("owned by " + tokens.rest())),
              false,
              cascade));
    }
    tokens.take("TEMPORARY");
    return one(new ObjectReader(tokens, kind()).drop());
  }

  private SessionReader session() {
    return new SessionReader(tokens);
  }

  private List<Clause> one(Operation operation) {
    return List.of(new Clause(tokens.span(start, tokens.end()), operation));
  }

  private List<Clause> all(List<Operation> operations) {
    List<Clause> clauses = new ArrayList<>();
    operations.forEach(operation -> clauses.addAll(one(operation)));
    return clauses;
  }
}
