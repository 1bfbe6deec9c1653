package dev.flux.sql;

import dev.flux.sql.Statement.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads CREATE TABLE in all its forms. */
final class CreateTableReader {
  private final Tokens tokens;
  private final int statement;
  private final boolean temporary;
  private final boolean unlogged;
  private final List<ColumnDefinition> columns = new ArrayList<>();
  private final List<Constraint> constraints = new ArrayList<>();
  private final List<ObjectName> likeTables = new ArrayList<>();
  private final List<Clause> indexes = new ArrayList<>();
  private List<ObjectName> parents = List.of();
  private List<ObjectName> reads = List.of();
  private Optional<ObjectName> partitionOf = Optional.empty();
  private TableOptions options = TableOptions.NONE;
  private boolean partitioned;
  private boolean asQuery;
  private ObjectName table = ObjectName.of("");

  /**
   * @param statement its first token
   */
  CreateTableReader(Tokens tokens, int statement, boolean temporary, boolean unlogged) {
    this.tokens = tokens;
    this.statement = statement;
    this.temporary = temporary;
    this.unlogged = unlogged;
  }

  /** Behind CREATE TABLE: the table, and on MySQL the indexes that stand in its brackets. */
  List<Clause> read() {
    boolean ifNotExists = tokens.takeIfNotExists();
    table = tokens.name("a table name");
    int start = tokens.at();
    boolean shaped = content();
    if (tokens.mysql()) {
      options = MysqlTableOptions.readAll(tokens);
    }
    while (option()) {
      // Each call takes one.
    }
    query();
    if (!shaped && !asQuery) {
      throw tokens.unexpected("`(`, AS or PARTITION OF");
    }
    tokens.expectEnd();
    return clauses(ifNotExists, start);
  }

  /** Behind CREATE VIRTUAL TABLE of SQLite: the module gives the columns, as a query would. */
  List<Clause> readVirtual() {
    boolean ifNotExists = tokens.takeIfNotExists();
    table = tokens.name("a table name");
    int start = tokens.at();
    tokens.expect("USING");
    tokens.identifier("a module");
    if (tokens.isSymbol('(')) {
      tokens.skipGroup();
    }
    tokens.expectEnd();
    asQuery = true;
    return clauses(ifNotExists, start);
  }

  private List<Clause> clauses(boolean ifNotExists, int start) {
    Operation operation =
        new TableOperation.CreateTable(
            table,
            ifNotExists,
            temporary,
            unlogged,
            columns,
            constraints,
            partitionOf,
            partitioned,
            likeTables,
            parents,
            asQuery,
            reads,
            options,
            tokens.text(start, tokens.end()));
    List<Clause> clauses = new ArrayList<>();
    clauses.add(new Clause(tokens.span(statement, tokens.end()), operation));
    clauses.addAll(indexes);
    return clauses;
  }

  /** Whether anything but a query says what the table looks like. */
  private boolean content() {
    if (tokens.take("PARTITION", "OF")) {
      partitionOf = Optional.of(tokens.name("a table name"));
      if (tokens.isSymbol('(')) {
        typedElements(tokens.group());
      }
      PartitionReader.bounds(tokens);
    } else if (tokens.take("OF")) {
      tokens.name("a type");
      if (tokens.isSymbol('(')) {
        typedElements(tokens.group());
      }
    } else if (tokens.mysql() && likeInBrackets()) {
      Tokens inside = tokens.group();
      inside.expect("LIKE");
      likeTables.add(inside.name("a table name"));
      inside.expectEnd();
    } else if (tokens.mysql() && tokens.take("LIKE")) {
      likeTables.add(tokens.name("a table name"));
    } else if (tokens.isSymbol('(')) {
      elements(tokens.group());
    } else {
      return false;
    }
    return true;
  }

  private boolean likeInBrackets() {
    return tokens.isSymbol('(') && tokens.isAhead(1, "LIKE");
  }

  /** Columns whose types come from elsewhere: only their rules are written. */
  private void typedElements(Tokens inside) {
    inside.refusePlaceholders();
    do {
      if (ConstraintReader.starts(inside)) {
        constraints.add(ConstraintReader.read(inside));
      } else {
        inside.identifier("a column name");
        inside.untilComma();
      }
    } while (inside.takeSymbol(','));
    inside.expectEnd();
  }

  private void elements(Tokens inside) {
    if (inside.done()) {
      return;
    }
    do {
      element(inside);
      // SQLite needs no comma between constraints of the table.
    } while (inside.takeSymbol(',') || (inside.sqlite() && ConstraintReader.starts(inside)));
    inside.expectEnd();
  }

  private void element(Tokens inside) {
    int start = inside.at();
    if (inside.is("LIKE")) {
      inside.skip();
      likeTables.add(inside.name("a table name"));
      while (inside.takeAny("INCLUDING", "EXCLUDING")) {
        inside.identifier("what to copy");
      }
    } else if (ConstraintReader.starts(inside)) {
      constraints.add(ConstraintReader.read(inside));
    } else if (inside.mysql() && inside.is("PERIOD", "FOR")) {
      MysqlActionReader.period(inside);
    } else if (IndexReader.startsInTable(inside)) {
      Operation index = new IndexReader(inside).inTable(table);
      indexes.add(new Clause(inside.span(start, inside.at()), index));
    } else if (!nameOfQueryColumn(inside)) {
      columns.add(ColumnReader.read(inside));
    }
  }

  /** {@code CREATE TABLE t (a, b) AS …}: the query gives the types. */
  private static boolean nameOfQueryColumn(Tokens inside) {
    int start = inside.at();
    if (!inside.sqlite() && inside.isName()) {
      inside.skip();
      if (inside.done() || inside.isSymbol(',')) {
        return true;
      }
      inside.backTo(start);
    }
    return false;
  }

  private boolean option() {
    if (tokens.take("INHERITS")) {
      Tokens inside = tokens.group();
      parents = inside.names("a table name");
      inside.expectEnd();
    } else if (tokens.is("PARTITION", "BY")) {
      partitioned = true;
      if (tokens.mysql()) {
        MysqlPartitionReader.by(tokens);
      } else {
        PartitionReader.by(tokens);
      }
    } else if (tokens.postgres() && tokens.take("USING")) {
      tokens.identifier("an access method");
    } else if (tokens.postgres() && tokens.take("WITH")) {
      tokens.skipGroup();
    } else if (tokens.take("TABLESPACE")) {
      tokens.identifier("a tablespace");
    } else if (tokens.take("ON", "COMMIT")) {
      if (!tokens.take("DROP") && !tokens.take("DELETE", "ROWS")) {
        tokens.expect("PRESERVE", "ROWS");
      }
    } else if (tokens.sqlite()) {
      return tokens.takeSymbol(',') || tokens.take("STRICT") || tokens.take("WITHOUT", "ROWID");
    } else {
      return tokens.take("WITHOUT", "OIDS");
    }
    return true;
  }

  private boolean queryStarts() {
    if (!tokens.mysql()) {
      return tokens.is("AS");
    }
    tokens.takeAny("IGNORE", "REPLACE");
    return tokens.isAny("AS", "SELECT", "WITH", "VALUES", "TABLE") || tokens.isSymbol('(');
  }

  private void query() {
    if (!queryStarts()) {
      return;
    }
    tokens.take("AS");
    asQuery = true;
    reads = ViewReader.readsOf(ViewReader.query(tokens));
    tokens.skipAll();
  }
}
