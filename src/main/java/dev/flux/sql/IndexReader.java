package dev.flux.sql;

import dev.flux.sql.Statement.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what is said of indexes: CREATE, DROP and ALTER INDEX, and indexes inside tables. */
final class IndexReader {
  private final Tokens tokens;

  IndexReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Behind CREATE, from UNIQUE or INDEX on. */
  Operation create() {
    boolean unique = tokens.take("UNIQUE");
    if (tokens.mysql()) {
      tokens.takeAny("FULLTEXT", "SPATIAL");
    }
    String kind = tokens.textOf(tokens.at() - 1).toLowerCase(Locale.ROOT);
    tokens.expect("INDEX");
    boolean concurrently = tokens.take("CONCURRENTLY");
    boolean ifNotExists = tokens.takeIfNotExists();
    Optional<ObjectName> index =
        tokens.is("ON") ? Optional.empty() : Optional.of(tokens.name("an index name"));
    String method = tokens.take("USING") ? tokens.identifier("an index method") : "btree";
    tokens.expect("ON");
    boolean only = tokens.take("ONLY");
    int start = tokens.at();
    ObjectName table = tokens.name("a table name");
    if (kind.equals("fulltext") || kind.equals("spatial")) {
      method = kind;
    }
    return body(new Head(index, table, unique, concurrently, ifNotExists, only, method), start);
  }

  /** Everything in front of the columns. */
  private record Head(
      Optional<ObjectName> index,
      ObjectName table,
      boolean unique,
      boolean concurrently,
      boolean ifNotExists,
      boolean only,
      String method) {}

  private Operation body(Head head, int start) {
    String method = head.method();
    if (tokens.take("USING")) {
      method = tokens.identifier("an index method").toLowerCase(Locale.ROOT);
    }
    List<IndexOperation.CreateIndex.Element> elements = elements(tokens.group());
    List<String> include = tokens.take("INCLUDE") ? tokens.columnList() : List.of();
    ConstraintReader.nullsDistinct(tokens);
    if (tokens.postgres() && tokens.take("WITH")) {
      tokens.skipGroup();
    }
    if (tokens.postgres() && tokens.take("TABLESPACE")) {
      tokens.identifier("a tablespace");
    }
    if (tokens.mysql()) {
      mysqlOptions(tokens);
    }
    Optional<Expression> where =
        tokens.take("WHERE") ? Optional.of(ExpressionReader.any(tokens)) : Optional.empty();
    return new IndexOperation.CreateIndex(
        head.index(),
        head.table(),
        head.unique(),
        head.concurrently(),
        head.ifNotExists(),
        head.only(),
        method,
        elements,
        include,
        where,
        tokens.textSince(start));
  }

  /** INDEX or KEY inside CREATE TABLE or behind ADD, on MySQL. */
  static boolean startsInTable(Tokens tokens) {
    return tokens.mysql() && tokens.isAny("INDEX", "KEY", "FULLTEXT", "SPATIAL");
  }

  /** Such an index of a table. */
  Operation inTable(ObjectName table) {
    int start = tokens.at();
    String kind = "btree";
    if (tokens.isAny("FULLTEXT", "SPATIAL")) {
      kind = tokens.identifier("an index").toLowerCase(Locale.ROOT);
    }
    tokens.takeAny("INDEX", "KEY");
    boolean ifNotExists = tokens.takeIfNotExists();
    Optional<ObjectName> index =
        tokens.isSymbol('(') || tokens.is("USING")
            ? Optional.empty()
            : Optional.of(tokens.name("an index name"));
    return body(new Head(index, table, false, false, ifNotExists, false, kind), start);
  }

  private static List<IndexOperation.CreateIndex.Element> elements(Tokens inside) {
    List<IndexOperation.CreateIndex.Element> found = new ArrayList<>();
    do {
      found.add(element(inside));
    } while (inside.takeSymbol(','));
    inside.expectEnd();
    return found;
  }

  private static IndexOperation.CreateIndex.Element element(Tokens inside) {
    int start = inside.at();
    boolean plain = inside.isName();
    Expression expression = ExpressionReader.restricted(inside);
    boolean prefix = inside.mysql() && !expression.functions().isEmpty();
    Optional<String> column = Optional.empty();
    if (plain && (inside.at() == start + 1 || prefix)) {
      column = Optional.of(inside.folded(start));
    }
    if (inside.take("COLLATE")) {
      inside.name("a collation");
    }
    if (inside.isName() && !inside.isAny("ASC", "DESC", "NULLS")) {
      inside.name("an operator class");
      if (inside.isSymbol('(')) {
        inside.skipGroup();
      }
    }
    inside.takeAny("ASC", "DESC");
    if (inside.take("NULLS")) {
      if (!inside.takeAny("FIRST", "LAST")) {
        throw inside.unexpected("FIRST or LAST");
      }
    }
    return new IndexOperation.CreateIndex.Element(column, expression, inside.textSince(start));
  }

