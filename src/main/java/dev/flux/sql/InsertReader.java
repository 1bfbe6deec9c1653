package dev.flux.sql;

import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.DataOperation.Insert.Source;
import dev.flux.sql.Statement.Clause;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads INSERT and REPLACE. Rows that are written out are only counted, so that a seed of a hundred
 * thousand rows costs no more than its tokens; a query goes to {@link QueryReader}.
 */
final class InsertReader {
  /** Rows whose values are kept; of more, none are. */
  private static final int MOST_VALUES = 20;

  private final Tokens tokens;
  private final List<List<String>> values = new ArrayList<>();
  private final Set<ObjectName> reads = new LinkedHashSet<>();
  private final Set<String> functions = new LinkedHashSet<>();
  private final List<RowSource> sources = new ArrayList<>();
  private List<String> columns = List.of();
  private final List<String> updated = new ArrayList<>();
  private List<String> selected = List.of();
  private boolean onConflict;
  private int rows;

  private InsertReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /** A whole statement. */
  static List<Clause> read(Tokens tokens, int start) {
    Operation operation = new InsertReader(tokens).insert();
    return List.of(new Clause(tokens.span(start, tokens.end()), operation));
  }

  private Operation insert() {
    tokens.refusePlaceholders();
    onConflict = tokens.take("REPLACE");
    if (!onConflict) {
      tokens.expect("INSERT");
      modifiers();
    }
    if (!tokens.take("INTO") && !tokens.mysql()) {
      throw tokens.unexpected("INTO");
    }
    ObjectName table = tokens.name("a table name");
    if (tokens.take("AS") || (tokens.isName() && !startsContent())) {
      tokens.identifier("an alias");
    }
    if (tokens.isSymbol('(') && !queryInBrackets()) {
      columns = columns(tokens.group());
    }
    if (tokens.take("OVERRIDING")) {
      tokens.identifier("SYSTEM or USER");
      tokens.expect("VALUE");
    }
    Source source = source();
    tail();
    return new Insert(
        table,
        columns,
        source,
        rows,
        rows > MOST_VALUES ? List.of() : values,
        List.copyOf(reads),
        sources,
        List.copyOf(functions),
        onConflict,
        selected,
        updated);
  }

  private void modifiers() {
    tokens.takeAny("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY");
    onConflict = tokens.take("IGNORE");
    if (tokens.sqlite() && tokens.take("OR")) {
      onConflict = true;
      tokens.identifier("what to do on conflict");
    }
  }

  private boolean startsContent() {
    return tokens.isAny(
        "VALUES", "VALUE", "SELECT", "WITH", "TABLE", "DEFAULT", "SET", "OVERRIDING");
  }

  private boolean queryInBrackets() {
    int at = tokens.at();
    while (tokens.takeSymbol('(')) {
      // Each call takes one.
    }
    boolean found = tokens.isAny("SELECT", "WITH", "VALUES", "TABLE");
    tokens.backTo(at);
    return found;
  }

  private static List<String> columns(Tokens inside) {
    List<String> found = new ArrayList<>();
    if (inside.done() && inside.mysql()) {
      return found;
    }
    do {
      found.add(inside.name("a column name").name());
      if (inside.isSymbol('[')) {
        inside.skipGroup();
      }
    } while (inside.takeSymbol(','));
    inside.expectEnd();
    return found;
  }

  private Source source() {
    if (tokens.take("DEFAULT", "VALUES")) {
      rows = 1;
      return Source.VALUES;
    }
    if (tokens.mysql() && tokens.take("SET")) {
      rows = 1;
      assignments();
      return Source.VALUES;
    }
    if (tokens.takeAny("VALUES", "VALUE")) {
      do {
        tokens.take("ROW");
        row(tokens.group());
      } while (tokens.takeSymbol(','));
      return Source.VALUES;
    }
    QueryReader.Reads read = look(query());
    functions.addAll(read.functions());
    selected = read.selected();
    return Source.QUERY;
  }

  private QueryReader.Reads look(Tokens query) {
    QueryReader.Reads read = QueryReader.look(query);
    reads.addAll(read.tables());
    int places =
        sources.stream()
            .flatMap(source -> source.search().stream())
            .mapToInt(RowSearch::place)
            .max()
            .orElse(0);
    read.sources().forEach(source -> sources.add(source.behind(places)));
    return read;
  }

  private void assignments() {
    List<String> names = new ArrayList<>();
    do {
      names.add(tokens.name("a column name").name());
      if (!tokens.takeOperator("=")) {
        throw tokens.unexpected("`=`");
      }
      ExpressionReader.any(tokens);
    } while (tokens.takeSymbol(','));
    columns = names;
  }

  private static List<String> texts(Tokens inside) {
    List<String> texts = new ArrayList<>();
    do {
      texts.add(inside.untilComma().text());
    } while (inside.takeSymbol(','));
    return texts;
  }

  /** One row; a query inside it is read for the tables it names. */
  private void row(Tokens inside) {
    rows++;
    if (rows <= MOST_VALUES) {
      values.add(texts(inside.copy()));
      functions.addAll(ExpressionReader.names(inside.copy()).functions());
    }
    while (!inside.done()) {
      if (inside.isSymbol('(') && (inside.isAhead(1, "SELECT") || inside.isAhead(1, "WITH"))) {
        look(inside.group());
      } else {
        inside.skip();
      }
    }
  }

  /** The query, up to what says how conflicts and results are dealt with. */
  private Tokens query() {
    int start = tokens.at();
    if (!tokens.isAny("SELECT", "WITH", "TABLE") && !tokens.isSymbol('(')) {
      throw tokens.unexpected("VALUES or a query");
    }
    while (!tokens.done() && !tailStarts()) {
      skipOne();
    }
    return tokens.range(start, tokens.at());
  }

  private boolean tailStarts() {
    return tokens.is("ON", "CONFLICT")
        || tokens.is("ON", "DUPLICATE")
        || (!tokens.mysql() && tokens.is("RETURNING"));
  }

  private void tail() {
    if (tokens.mysql() && tokens.take("AS")) {
      tokens.identifier("an alias");
      if (tokens.isSymbol('(')) {
        tokens.skipGroup();
      }
    }
    if (tailStarts() || tokens.is("RETURNING")) {
      onConflict |= tokens.is("ON");
      if (tokens.is("ON", "CONFLICT")) {
        updatesInstead();
      }
      tokens.skipAll();
    }
  }

  /** The columns behind DO UPDATE SET. */
  private void updatesInstead() {
    skipTo("SET");
    if (!tokens.take("SET")) {
      return;
    }
    functions.addAll(ExpressionReader.names(tokens.copy()).functions());
    do {
      updated.addAll(
          tokens.isSymbol('(')
              ? columns(tokens.group())
              : List.of(tokens.name("a column name").name()));
      while (!tokens.done() && !tokens.isSymbol(',') && !tokens.isAny("WHERE", "RETURNING")) {
        skipOne();
      }
    } while (tokens.takeSymbol(','));
  }

  private void skipTo(String word) {
    while (!tokens.done() && !tokens.is(word)) {
      skipOne();
    }
  }

  private void skipOne() {
    if (tokens.isSymbol('(') || tokens.isSymbol('[')) {
      tokens.skipGroup();
    } else {
      tokens.skip();
    }
  }
}
