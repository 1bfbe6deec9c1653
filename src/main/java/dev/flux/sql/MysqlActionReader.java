package dev.flux.sql;

import dev.flux.sql.ColumnOperation.Position;
import java.util.Locale;
import java.util.Optional;

/** Reads the actions of ALTER TABLE that only MySQL and MariaDB have. */
final class MysqlActionReader {
  private final Tokens tokens;
  private final ObjectName table;
  private final int start;

  /** At the first token of the action. */
  MysqlActionReader(Tokens tokens, ObjectName table) {
    this.tokens = tokens;
    this.table = table;
    this.start = tokens.at();
  }

  /** Whether one of them stands here. */
  static boolean starts(Tokens tokens) {
    return tokens.isAny("MODIFY", "CHANGE", "ALGORITHM", "LOCK", "WITH", "WITHOUT")
        || tokens.is("ALTER", "INDEX")
        || tokens.is("ALTER", "KEY")
        || tokens.is("ALTER", "CHECK")
        || versioning(tokens)
        || MysqlPartitionReader.starts(tokens);
  }

  private static boolean versioning(Tokens tokens) {
    if (tokens.is("WITH", "SYSTEM")) {
      return true;
    }
    return tokens.isAny("ADD", "DROP")
        && ((tokens.isAhead(1, "SYSTEM") && tokens.isAhead(2, "VERSIONING"))
            || (tokens.isAhead(1, "PERIOD") && tokens.isAhead(2, "FOR")));
  }

  Operation read() {
    if (MysqlPartitionReader.starts(tokens)) {
      return MysqlPartitionReader.read(tokens, table);
    }
    if (tokens.isAny("ALGORITHM", "LOCK")) {
      return algorithm(tokens, table);
    }
    if (versioning(tokens)) {
      return systemVersioning();
    }
    if (tokens.isAny("WITH", "WITHOUT")) {
      tokens.skip();
      tokens.expect("VALIDATION");
      return new TableOperation.SetTableOption(
          table,
          TableOperation.SetTableOption.Option.OTHER,
          TableOptions.NONE,
          tokens.textSince(start));
    }
    if (tokens.take("ALTER", "CHECK")) {
      String name = tokens.identifier("a constraint name");
      ConstraintReader.traits(tokens, tokens.at());
      return new ConstraintOperation.AlterConstraint(table, name, tokens.textSince(start));
    }
    return tokens.is("ALTER") ? indexVisibility() : modification();
  }

  private Operation systemVersioning() {
    boolean added = tokens.takeAny("ADD", "WITH");
    if (!added) {
      tokens.expect("DROP");
    }
    if (tokens.is("PERIOD")) {
      if (added) {
        period(tokens);
      } else {
        tokens.expect("PERIOD", "FOR");
        tokens.identifier("a period");
      }
    } else {
      tokens.expect("SYSTEM", "VERSIONING");
    }
    return new TableOperation.SetTableOption(
        table,
        TableOperation.SetTableOption.Option.VERSIONING,
        TableOptions.NONE,
        tokens.textSince(start));
  }

  /** PERIOD FOR name (from, to). */
  static void period(Tokens tokens) {
    tokens.expect("PERIOD", "FOR");
    tokens.takeIfNotExists();
    tokens.identifier("a period");
    tokens.columnList();
  }

  /** ALGORITHM or LOCK, one of them or both. */
  static Operation algorithm(Tokens tokens, ObjectName table) {
    Optional<String> algorithm = Optional.empty();
    Optional<String> lock = Optional.empty();
    if (tokens.take("ALGORITHM")) {
      algorithm = choice(tokens);
    } else {
      tokens.expect("LOCK");
      lock = choice(tokens);
    }
    return new TableOperation.ChooseAlgorithm(table, algorithm, lock);
  }

  private static Optional<String> choice(Tokens tokens) {
    tokens.takeOperator("=");
    return Optional.of(MysqlTableOptions.value(tokens).toUpperCase(Locale.ROOT))
        .filter(word -> !word.equals("DEFAULT"));
  }

  /** WAIT n or NOWAIT of MariaDB, in front of the actions. */
  static void takeWait(Tokens tokens) {
    if (tokens.is("WAIT") && tokens.isAheadNumber(1)) {
      tokens.skip();
      tokens.skip();
    } else {
      tokens.take("NOWAIT");
    }
  }

  /** FIRST or AFTER, if it stands here. */
  static Optional<Position> position(Tokens tokens) {
    if (!tokens.mysql()) {
      return Optional.empty();
    }
    if (tokens.take("FIRST")) {
      return Optional.of(new Position(Optional.empty()));
    }
    return tokens.take("AFTER")
        ? Optional.of(new Position(Optional.of(tokens.identifier("a column name"))))
        : Optional.empty();
  }

  private Operation modification() {
    boolean change = tokens.take("CHANGE");
    if (!change) {
      tokens.expect("MODIFY");
    }
    tokens.take("COLUMN");
    tokens.takeIfExists();
    String old = change ? tokens.identifier("a column name") : "";
    ColumnDefinition column = ColumnReader.read(tokens);
    return new ColumnOperation.ModifyColumn(
        table, change ? old : column.name(), column, position(tokens));
  }

  private Operation indexVisibility() {
    tokens.expect("ALTER");
    tokens.skip();
    tokens.takeIfExists();
    ObjectName index = tokens.name("an index name");
    if (!tokens.takeAny("VISIBLE", "INVISIBLE", "IGNORED") && !tokens.take("NOT", "IGNORED")) {
      throw tokens.unexpected("VISIBLE or INVISIBLE");
    }
    return new IndexOperation.SetIndexOption(index, Optional.of(table), tokens.textSince(start));
  }
}
