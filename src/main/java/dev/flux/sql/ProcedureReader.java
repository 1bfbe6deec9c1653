package dev.flux.sql;

import java.util.List;
import java.util.Locale;

/** Reads statements that run code or move rows in bulk: DO, CALL, EXECUTE, COPY. */
final class ProcedureReader {
  private final Tokens tokens;

  ProcedureReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Behind the word. */
  Operation read(String word) {
    return switch (word) {
      case "COPY" -> copy();
      case "DO" -> tokens.mysql() ? expressions() : block();
      default -> call();
    };
  }

  private Operation copy() {
    ObjectName table = tokens.name("a table name");
    if (tokens.isSymbol('(')) {
      tokens.columnList();
    }
    boolean from = tokens.take("FROM");
    if (!from) {
      tokens.expect("TO");
    }
    tokens.refusePlaceholders();
    tokens.skipAll();
    return new DataOperation.CopyRows(table, from, tokens.text());
  }

  /** DO of MySQL evaluates expressions, and no more. */
  private Operation expressions() {
    tokens.refusePlaceholders();
    Expression value = ExpressionReader.names(tokens);
    tokens.skipAll();
    return new DataOperation.Query(List.of(), List.of(), List.copyOf(value.functions()), false);
  }

  private Operation block() {
    String language = "plpgsql";
    if (tokens.take("LANGUAGE")) {
      language = language();
    }
    String body = tokens.string("the block in quotes");
    if (tokens.take("LANGUAGE")) {
      language = language();
    }
    return new DataOperation.RunBlock(language.toLowerCase(Locale.ROOT), body);
  }

  private String language() {
    return tokens.is(TokenKind.STRING)
        ? tokens.string("a language")
        : tokens.identifier("a language");
  }

  /** Behind BEGIN. */
  static Operation blockOfMariadb(Tokens tokens) {
    tokens.refusePlaceholders();
    tokens.skipAll();
    return new DataOperation.RunBlock("sql", tokens.text());
  }

  private Operation call() {
    ObjectName routine = tokens.name("the name of a procedure");
    if (tokens.isSymbol('(')) {
      tokens.group().refusePlaceholders();
    } else if (tokens.take("USING")) {
      tokens.skipAll();
    }
    return new DataOperation.CallRoutine(routine, tokens.text());
  }
}
