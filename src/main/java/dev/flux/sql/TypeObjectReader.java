package dev.flux.sql;

import dev.flux.sql.ObjectOperation.AlterDomain;
import dev.flux.sql.ObjectOperation.AlterDomain.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads CREATE and ALTER of types and domains. */
final class TypeObjectReader {
  private final Tokens tokens;

  TypeObjectReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Behind CREATE TYPE. */
  Operation createType() {
    ObjectName type = tokens.name("a type name");
    List<String> labels = new ArrayList<>();
    if (tokens.take("AS", "ENUM")) {
      Tokens inside = tokens.group();
      while (!inside.done()) {
        labels.add(inside.string("a label"));
        if (!inside.takeSymbol(',')) {
          inside.expectEnd();
        }
      }
    } else if (tokens.take("AS", "RANGE") || tokens.take("AS") || tokens.isSymbol('(')) {
      tokens.group().refusePlaceholders();
    }
    return new ObjectOperation.CreateType(type, labels, tokens.text());
  }

  /** Behind ALTER TYPE. */
  Operation alterType() {
    int start = tokens.at();
    ObjectName type = tokens.name("a type name");
    if (tokens.take("ADD", "VALUE")) {
      boolean ifNotExists = tokens.takeIfNotExists();
      String label = tokens.string("a label");
      if (tokens.takeAny("BEFORE", "AFTER")) {
        tokens.string("a label");
      }
      return new ObjectOperation.AddEnumValue(type, label, ifNotExists);
    }
    if (tokens.take("RENAME", "VALUE")) {
      String label = tokens.string("a label");
      tokens.expect("TO");
      return new ObjectOperation.RenameEnumValue(type, label, tokens.string("a label"));
    }
    tokens.backTo(start);
    return new ObjectReader(tokens, ObjectKind.TYPE).alter();
  }

  /** Behind CREATE DOMAIN. */
  Operation createDomain() {
    ObjectName domain = tokens.name("a domain name");
    tokens.take("AS");
    SqlType type = TypeReader.read(tokens);
    List<DomainRule> rules = new ArrayList<>();
    boolean more = true;
    while (more) {
      int start = tokens.at();
      Optional<String> name = constraintName();
      if (tokens.take("CHECK")) {
        ExpressionReader.whole(tokens.group());
        ConstraintReader.traits(tokens, tokens.at());
        rules.add(new DomainRule(name, false, tokens.textSince(start)));
      } else if (tokens.take("NOT", "NULL")) {
        rules.add(new DomainRule(name, true, tokens.textSince(start)));
      } else if (tokens.take("DEFAULT")) {
        ExpressionReader.restricted(tokens);
      } else if (tokens.take("COLLATE")) {
        tokens.name("a collation");
      } else {
        more = tokens.take("NULL");
      }
    }
    return new ObjectOperation.CreateDomain(domain, type, rules, tokens.text());
  }

  /** Behind ALTER DOMAIN. */
  Operation alterDomain() {
    ObjectName domain = tokens.name("a domain name");
    int start = tokens.at();
    if (tokens.take("RENAME", "TO")) {
      String to = tokens.identifier("a new name");
      return new ObjectOperation.RenameObject(ObjectKind.DOMAIN, domain, Optional.empty(), to);
    }
    if (tokens.take("SET", "SCHEMA")) {
      String schema = tokens.identifier("a schema name");
      return new ObjectOperation.MoveToSchema(ObjectKind.DOMAIN, domain, schema);
    }
    boolean notValid = false;
    Optional<DomainRule> rule = Optional.empty();
    Optional<String> constraint = Optional.empty();
    Optional<String> to = Optional.empty();
    Change change;
    if (tokens.take("ADD")) {
      change = Change.ADD_CONSTRAINT;
      Optional<String> name = constraintName();
      boolean notNull = tokens.is("NOT");
      notValid = constraint();
      rule = Optional.of(new DomainRule(name, notNull, tokens.textSince(start)));
    } else if (tokens.take("DROP", "CONSTRAINT")) {
      change = Change.DROP_CONSTRAINT;
      tokens.takeIfExists();
      constraint = Optional.of(tokens.identifier("a constraint name"));
      tokens.takeCascade();
    } else if (tokens.take("RENAME", "CONSTRAINT")) {
      change = Change.RENAME_CONSTRAINT;
      constraint = Optional.of(tokens.identifier("a constraint name"));
      tokens.expect("TO");
      to = Optional.of(tokens.identifier("a new name"));
    } else {
      change = change();
      if (change == Change.SET_NOT_NULL) {
        rule = Optional.of(new DomainRule(Optional.empty(), true, tokens.textSince(start)));
      }
    }
    return new AlterDomain(domain, change, rule, constraint, to, notValid, tokens.textSince(start));
  }

  private Optional<String> constraintName() {
    return tokens.take("CONSTRAINT")
        ? Optional.of(tokens.identifier("a constraint name"))
        : Optional.empty();
  }

  private Change change() {
    if (tokens.take("VALIDATE", "CONSTRAINT")) {
      tokens.identifier("a constraint name");
      return Change.VALIDATE_CONSTRAINT;
    }
    if (tokens.take("SET", "NOT", "NULL")) {
      return Change.SET_NOT_NULL;
    }
    if (tokens.take("DROP", "NOT", "NULL")) {
      return Change.DROP_NOT_NULL;
    }
    if (tokens.take("DROP", "DEFAULT")) {
      return Change.DROP_DEFAULT;
    }
    if (tokens.take("SET", "DEFAULT")) {
      ExpressionReader.any(tokens);
      return Change.SET_DEFAULT;
    }
    if (!tokens.take("OWNER", "TO")) {
      throw tokens.unexpected("an action of ALTER DOMAIN");
    }
    tokens.refusePlaceholders();
    tokens.skipAll();
    return Change.OTHER;
  }

  /** The constraint of a domain, which unlike that of a table names no columns. */
  private boolean constraint() {
    if (!tokens.take("NOT", "NULL")) {
      tokens.expect("CHECK");
      ExpressionReader.whole(tokens.group());
    }
    return ConstraintReader.traits(tokens, tokens.at()).notValid();
  }
}
