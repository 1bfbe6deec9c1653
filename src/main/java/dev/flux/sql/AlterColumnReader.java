package dev.flux.sql;

import dev.flux.sql.ColumnOperation.SetColumnOption;
import dev.flux.sql.ColumnOperation.SetColumnOption.Option;
import java.util.Optional;

/** Reads ALTER COLUMN. */
final class AlterColumnReader {
  private final Tokens tokens;
  private final ObjectName table;
  private final int start;
  private String column = "";

  /**
   * @param start the first token of the action
   */
  AlterColumnReader(Tokens tokens, ObjectName table, int start) {
    this.tokens = tokens;
    this.table = table;
    this.start = start;
  }

  /** Behind ALTER [COLUMN]. */
  Operation read() {
    tokens.takeIfExists();
    column = tokens.identifier("a column name");
    if (tokens.take("SET", "DATA", "TYPE") || tokens.take("TYPE")) {
      return type();
    }
    if (tokens.is("ADD", "GENERATED")) {
      return addIdentity();
    }
    if (tokens.take("DROP")) {
      return removal();
    }
    if (tokens.take("RESET")) {
      tokens.skipGroup();
      return option(Option.ATTRIBUTES);
    }
    if (tokens.take("RESTART")) {
      return restart();
    }
    tokens.expect("SET");
    if (tokens.mysql() && tokens.takeAny("VISIBLE", "INVISIBLE")) {
      return option(Option.VISIBILITY);
    }
    return setting();
  }

  private Operation type() {
    SqlType type = TypeReader.read(tokens);
    Optional<String> collation =
        tokens.take("COLLATE") ? Optional.of(tokens.name("a collation").name()) : Optional.empty();
    Optional<Expression> using =
        tokens.take("USING") ? Optional.of(ExpressionReader.any(tokens)) : Optional.empty();
    if (!tokens.takeCascade()) {
      tokens.take("RESTRICT");
    }
    return new ColumnOperation.ChangeColumnType(table, column, type, using, collation);
  }

  private Operation addIdentity() {
    tokens.expect("ADD", "GENERATED");
    if (!tokens.take("ALWAYS")) {
      tokens.expect("BY", "DEFAULT");
    }
    tokens.expect("AS", "IDENTITY");
    if (tokens.isSymbol('(')) {
      tokens.skipGroup();
    }
    return new ColumnOperation.AddIdentity(table, column, tokens.textSince(start));
  }

  private Operation removal() {
    if (tokens.take("DEFAULT")) {
      return new ColumnOperation.DropDefault(table, column);
    }
    if (tokens.take("NOT", "NULL")) {
      return new ColumnOperation.DropNotNull(table, column);
    }
    if (tokens.take("IDENTITY")) {
      return new ColumnOperation.DropIdentity(table, column, tokens.takeIfExists());
    }
    tokens.expect("EXPRESSION");
    return new ColumnOperation.DropExpression(table, column, tokens.takeIfExists());
  }

  private Operation setting() {
    if (tokens.take("NOT", "NULL")) {
      if (tokens.sqlite() && tokens.take("ON", "CONFLICT")) {
        tokens.identifier("what to do on conflict");
      }
      return new ColumnOperation.SetNotNull(table, column);
    }
    if (tokens.take("DEFAULT")) {
      return new ColumnOperation.SetDefault(table, column, ExpressionReader.any(tokens));
    }
    if (tokens.take("EXPRESSION", "AS")) {
      Expression expression = ExpressionReader.whole(tokens.group());
      return new ColumnOperation.SetExpression(table, column, expression);
    }
    if (tokens.take("STATISTICS")) {
      tokens.takeOperator("-");
      tokens.skip();
      return option(Option.STATISTICS);
    }
    if (tokens.take("STORAGE")) {
      tokens.identifier("how it is stored");
      return option(Option.STORAGE);
    }
    if (tokens.take("COMPRESSION")) {
      tokens.identifier("a compression method");
      return option(Option.COMPRESSION);
    }
    if (tokens.isSymbol('(')) {
      tokens.skipGroup();
      return option(Option.ATTRIBUTES);
    }
    return identitySetting();
  }

  /** SET of an identity: GENERATED or options of its sequence, one or more. */
  private Operation identitySetting() {
    do {
      if (tokens.take("GENERATED")) {
        if (!tokens.take("ALWAYS")) {
          tokens.expect("BY", "DEFAULT");
        }
      } else {
        ObjectReader.sequenceOption(tokens);
      }
    } while (tokens.take("SET"));
    return tokens.take("RESTART") ? restart() : option(Option.IDENTITY_SEQUENCE);
  }

  private Operation restart() {
    tokens.take("WITH");
    if (tokens.is(TokenKind.NUMBER)) {
      tokens.skip();
    }
    return option(Option.IDENTITY_SEQUENCE);
  }

  private Operation option(Option option) {
    return new SetColumnOption(table, column, option, tokens.textSince(start));
  }
}
