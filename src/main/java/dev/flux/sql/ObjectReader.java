package dev.flux.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads CREATE, ALTER and DROP of objects that hold no rows, as far as nothing is special. */
final class ObjectReader {
  private final Tokens tokens;
  private final ObjectKind kind;

  /** Behind the words that say the kind. */
  ObjectReader(Tokens tokens, ObjectKind kind) {
    this.tokens = tokens;
    this.kind = kind;
  }

  Operation create() {
    boolean ifNotExists = tokens.takeIfNotExists();
    ObjectName name = nameOrWhole();
    if (kind == ObjectKind.SCHEMA) {
      if (tokens.take("AUTHORIZATION")) {
        tokens.identifier("a role");
      }
      if (tokens.mysql()) {
        restOfText();
      }
      return new ObjectOperation.CreateObject(kind, name, ifNotExists, tokens.text());
    }
    restOfText();
    return new ObjectOperation.CreateObject(kind, name, ifNotExists, tokens.text());
  }

  /** Casts, operators and the like have no name of their own: their text is it. */
  private ObjectName nameOrWhole() {
    if (kind == ObjectKind.SCHEMA && tokens.take("AUTHORIZATION")) {
      return ObjectName.of(tokens.identifier("a role"));
    }
    boolean named =
        switch (kind) {
          case CAST, OPERATOR, OTHER -> false;
          case ROLE -> !tokens.is(TokenKind.STRING);
          case STATISTICS -> !tokens.is("ON") && !tokens.isSymbol('(');
          default -> true;
        };
    if (!named) {
      int start = tokens.at();
      restOfText();
      return ObjectName.of(tokens.textSince(start));
    }
    return tokens.name("the name of the " + kind.words());
  }

  private void restOfText() {
    tokens.refusePlaceholders();
    tokens.skipAll();
  }

  Operation alter() {
    tokens.takeIfExists();
    ObjectName name = nameOrWhole();
    if (tokens.isSymbol('(') && routine()) {
      tokens.skipGroup();
    }
    Optional<ObjectName> on = Optional.empty();
    if (kind == ObjectKind.TRIGGER || kind == ObjectKind.RULE) {
      tokens.expect("ON");
      on = Optional.of(tokens.name("a table name"));
    }
    if (tokens.take("RENAME", "TO")) {
      String to = tokens.identifier("a new name");
      return new ObjectOperation.RenameObject(kind, name, on, to);
    }
    if (isView() && tokens.take("RENAME")) {
      tokens.take("COLUMN");
      String column = tokens.identifier("a column name");
      tokens.expect("TO");
      return new ColumnOperation.RenameColumn(
          name, column, tokens.identifier("a new name"), kind == ObjectKind.VIEW);
    }
    if (tokens.take("SET", "SCHEMA")) {
      String schema = tokens.identifier("a schema name");
      return new ObjectOperation.MoveToSchema(kind, name, schema);
    }
    restOfText();
    return new ObjectOperation.AlterObject(kind, name, tokens.text());
  }

  private boolean isView() {
    return kind == ObjectKind.VIEW || kind == ObjectKind.MATERIALIZED_VIEW;
  }

  private boolean routine() {
    return kind == ObjectKind.FUNCTION
        || kind == ObjectKind.PROCEDURE
        || kind == ObjectKind.AGGREGATE;
  }

  Operation drop() {
    boolean ifExists = tokens.takeIfExists();
    if (kind == ObjectKind.TRIGGER) {
      return dropTrigger(ifExists);
    }
    if (kind == ObjectKind.POLICY || kind == ObjectKind.RULE) {
      String name = tokens.identifier("a name");
      tokens.expect("ON");
      ObjectName table = tokens.name("a table name");
      tokens.takeCascade();
      return new ObjectOperation.DropPolicy(name, table, ifExists);
    }
    if (kind == ObjectKind.CAST || kind == ObjectKind.OPERATOR || kind == ObjectKind.OTHER) {
      boolean cascade = tokens.list().isWord(tokens.end() - 1, "CASCADE");
      ObjectName name = nameOrWhole();
      return new ObjectOperation.DropObject(kind, List.of(name), ifExists, cascade);
    }
    List<ObjectName> names = namesToDrop();
    boolean cascade = tokens.takeCascade();
    if (routine()) {
      return new ObjectOperation.DropRoutine(names, ifExists, cascade);
    }
    return switch (kind) {
      case TABLE -> new TableOperation.DropTable(names, ifExists, cascade);
      case VIEW, MATERIALIZED_VIEW ->
          new ObjectOperation.DropView(
              names, kind == ObjectKind.MATERIALIZED_VIEW, ifExists, cascade);
      default -> dropObject(names, ifExists, cascade);
    };
  }

  private Operation dropObject(List<ObjectName> names, boolean ifExists, boolean cascade) {
    if (kind == ObjectKind.DATABASE && tokens.postgres() && tokens.take("WITH")) {
      tokens.skipGroup();
    }
    return new ObjectOperation.DropObject(kind, names, ifExists, cascade);
  }

  private List<ObjectName> namesToDrop() {
    List<ObjectName> names = new ArrayList<>();
    do {
      names.add(tokens.name("the name of the " + kind.words()));
      if (routine() && tokens.isSymbol('(')) {
        tokens.skipGroup();
      }
    } while (tokens.takeSymbol(','));
    return names;
  }

  private Operation dropTrigger(boolean ifExists) {
    ObjectName trigger = tokens.name("a trigger name");
    Optional<ObjectName> table =
        tokens.take("ON") ? Optional.of(tokens.name("a table name")) : Optional.empty();
    if (tokens.postgres() && table.isEmpty()) {
      throw tokens.unexpected("ON");
    }
    return new ObjectOperation.DropTrigger(trigger.name(), table, ifExists, tokens.takeCascade());
  }

  /** One option of a sequence, such as {@code INCREMENT BY 2}. */
  static void sequenceOption(Tokens tokens) {
    if (tokens.take("NO")) {
      if (!tokens.takeAny("MINVALUE", "MAXVALUE", "CYCLE")) {
        throw tokens.unexpected("MINVALUE, MAXVALUE or CYCLE");
      }
      return;
    }
    if (tokens.take("CYCLE")) {
      return;
    }
    if (!tokens.takeAny("INCREMENT", "MINVALUE", "MAXVALUE", "START", "CACHE", "RESTART")) {
      throw tokens.unexpected("an action of ALTER COLUMN");
    }
    tokens.takeAny("BY", "WITH");
    tokens.takeOperator("-");
    if (tokens.is(TokenKind.NUMBER)) {
      tokens.skip();
    }
  }
}
