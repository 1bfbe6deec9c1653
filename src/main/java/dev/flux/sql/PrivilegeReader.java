package dev.flux.sql;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads GRANT, REVOKE and COMMENT ON. */
final class PrivilegeReader {
  private static final String[] OTHER_OBJECTS = {
    "SEQUENCE",
    "DATABASE",
    "DOMAIN",
    "FOREIGN",
    "FUNCTION",
    "PROCEDURE",
    "ROUTINE",
    "LANGUAGE",
    "LARGE",
    "PARAMETER",
    "SCHEMA",
    "TABLESPACE",
    "TYPE",
    "ALL"
  };

  /** Kinds that a comment locks as it locks a table. */
  private static final Set<ObjectKind> RELATIONS =
      EnumSet.of(
          ObjectKind.TABLE,
          ObjectKind.VIEW,
          ObjectKind.MATERIALIZED_VIEW,
          ObjectKind.FOREIGN_TABLE);

  private PrivilegeReader() {}

  /** A whole GRANT, REVOKE or what counts as one. */
  static Operation privileges(Tokens tokens) {
    tokens.refusePlaceholders();
    List<ObjectName> tables = List.of();
    boolean grantees = false;
    boolean toPublic = false;
    while (!tokens.done()) {
      if (tokens.postgres() && tokens.take("ON") && !tokens.isAny(OTHER_OBJECTS)) {
        tokens.take("TABLE");
        tables = tokens.names("a table name");
      } else {
        grantees |= tokens.is("TO");
        toPublic |= grantees && tokens.is("PUBLIC");
        tokens.skip();
      }
    }
    return new ObjectOperation.ChangePrivileges(tables, toPublic, tokens.text());
  }

  /** Behind COMMENT ON. */
  static Operation comment(Tokens tokens) {
    Optional<ObjectName> table = Optional.empty();
    Optional<String> column = Optional.empty();
    if (tokens.take("COLUMN")) {
      List<String> names = columnName(tokens);
      int last = names.size() - 1;
      ObjectName owner = ObjectName.of(names.get(last - 1));
      table = Optional.of(last > 1 ? ObjectName.of(names.get(last - 2), owner.name()) : owner);
      column = Optional.of(names.get(last));
    } else {
      Optional<ObjectKind> kind = tokens.take("CONSTRAINT") ? Optional.empty() : object(tokens);
      table =
          kind.filter(RELATIONS::contains).isPresent()
              ? Optional.of(tokens.name("a table name"))
              : behindOn(tokens);
    }
    passToIs(tokens);
    Optional<String> comment =
        tokens.take("NULL") ? Optional.empty() : Optional.of(tokens.string("a comment"));
    return new ObjectOperation.SetComment(table, column, comment, tokens.text());
  }

  private static Optional<ObjectKind> object(Tokens tokens) {
    Optional<ObjectKind> kind = ObjectKinds.take(tokens);
    if (kind.isEmpty()) {
      throw tokens.unexpected("what the comment is on");
    }
    return kind;
  }

  /** A column's name behind its table's, and the schema's before that. */
  private static List<String> columnName(Tokens tokens) {
    List<String> names = new ArrayList<>();
    names.add(tokens.identifier("a table name"));
    tokens.expectSymbol('.');
    names.add(tokens.identifier("a column name"));
    while (tokens.takeSymbol('.')) {
      names.add(tokens.identifier("a column name"));
    }
    return names;
  }

  private static Optional<ObjectName> behindOn(Tokens tokens) {
    while (!tokens.done() && !tokens.isAny("ON", "IS")) {
      tokens.skip();
    }
    if (tokens.take("ON") && !tokens.is("DOMAIN")) {
      return Optional.of(tokens.name("a table name"));
    }
    return Optional.empty();
  }

  private static void passToIs(Tokens tokens) {
    while (!tokens.take("IS")) {
      tokens.skip();
    }
  }
}
