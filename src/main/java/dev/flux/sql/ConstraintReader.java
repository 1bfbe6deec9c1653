package dev.flux.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a constraint of a table, and those behind a column that have a body. */
final class ConstraintReader {
  private final Tokens tokens;
  private Optional<String> name = Optional.empty();
  private List<String> columns = List.of();
  private Optional<Expression> check = Optional.empty();
  private Optional<Constraint.Reference> reference = Optional.empty();
  private Optional<String> usingIndex = Optional.empty();

  private ConstraintReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /** What may stand behind any constraint, and its text without it. */
  record Traits(boolean notValid, String definition) {}

  /** Whether a constraint of the table stands here, rather than a column. */
  static boolean starts(Tokens tokens) {
    return tokens.is("CONSTRAINT")
        || tokens.is("PRIMARY", "KEY")
        || tokens.is("FOREIGN", "KEY")
        || tokens.is("UNIQUE")
        || tokens.is("CHECK")
        || (tokens.postgres() && tokens.is("EXCLUDE"))
        || (tokens.postgres() && tokens.is("NOT", "NULL"));
  }

  /** A constraint of the table, from CONSTRAINT or its kind on. */
  static Constraint read(Tokens tokens) {
    return new ConstraintReader(tokens).table();
  }

  /** CHECK or REFERENCES behind a column. */
  static Constraint inline(Tokens tokens, Optional<String> name, String column) {
    ConstraintReader reader = new ConstraintReader(tokens);
    reader.name = name;
    int start = tokens.at();
    Constraint.Kind kind = Constraint.Kind.CHECK;
    if (tokens.is("CHECK")) {
      reader.check();
    } else {
      kind = Constraint.Kind.FOREIGN_KEY;
      reader.references();
      reader.columns = List.of(column);
    }
    return reader.constraint(kind, start);
  }

  private Constraint table() {
    if (tokens.take("CONSTRAINT") && !startsUnnamed()) {
      name = Optional.of(tokens.identifier("a constraint name"));
    }
    int start = tokens.at();
    Constraint.Kind kind = kind();
    return constraint(kind, start);
  }

  /** MySQL lets CONSTRAINT stand without a name. */
  private boolean startsUnnamed() {
    return tokens.mysql() && tokens.isAny("PRIMARY", "FOREIGN", "UNIQUE", "CHECK");
  }

  private Constraint.Kind kind() {
    if (tokens.take("PRIMARY", "KEY")) {
      key();
      return Constraint.Kind.PRIMARY_KEY;
    }
    if (tokens.take("UNIQUE")) {
      tokens.takeAny("KEY", "INDEX");
      nullsDistinct(tokens);
      key();
      return Constraint.Kind.UNIQUE;
    }
    if (tokens.take("FOREIGN", "KEY")) {
      foreignKey();
      return Constraint.Kind.FOREIGN_KEY;
    }
    if (tokens.is("CHECK")) {
      check();
      return Constraint.Kind.CHECK;
    }
    if (tokens.take("EXCLUDE")) {
      exclusion();
      return Constraint.Kind.EXCLUSION;
    }
    if (tokens.take("NOT", "NULL")) {
      columns = List.of(tokens.identifier("a column name"));
      tokens.take("NO", "INHERIT");
      return Constraint.Kind.NOT_NULL;
    }
    throw tokens.unexpected("a constraint");
  }

  private void key() {
    if (tokens.take("USING", "INDEX")) {
      usingIndex = Optional.of(tokens.identifier("an index name"));
      return;
    }
    if (tokens.mysql()) {
      mysqlKeyName();
    }
    columns = keyColumns();
    indexParameters(tokens);
    if (tokens.sqlite() && tokens.take("ON", "CONFLICT")) {
      tokens.identifier("what to do on conflict");
    }
  }

  /** MySQL: UNIQUE KEY may be named like an index, and either may say its method. */
  private void mysqlKeyName() {
    if (!tokens.isSymbol('(') && !tokens.is("USING")) {
      String index = tokens.identifier("an index name");
      name = name.or(() -> Optional.of(index));
    }
    if (tokens.take("USING")) {
      tokens.identifier("an index method");
    }
  }

  /**
   * Columns of a key; a length, an order or WITHOUT OVERLAPS may follow each. An expression of
   * MySQL in its place counts for none.
   */
  private List<String> keyColumns() {
    Tokens inside = tokens.group();
    List<String> found = new ArrayList<>();
    do {
      inside.take("PERIOD");
      if (!tokens.mysql() || !inside.isSymbol('(')) {
        found.add(inside.identifier("a column name"));
      }
      if (tokens.mysql() && inside.isSymbol('(')) {
        inside.skipGroup();
      }
      if (inside.take("COLLATE")) {
        inside.identifier("a collation");
      }
      inside.takeAny("ASC", "DESC");
      inside.take("AUTOINCREMENT");
      inside.take("WITHOUT", "OVERLAPS");
    } while (inside.takeSymbol(','));
    inside.expectEnd();
    return found;
  }

