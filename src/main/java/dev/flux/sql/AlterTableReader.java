package dev.flux.sql;

import dev.flux.sql.Statement.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads ALTER TABLE; every action becomes a clause of its own. */
final class AlterTableReader {
  private final Tokens tokens;
  private final int statement;
  private final List<Clause> clauses = new ArrayList<>();
  private ObjectName table = ObjectName.of("");
  private boolean ifExists;

  /**
   * @param statement its first token
   */
  AlterTableReader(Tokens tokens, int statement) {
    this.tokens = tokens;
    this.statement = statement;
  }

  /** Behind ALTER TABLE. An action that cannot be read does not hide the others. */
  List<Clause> read() {
    ifExists = tokens.takeIfExists();
    tokens.take("ONLY");
    table = tokens.name("a table name");
    tokens.takeOperator("*");
    if (tokens.mysql()) {
      MysqlActionReader.takeWait(tokens);
    }
    do {
      action();
    } while (tokens.takeSymbol(',') || partitions());
    if (clauses.size() == 1) {
      Span whole = tokens.span(statement, tokens.end());
      return List.of(new Clause(whole, clauses.get(0).operation()));
    }
    return clauses;
  }

  private void action() {
    int start = tokens.at();
    int before = clauses.size();
    try {
      oneAction();
      if (!tokens.done() && !tokens.isSymbol(',') && !partitions()) {
        throw tokens.unexpected("`,` or the end of the statement");
      }
    } catch (UnexpectedToken e) {
      clauses.subList(before, clauses.size()).clear();
      tokens.backTo(start);
      skipAction();
      add(start, new Unreadable(tokens.textSince(start), e.reason()));
    }
  }

  /** PARTITION BY follows the other actions without a comma. */
  private boolean partitions() {
    return tokens.mysql() && MysqlPartitionReader.starts(tokens);
  }

  private void skipAction() {
    try {
      tokens.untilComma();
    } catch (UnexpectedToken unclosed) {
      tokens.skipAll();
    }
  }

  private void add(int start, Operation operation) {
    int behind = Math.max(start + 1, tokens.at());
    clauses.add(new Clause(tokens.span(Math.min(start, tokens.end() - 1), behind), operation));
  }

  private void oneAction() {
    int start = tokens.at();
    if (tokens.mysql() && MysqlActionReader.starts(tokens)) {
      add(start, new MysqlActionReader(tokens, table).read());
    } else if (tokens.take("ADD")) {
      addition(start);
    } else if (tokens.take("DROP")) {
      add(start, removal());
    } else if (tokens.take("ALTER", "CONSTRAINT")) {
      String name = tokens.identifier("a constraint name");
      ConstraintReader.traits(tokens, tokens.at());
      tokens.take("INHERIT");
      add(start, new ConstraintOperation.AlterConstraint(table, name, tokens.textSince(start)));
    } else if (tokens.take("ALTER")) {
      tokens.take("COLUMN");
      add(start, new AlterColumnReader(tokens, table, start).read());
    } else if (tokens.take("RENAME")) {
      add(start, renaming());
    } else if (tokens.take("VALIDATE", "CONSTRAINT")) {
      String name = tokens.identifier("a constraint name");
      add(start, new ConstraintOperation.ValidateConstraint(table, name));
    } else if (tokens.take("SET", "SCHEMA")) {
      String schema = tokens.identifier("a schema name");
      add(start, new ObjectOperation.MoveToSchema(ObjectKind.TABLE, table, schema));
    } else if (tokens.is("ATTACH") || tokens.is("DETACH")) {
      add(start, partition());
    } else {
      add(start, new TableOptionReader(tokens, table).read());
    }
  }

