package dev.flux.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a column as CREATE TABLE, ADD COLUMN, MODIFY and CHANGE define it. */
final class ColumnReader {
  private static final String[] CONSTRAINT_WORDS = {
    "CONSTRAINT",
    "NOT",
    "NULL",
    "CHECK",
    "DEFAULT",
    "GENERATED",
    "AS",
    "UNIQUE",
    "PRIMARY",
    "REFERENCES",
    "COLLATE",
    "AUTOINCREMENT",
    "DEFERRABLE",
    "INITIALLY"
  };

  private final Tokens tokens;
  private final List<Constraint> constraints = new ArrayList<>();
  private boolean notNull;
  private boolean autoIncrement;
  private Optional<Expression> defaultValue = Optional.empty();
  private Optional<ColumnDefinition.Generated> generated = Optional.empty();
  private Optional<String> charset = Optional.empty();
  private Optional<String> collation = Optional.empty();
  private Optional<String> comment = Optional.empty();
  private Optional<String> onUpdate = Optional.empty();
  private boolean invisible;
  private Optional<String> identity = Optional.empty();
  private Optional<String> format = Optional.empty();
  private String name = "";

  private ColumnReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /** A whole definition, name first; stops where it ends. */
  static ColumnDefinition read(Tokens tokens) {
    return new ColumnReader(tokens).definition();
  }

  /** Whether a word that begins a constraint of a column stands here. */
  static boolean startsConstraint(Tokens tokens) {
    return tokens.isAny(CONSTRAINT_WORDS);
  }

  private ColumnDefinition definition() {
    int start = tokens.at();
    name = tokens.identifier("a column name");
    Optional<SqlType> type = type();
    type.ifPresent(this::serial);
    while (constraint()) {
      // Each call takes one.
    }
    return new ColumnDefinition(
        name,
        type,
        notNull,
        defaultValue,
        generated,
        autoIncrement,
        constraints,
        new ColumnDefinition.Attributes(
            charset, collation, comment, onUpdate, invisible, identity, format),
        tokens.textSince(start));
  }

  private Optional<SqlType> type() {
    if (!tokens.sqlite()) {
      return Optional.of(TypeReader.read(tokens));
    }
    return tokens.isName() && !startsConstraint(tokens)
        ? Optional.of(TypeReader.readSqlite(tokens))
        : Optional.empty();
  }

  private void serial(SqlType type) {
    if ((tokens.postgres() && type.name().endsWith("serial"))
        || (tokens.mysql() && type.name().equals("serial"))) {
      autoIncrement = true;
      notNull = true;
    }
  }

  private boolean constraint() {
    int start = tokens.at();
    Optional<String> given = tokens.take("CONSTRAINT") ? constraintName() : Optional.empty();
    if (!valueRule() && !keyRule(given) && !generation() && !storage()) {
      if (tokens.at() > start) {
        throw tokens.unexpected("a constraint");
      }
      return false;
    }
    return true;
  }

  private Optional<String> constraintName() {
    boolean unnamed = tokens.mysql() && tokens.is("CHECK");
    return unnamed ? Optional.empty() : Optional.of(tokens.identifier("a constraint name"));
  }

  private boolean valueRule() {
    if (tokens.take("NOT", "NULL")) {
      notNull = true;
      tokens.take("NO", "INHERIT");
      conflict();
    } else if (tokens.take("NULL")) {
      conflict();
    } else if (tokens.take("DEFAULT")) {
      defaultValue = Optional.of(ExpressionReader.restricted(tokens));
    } else if (tokens.take("COLLATE")) {
      collation = Optional.of(tokens.name("a collation").name());
    } else if (tokens.take("ON", "UPDATE") && tokens.mysql()) {
      onUpdate = Optional.of(ExpressionReader.restricted(tokens).text());
    } else {
      return false;
    }
    return true;
  }