  /** Options behind an index of MySQL and MariaDB. */
  static void mysqlOptions(Tokens tokens) {
    while (true) {
      if (tokens.take("USING") || tokens.take("WITH", "PARSER")) {
        tokens.identifier("a name");
      } else if (tokens.takeAny("KEY_BLOCK_SIZE", "ENGINE_ATTRIBUTE", "CLUSTERING")) {
        tokens.takeOperator("=");
        tokens.skip();
      } else if (tokens.take("COMMENT")) {
        tokens.string("a comment");
      } else if (!tokens.takeAny("VISIBLE", "INVISIBLE", "IGNORED")
          && !tokens.take("NOT", "IGNORED")) {
        return;
      }
    }
  }

  /** Behind DROP INDEX. */
  IndexOperation.DropIndex drop() {
    boolean concurrently = tokens.take("CONCURRENTLY");
    boolean ifExists = tokens.takeIfExists();
    List<ObjectName> indexes = tokens.names("an index name");
    Optional<ObjectName> table =
        tokens.mysql() && tokens.take("ON")
            ? Optional.of(tokens.name("a table name"))
            : Optional.empty();
    return new IndexOperation.DropIndex(
        indexes, table, concurrently, ifExists, tokens.takeCascade());
  }

  /**
   * ALGORITHM and LOCK behind CREATE INDEX and DROP INDEX on MySQL and MariaDB, each a clause, if
   * they stand here.
   */
  static List<Clause> algorithms(Tokens tokens, Optional<ObjectName> table) {
    List<Clause> found = new ArrayList<>();
    while (tokens.mysql()
        && table.isPresent()
        && tokens.isAny("ALGORITHM", "LOCK", "WAIT", "NOWAIT")) {
      int start = tokens.at();
      if (tokens.isAny("WAIT", "NOWAIT")) {
        MysqlActionReader.takeWait(tokens);
      } else {
        Operation choice = MysqlActionReader.algorithm(tokens, table.get());
        found.add(new Clause(tokens.span(start, tokens.at()), choice));
      }
    }
    return found;
  }

  /** Behind ALTER INDEX. */
  Operation alter() {
    tokens.takeIfExists();
    ObjectName index = tokens.name("an index name");
    int start = tokens.at();
    if (tokens.take("RENAME", "TO")) {
      return new IndexOperation.RenameIndex(
          index, Optional.empty(), tokens.identifier("a new name"));
    }
    if (tokens.take("ATTACH", "PARTITION")) {
      return new IndexOperation.AttachIndex(index, tokens.name("an index name"));
    }
    if (tokens.isAny("SET", "RESET") && tokens.isAheadSymbol(1, '(')) {
      tokens.skip();
      tokens.skipGroup();
    } else if (tokens.take("SET", "TABLESPACE")) {
      tokens.identifier("a tablespace");
    } else if (tokens.take("ALTER")) {
      tokens.take("COLUMN");
      tokens.skip();
      tokens.expect("SET", "STATISTICS");
      tokens.takeOperator("-");
      tokens.skip();
    } else if (tokens.take("DEPENDS", "ON", "EXTENSION") || tokens.take("NO", "DEPENDS")) {
      tokens.skipAll();
    } else {
      throw tokens.unexpected("RENAME TO, ATTACH PARTITION or SET");
    }
    return new IndexOperation.SetIndexOption(index, Optional.empty(), tokens.textSince(start));
  }

  /** Behind REINDEX. */
  Operation reindex() {
    if (tokens.sqlite()) {
      // The name is that of an index, a table or a collation.
      return tokens.done()
          ? new IndexOperation.Reindex(
              IndexOperation.Reindex.Target.DATABASE, Optional.empty(), false, tokens.text())
          : new IndexOperation.Reindex(
              IndexOperation.Reindex.Target.INDEX,
              Optional.of(tokens.name("a name")),
              false,
              tokens.text());
    }
    return reindex(tokens.isSymbol('(') && Switches.on(tokens.group(), "CONCURRENTLY"));
  }

  private Operation reindex(boolean inOptions) {
    for (IndexOperation.Reindex.Target target : IndexOperation.Reindex.Target.values()) {
      if (tokens.take(target.name())) {
        boolean concurrently = tokens.take("CONCURRENTLY") || inOptions;
        Optional<ObjectName> name =
            tokens.done() ? Optional.empty() : Optional.of(tokens.name("a name"));
        return new IndexOperation.Reindex(target, name, concurrently, tokens.text());
      }
    }
    throw tokens.unexpected("INDEX, TABLE, SCHEMA, DATABASE or SYSTEM");
  }
}
