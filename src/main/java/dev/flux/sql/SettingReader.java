package dev.flux.sql;

import dev.flux.sql.SessionOperation.SetSetting;
import dev.flux.sql.SessionOperation.SetSetting.Scope;
import dev.flux.sql.Statement.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads SET, RESET and {@code SELECT set_config(…)}. */
final class SettingReader {
  private final Tokens tokens;
  private final int statement;

  /**
   * @param statement its first token
   */
  SettingReader(Tokens tokens, int statement) {
    this.tokens = tokens;
    this.statement = statement;
  }

  /** Behind SET. */
  List<Clause> set() {
    if (tokens.mysql()) {
      return assignments();
    }
    Operation operation = postgres();
    return List.of(new Clause(tokens.span(statement, tokens.end()), operation));
  }

  private Operation postgres() {
    if (tokens.isAny("CONSTRAINTS", "TRANSACTION") || tokens.is("SESSION", "CHARACTERISTICS")) {
      tokens.refusePlaceholders();
      tokens.skipAll();
      return new SessionOperation.Session(tokens.text());
    }
    Scope scope = scope();
    if (tokens.take("TIME", "ZONE")) {
      return new SetSetting("timezone", value(), scope);
    }
    if (tokens.take("SESSION", "AUTHORIZATION") || tokens.take("AUTHORIZATION")) {
      return new SetSetting("session_authorization", value(), scope);
    }
    if (tokens.takeAny("ROLE", "NAMES", "SCHEMA")) {
      String name = tokens.textOf(tokens.at() - 1).toLowerCase(Locale.ROOT);
      return new SetSetting(name.equals("schema") ? "search_path" : name, value(), scope);
    }
    String name = settingName();
    if (!tokens.take("TO") && !tokens.takeOperator("=")) {
      throw tokens.unexpected("TO or `=`");
    }
    return new SetSetting(name, value(), scope);
  }

  private Scope scope() {
    if (tokens.take("LOCAL")) {
      return Scope.LOCAL;
    }
    if (!tokens.is("SESSION", "AUTHORIZATION")) {
      tokens.take("SESSION");
    }
    return Scope.SESSION;
  }

  private String settingName() {
    StringBuilder name = new StringBuilder(tokens.identifier("a setting"));
    while (tokens.takeSymbol('.')) {
      name.append('.').append(tokens.identifier("a setting"));
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }

  /** All that is left, without quotes where it is one literal. */
  private String value() {
    if (tokens.done()) {
      throw tokens.unexpected("a value");
    }
    tokens.refusePlaceholders();
    boolean one = tokens.at() + 1 == tokens.end();
    return one && tokens.is(TokenKind.STRING) ? tokens.string("a value") : tokens.rest();
  }

  private List<Clause> assignments() {
    List<Clause> clauses = new ArrayList<>();
    do {
      int start = tokens.at();
      Operation operation = assignment(tokens.untilComma());
      clauses.add(new Clause(tokens.span(start, tokens.at()), operation));
    } while (tokens.takeSymbol(','));
    return clauses.size() == 1
        ? List.of(new Clause(tokens.span(statement, tokens.end()), clauses.get(0).operation()))
        : clauses;
  }

  private static Operation assignment(Tokens one) {
    SettingReader reader = new SettingReader(one, one.at());
    if (one.isAny("TRANSACTION", "PASSWORD", "ROLE", "DEFAULT", "STATEMENT")
        || (one.isAny("SESSION", "GLOBAL") && one.isAhead(1, "TRANSACTION"))) {
      return new SessionOperation.Session(one.rest());
    }
    if (one.take("CHARACTER", "SET") || one.takeAny("NAMES", "CHARSET")) {
      return new SetSetting("names", reader.value(), Scope.SESSION);
    }
    Scope scope = one.take("GLOBAL") || one.take("PERSIST") ? Scope.GLOBAL : Scope.SESSION;
    one.takeAny("SESSION", "LOCAL");
    String name;
    if (one.is(TokenKind.PARAMETER)) {
      name = one.textOf(one.at()).toLowerCase(Locale.ROOT);
      one.skip();
      while (one.takeSymbol('.')) {
        name += "." + one.identifier("a variable").toLowerCase(Locale.ROOT);
      }
    } else {
      name = reader.settingName();
    }
    if (!one.takeOperator("=") && !one.takeOperator(":=")) {
      throw one.unexpected("`=`");
    }
    return variable(name, reader.value(), scope);
  }

  private static Operation variable(String name, String value, Scope scope) {
    if (name.startsWith("@@global.")) {
      return new SetSetting(name.substring(9), value, Scope.GLOBAL);
    }
    return new SetSetting(name.replaceFirst("^@@(session\\.|local\\.)?", ""), value, scope);
  }

  /** Behind RESET. */
  Operation reset() {
    if (tokens.take("TIME", "ZONE")) {
      return new SessionOperation.ResetSetting("timezone");
    }
    if (tokens.take("SESSION", "AUTHORIZATION")) {
      return new SessionOperation.ResetSetting("session_authorization");
    }
    return new SessionOperation.ResetSetting(settingName());
  }

  /** {@code SELECT set_config('name', 'value', local)} and nothing else. */
  static Optional<Operation> findCall(Tokens tokens) {
    int start = tokens.at();
    tokens.expect("SELECT");
    if (tokens.is("pg_catalog") && tokens.isAheadSymbol(1, '.')) {
      tokens.skip();
      tokens.skip();
    }
    Optional<Operation> found = Optional.empty();
    if (tokens.take("set_config") && tokens.isSymbol('(')) {
      Tokens inside = tokens.group();
      found = tokens.done() ? call(inside) : Optional.empty();
    }
    if (found.isEmpty()) {
      tokens.backTo(start);
    }
    return found;
  }

  private static Optional<Operation> call(Tokens inside) {
    if (!inside.is(TokenKind.STRING)) {
      return Optional.empty();
    }
    String name = inside.string("a setting").toLowerCase(Locale.ROOT);
    if (!inside.takeSymbol(',') || !inside.is(TokenKind.STRING)) {
      return Optional.empty();
    }
    String value = inside.string("a value");
    if (!inside.takeSymbol(',') || !inside.isAny("TRUE", "FALSE")) {
      return Optional.empty();
    }
    Scope scope = inside.take("TRUE") ? Scope.LOCAL : Scope.SESSION;
    inside.take("FALSE");
    return inside.done() ? Optional.of(new SetSetting(name, value, scope)) : Optional.empty();
  }
}
