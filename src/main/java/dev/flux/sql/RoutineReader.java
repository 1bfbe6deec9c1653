package dev.flux.sql;

import dev.flux.sql.ObjectOperation.CreateRoutine.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads CREATE of routines, triggers, rules and policies. */
final class RoutineReader {
  private final Tokens tokens;
  private final boolean orReplace;
  private String language = "sql";
  private Optional<String> volatility = Optional.empty();
  private Optional<String> body = Optional.empty();

  RoutineReader(Tokens tokens, boolean orReplace) {
    this.tokens = tokens;
    this.orReplace = orReplace;
  }

  /** Behind CREATE FUNCTION, PROCEDURE or AGGREGATE. */
  Operation routine(Kind kind) {
    tokens.refusePlaceholders();
    tokens.takeIfNotExists();
    ObjectName name = tokens.name("a name");
    List<String> arguments = arguments(tokens.group());
    if (tokens.mysql()) {
      body = Optional.of(tokens.rest());
    }
    while (!tokens.done()) {
      attribute();
    }
    return new ObjectOperation.CreateRoutine(
        name, kind, orReplace, arguments, language, volatility, body, tokens.text());
  }

  private static List<String> arguments(Tokens inside) {
    List<String> arguments = new ArrayList<>();
    while (!inside.done()) {
      int start = inside.at();
      while (!inside.done() && !inside.isSymbol(',') && !isDefault(inside)) {
        skip(inside);
      }
      arguments.add(inside.textSince(start));
      while (!inside.done() && !inside.takeSymbol(',')) {
        skip(inside);
      }
    }
    return arguments;
  }

  private static boolean isDefault(Tokens inside) {
    return inside.is("DEFAULT") || inside.isSymbol('=') || inside.isSymbol(':');
  }

  private static void skip(Tokens inside) {
    if (inside.isSymbol('(')) {
      inside.skipGroup();
    } else {
      inside.skip();
    }
  }

  private void attribute() {
    if (tokens.take("LANGUAGE")) {
      language =
          tokens.is(TokenKind.STRING)
              ? tokens.string("a language").toLowerCase(Locale.ROOT)
              : tokens.identifier("a language").toLowerCase(Locale.ROOT);
    } else if (tokens.isAny("IMMUTABLE", "STABLE", "VOLATILE")) {
      volatility = Optional.of(tokens.identifier("an attribute").toLowerCase(Locale.ROOT));
    } else if (tokens.is("AS") && body.isEmpty()) {
      tokens.skip();
      body = Optional.of(tokens.string("the body"));
    } else if (tokens.is("BEGIN", "ATOMIC") || tokens.is("RETURN")) {
      body = Optional.of(tokens.rest());
    } else if (tokens.isSymbol('(')) {
      tokens.skipGroup();
    } else {
      tokens.skip();
    }
  }

  /** Behind CREATE TRIGGER. */
  Operation trigger(boolean constraint) {
    tokens.takeIfNotExists();
    ObjectName trigger = tokens.name("a trigger name");
    int start = tokens.at();
    passTo("ON");
    ObjectName table = tokens.name("a table name");
    if (tokens.postgres()) {
      passTo("EXECUTE");
      if (!tokens.takeAny("FUNCTION", "PROCEDURE")) {
        throw tokens.unexpected("FUNCTION");
      }
      tokens.name("a function name");
      tokens.skipGroup();
    } else {
      tokens.refusePlaceholders();
      tokens.skipAll();
    }
    return new ObjectOperation.CreateTrigger(
        trigger, table, orReplace, constraint, tokens.textSince(start));
  }

  /** Behind CREATE RULE. */
  Operation rule() {
    String rule = tokens.identifier("a rule name");
    tokens.expect("AS", "ON");
    passTo("TO");
    return policy(rule, tokens.name("a table name"));
  }

  /** Behind CREATE POLICY or ALTER POLICY. */
  Operation policy() {
    String policy = tokens.identifier("a policy name");
    tokens.expect("ON");
    ObjectName table = tokens.name("a table name");
    if (tokens.take("RENAME", "TO")) {
      String to = tokens.identifier("a new name");
      return new ObjectOperation.RenameObject(
          ObjectKind.POLICY, ObjectName.of(policy), Optional.of(table), to);
    }
    return policy(policy, table);
  }

  private Operation policy(String name, ObjectName table) {
    tokens.refusePlaceholders();
    tokens.skipAll();
    return new ObjectOperation.CreatePolicy(name, table, tokens.text());
  }

  private void passTo(String word) {
    while (!tokens.take(word)) {
      if (tokens.done() || tokens.is(TokenKind.PLACEHOLDER)) {
        throw tokens.unexpected(word);
      }
      tokens.skip();
    }
  }
}