  private void addition(int start) {
    if (ConstraintReader.starts(tokens)) {
      add(start, new ConstraintOperation.AddConstraint(table, ConstraintReader.read(tokens)));
      return;
    }
    if (IndexReader.startsInTable(tokens)) {
      add(start, new IndexReader(tokens).inTable(table));
      return;
    }
    tokens.take("COLUMN");
    boolean ifNotExists = tokens.takeIfNotExists();
    if (tokens.mysql() && tokens.isSymbol('(')) {
      columnsInBrackets(ifNotExists);
      return;
    }
    ColumnDefinition column = ColumnReader.read(tokens);
    add(
        start,
        new ColumnOperation.AddColumn(
            table, column, ifNotExists, MysqlActionReader.position(tokens)));
  }

  private void columnsInBrackets(boolean ifNotExists) {
    Tokens inside = tokens.group();
    do {
      int first = inside.at();
      ColumnDefinition column = ColumnReader.read(inside);
      clauses.add(
          new Clause(
              inside.span(first, inside.at()),
              new ColumnOperation.AddColumn(table, column, ifNotExists, Optional.empty())));
    } while (inside.takeSymbol(','));
    inside.expectEnd();
  }

  private Operation removal() {
    if (tokens.take("CONSTRAINT") || (tokens.mysql() && tokens.take("CHECK"))) {
      boolean exists = tokens.takeIfExists();
      String name = tokens.identifier("a constraint name");
      return new ConstraintOperation.DropConstraint(table, name, exists, tokens.takeCascade());
    }
    if (tokens.mysql() && tokens.take("PRIMARY", "KEY")) {
      return new ConstraintOperation.DropConstraint(table, "PRIMARY", false, false);
    }
    if (tokens.mysql() && tokens.take("FOREIGN", "KEY")) {
      boolean exists = tokens.takeIfExists();
      String name = tokens.identifier("a constraint name");
      return new ConstraintOperation.DropConstraint(table, name, exists, false);
    }
    if (tokens.mysql() && tokens.takeAny("INDEX", "KEY")) {
      boolean exists = tokens.takeIfExists();
      ObjectName index = tokens.name("an index name");
      return new IndexOperation.DropIndex(List.of(index), Optional.of(table), false, exists, false);
    }
    tokens.take("COLUMN");
    boolean exists = tokens.takeIfExists();
    String column = tokens.identifier("a column name");
    return new ColumnOperation.DropColumn(table, column, exists, tokens.takeCascade());
  }

  private Operation renaming() {
    if (tokens.take("TO") || (tokens.mysql() && (tokens.take("AS") || tokens.takeOperator("=")))) {
      ObjectName to = tokens.name("a new name");
      return new TableOperation.RenameTable(table, to.name(), ifExists);
    }
    if (tokens.take("CONSTRAINT")) {
      String name = tokens.identifier("a constraint name");
      return new ConstraintOperation.RenameConstraint(table, name, newName());
    }
    if (tokens.mysql() && tokens.takeAny("INDEX", "KEY")) {
      tokens.takeIfExists();
      ObjectName index = tokens.name("an index name");
      return new IndexOperation.RenameIndex(index, Optional.of(table), newName());
    }
    boolean saysColumn = tokens.take("COLUMN");
    if (tokens.mysql()) {
      tokens.takeIfExists();
    }
    String column = tokens.identifier("a column name");
    if (tokens.mysql() && !saysColumn && (tokens.done() || tokens.isSymbol(','))) {
      return new TableOperation.RenameTable(table, column, ifExists);
    }
    return new ColumnOperation.RenameColumn(table, column, newName(), false);
  }

  private String newName() {
    tokens.expect("TO");
    return tokens.identifier("a new name");
  }

  private Operation partition() {
    boolean attach = tokens.take("ATTACH");
    if (!attach) {
      tokens.expect("DETACH");
    }
    tokens.expect("PARTITION");
    ObjectName partition = tokens.name("a table name");
    if (!attach) {
      boolean concurrently = tokens.take("CONCURRENTLY");
      boolean finalizing = !concurrently && tokens.take("FINALIZE");
      return new TableOperation.DetachPartition(table, partition, concurrently, finalizing);
    }
    boolean isDefault = tokens.is("DEFAULT");
    String bounds = PartitionReader.bounds(tokens);
    return new TableOperation.AttachPartition(table, partition, isDefault, bounds);
  }
}
