package dev.flux.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An expression that is a column and casts of it: {@code (name::text)::varchar(10)}. */
public final class Casts {
  private final String column;
  private final List<SqlType> types = new ArrayList<>();

  private Casts(String column) {
    this.column = column;
  }

  /** The types that the column is cast to, in order; empty where it is any other expression. */
  public static Optional<List<SqlType>> find(Expression expression, String column) {
    String text = expression.text();
    Splitter splitter =
        new Splitter(text, 0, text.length(), ServerNumber.newest(Dialect.POSTGRESQL));
    if (splitter.split().size() != 1) {
      return Optional.empty();
    }
    Tokens tokens =
        new Tokens(
            splitter.tokens(),
            new Lines(text, text.length()),
            Dialect.POSTGRESQL,
            0,
            splitter.tokens().size());
    Casts casts = new Casts(column);
    try {
      return casts.read(tokens) && tokens.done()
          ? Optional.of(List.copyOf(casts.types))
          : Optional.empty();
    } catch (UnexpectedToken other) {
      return Optional.empty();
    }
  }

  private boolean read(Tokens tokens) {
    boolean of = tokens.is("CAST") ? call(tokens) : operand(tokens);
    while (of && tokens.takeOperator("::")) {
      types.add(TypeReader.read(tokens));
    }
    return of;
  }

  private boolean operand(Tokens tokens) {
    if (tokens.isSymbol('(')) {
      Tokens inside = tokens.group();
      return read(inside) && inside.done();
    }
    return tokens.isName() && tokens.name("a column").name().equals(column);
  }

  private boolean call(Tokens tokens) {
    int start = tokens.at();
    tokens.skip();
    if (!tokens.isSymbol('(')) {
      tokens.backTo(start);
      return operand(tokens);
    }
    Tokens inside = tokens.group();
    boolean of = read(inside) && inside.take("AS");
    if (of) {
      types.add(TypeReader.read(inside));
    }
    return of && inside.done();
  }
}
