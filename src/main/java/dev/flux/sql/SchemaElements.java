package dev.flux.sql;

import dev.flux.sql.Statement.Clause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what CREATE SCHEMA of PostgreSQL makes at once: each element is a statement of its own. */
final class SchemaElements {
  private final Tokens tokens;

  private SchemaElements(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Those under the cursor, to the end; what they make is in the schema unless they say so. */
  static List<Clause> read(Tokens tokens, String schema) {
    SchemaElements elements = new SchemaElements(tokens);
    List<Tokens> parts = elements.parts();
    Set<String> relations = new HashSet<>();
    parts.forEach(part -> elements.name(part.copy(), relations));
    List<Clause> clauses = new ArrayList<>();
    for (Tokens part : parts) {
      clauses.addAll(new StatementReader(part.within(schema, relations)).read());
    }
    return clauses;
  }

  /** Each begins with CREATE or GRANT outside brackets. */
  private List<Tokens> parts() {
    List<Tokens> parts = new ArrayList<>();
    while (!tokens.done()) {
      int start = tokens.at();
      if (!tokens.takeAny("CREATE", "GRANT")) {
        throw tokens.unexpected("CREATE, GRANT or the end of the statement");
      }
      while (!tokens.done() && !tokens.isAny("CREATE", "GRANT")) {
        if (tokens.isSymbol('(')) {
          tokens.skipGroup();
        } else {
          tokens.skip();
        }
      }
      parts.add(tokens.range(start, tokens.at()));
    }
    return parts;
  }

  /** Adds what the element makes, if it is a table, view or sequence. */
  private void name(Tokens part, Set<String> relations) {
    part.take("CREATE");
    part.takeAny("TEMP", "TEMPORARY", "UNLOGGED", "RECURSIVE", "MATERIALIZED");
    if (part.takeAny("TABLE", "VIEW", "SEQUENCE")) {
      part.takeIfNotExists();
      relations.add(part.name("a name").name());
    }
  }
}