  private boolean keyRule(Optional<String> given) {
    int start = tokens.at();
    List<String> column = List.of(name);
    if (tokens.take("PRIMARY", "KEY") || (tokens.mysql() && tokens.take("KEY"))) {
      notNull |= !tokens.sqlite();
      tokens.takeAny("ASC", "DESC");
      conflict();
      if (tokens.take("AUTOINCREMENT")) {
        autoIncrement = true;
      }
      ConstraintReader.indexParameters(tokens);
      add(Constraint.Kind.PRIMARY_KEY, given, column, start, Optional.empty());
    } else if (tokens.take("UNIQUE")) {
      tokens.take("KEY");
      ConstraintReader.nullsDistinct(tokens);
      conflict();
      ConstraintReader.indexParameters(tokens);
      add(Constraint.Kind.UNIQUE, given, column, start, Optional.empty());
    } else if (tokens.is("CHECK") || tokens.is("REFERENCES")) {
      constraints.add(ConstraintReader.inline(tokens, given, name));
      return true;
    } else {
      return false;
    }
    return true;
  }

  private void add(
      Constraint.Kind kind,
      Optional<String> given,
      List<String> columns,
      int start,
      Optional<Expression> check) {
    ConstraintReader.Traits traits = ConstraintReader.traits(tokens, start);
    constraints.add(
        new Constraint(
            kind,
            given,
            columns,
            check,
            Optional.empty(),
            Optional.empty(),
            traits.notValid(),
            traits.definition()));
  }

  private void conflict() {
    if (tokens.sqlite() && tokens.take("ON", "CONFLICT")) {
      tokens.identifier("what to do on conflict");
    }
  }

  private boolean generation() {
    int start = tokens.at();
    if (tokens.take("GENERATED", "BY", "DEFAULT")) {
      if (tokens.take("ON")) {
        tokens.expect("NULL");
      }
      tokens.expect("AS");
      identity(start);
    } else if (tokens.take("GENERATED", "ALWAYS", "AS") || tokens.take("AS")) {
      if (tokens.is("IDENTITY")) {
        identity(start);
      } else if (tokens.mysql() && tokens.take("ROW")) {
        rowSpan();
      } else {
        expression();
      }
    } else {
      return false;
    }
    return true;
  }

  private void identity(int start) {
    tokens.expect("IDENTITY");
    if (tokens.isSymbol('(')) {
      tokens.skipGroup();
    }
    autoIncrement = true;
    notNull = true;
    identity = Optional.of(tokens.textSince(start));
  }

  /** MariaDB: when the row was valid. */
  private void rowSpan() {
    if (!tokens.takeAny("START", "END")) {
      throw tokens.unexpected("START or END");
    }
  }

  private void expression() {
    Expression value = ExpressionReader.whole(tokens.group());
    boolean stored = tokens.takeAny("STORED", "PERSISTENT");
    if (!stored) {
      tokens.take("VIRTUAL");
    }
    generated = Optional.of(new ColumnDefinition.Generated(value, stored));
  }

  private boolean storage() {
    if (tokens.postgres()) {
      return tokens.takeAny("STORAGE", "COMPRESSION")
          && !tokens.identifier("how it is stored").isEmpty();
    }
    return tokens.mysql() && mysqlAttribute();
  }

  private boolean mysqlAttribute() {
    if (tokens.takeAny("AUTO_INCREMENT")) {
      autoIncrement = true;
    } else if (tokens.take("COMMENT")) {
      comment = Optional.of(tokens.string("a comment"));
    } else if (tokens.take("CHARACTER", "SET") || tokens.takeAny("CHARSET")) {
      tokens.takeOperator("=");
      charset = Optional.of(MysqlTableOptions.value(tokens));
    } else if (tokens.takeAny("COLUMN_FORMAT", "STORAGE", "ENGINE_ATTRIBUTE")
        || tokens.takeAny("SECONDARY_ENGINE_ATTRIBUTE")) {
      tokens.takeOperator("=");
      MysqlTableOptions.value(tokens);
    } else if (tokens.takeAny("SRID", "REF_SYSTEM_ID")) {
      tokens.takeOperator("=");
      format = Optional.of("SRID " + tokens.textOf(tokens.at()));
      tokens.skip();
    } else if (tokens.take("INVISIBLE")) {
      invisible = true;
    } else if (tokens.take("COMPRESSED")) {
      format = Optional.of("COMPRESSED");
      if (tokens.takeOperator("=")) {
        tokens.skip();
      }
    } else if (tokens.is("WITH", "SYSTEM") || tokens.is("WITHOUT", "SYSTEM")) {
      tokens.skip();
      tokens.expect("SYSTEM", "VERSIONING");
    } else {
      return tokens.takeAny("VISIBLE", "BINARY", "ASCII", "UNICODE");
    }
    return true;
  }
}