  /** NULLS [NOT] DISTINCT of PostgreSQL 15. */
  static void nullsDistinct(Tokens tokens) {
    if (tokens.take("NULLS")) {
      tokens.take("NOT");
      tokens.expect("DISTINCT");
    }
  }

  /** What may follow the columns of an index that a constraint makes. */
  static void indexParameters(Tokens tokens) {
    if (tokens.take("INCLUDE")) {
      tokens.skipGroup();
    }
    if (tokens.is("WITH") && tokens.isAheadSymbol(1, '(')) {
      tokens.skip();
      tokens.skipGroup();
    }
    if (tokens.take("USING", "INDEX", "TABLESPACE")) {
      tokens.identifier("a tablespace");
    }
    if (tokens.mysql()) {
      IndexReader.mysqlOptions(tokens);
    }
  }

  private void foreignKey() {
    if (tokens.mysql() && !tokens.isSymbol('(')) {
      tokens.takeIfNotExists();
      if (!tokens.isSymbol('(')) {
        String index = tokens.identifier("an index name");
        name = name.or(() -> Optional.of(index));
      }
    }
    columns = keyColumns();
    references();
  }

  private void references() {
    tokens.expect("REFERENCES");
    ObjectName table = tokens.name("a table name");
    List<String> referenced = tokens.isSymbol('(') ? keyColumns() : List.of();
    if (tokens.take("MATCH")) {
      tokens.identifier("how to match");
    }
    int start = tokens.at();
    while (tokens.take("ON", "DELETE") || tokens.take("ON", "UPDATE")) {
      action();
    }
    reference = Optional.of(new Constraint.Reference(table, referenced, tokens.textSince(start)));
    if (tokens.take("MATCH")) {
      tokens.identifier("how to match");
    }
    if (tokens.sqlite()) {
      tokens.take("NOT", "DEFERRABLE");
    }
  }

  private void action() {
    if (tokens.take("SET", "NULL") || tokens.take("SET", "DEFAULT")) {
      if (tokens.isSymbol('(')) {
        tokens.skipGroup();
      }
    } else if (!tokens.take("NO", "ACTION") && !tokens.takeAny("CASCADE", "RESTRICT")) {
      throw tokens.unexpected("CASCADE, RESTRICT, NO ACTION, SET NULL or SET DEFAULT");
    }
  }

  private void check() {
    tokens.expect("CHECK");
    Expression condition = ExpressionReader.whole(tokens.group());
    check = Optional.of(condition);
    columns = condition.names().stream().sorted().toList();
    tokens.take("NO", "INHERIT");
    if (tokens.sqlite() && tokens.take("ON", "CONFLICT")) {
      tokens.identifier("what to do on conflict");
    }
  }

  private void exclusion() {
    if (tokens.take("USING")) {
      tokens.identifier("an index method");
    }
    columns = ExpressionReader.names(exclusionElements()).names().stream().sorted().toList();
    indexParameters(tokens);
    if (tokens.take("WHERE")) {
      check = Optional.of(ExpressionReader.whole(tokens.group()));
    }
  }

  private Tokens exclusionElements() {
    Tokens inside = tokens.group();
    if (inside.done()) {
      throw inside.unexpected("a column name");
    }
    return inside;
  }

  private Constraint constraint(Constraint.Kind kind, int start) {
    Traits traits = traits(tokens, start);
    return new Constraint(
        kind, name, columns, check, reference, usingIndex, traits.notValid(), traits.definition());
  }

  /** DEFERRABLE, NOT VALID, ENFORCED and the like behind the constraint that began at start. */
  static Traits traits(Tokens tokens, int start) {
    StringBuilder definition = new StringBuilder(tokens.textSince(start));
    boolean notValid = false;
    while (true) {
      int before = tokens.at();
      if (tokens.take("NOT", "VALID")) {
        notValid = true;
      } else if (tokens.take("DEFERRABLE")
          || tokens.take("NOT", "DEFERRABLE")
          || tokens.take("INITIALLY", "DEFERRED")
          || tokens.take("INITIALLY", "IMMEDIATE")
          || tokens.take("ENFORCED")
          || tokens.take("NOT", "ENFORCED")
          || tokens.take("NO", "INHERIT")) {
        definition.append(' ').append(tokens.textSince(before));
      } else {
        return new Traits(notValid, definition.toString());
      }
    }
  }
}
