package dev.flux.sql;

import dev.flux.sql.Statement.Clause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.parser.AbstractJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.delete.ParenthesedDelete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.insert.ParenthesedInsert;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.merge.MergeDelete;
import net.sf.jsqlparser.statement.merge.MergeInsert;
import net.sf.jsqlparser.statement.merge.MergeOperation;
import net.sf.jsqlparser.statement.merge.MergeUpdate;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.WithItem;
import net.sf.jsqlparser.statement.update.ParenthesedUpdate;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/** Reads queries and the statements that change rows, with JSqlParser. */
final class QueryReader {
  /** What version 17 of PostgreSQL added to MERGE. */
  private static final Pattern EXTENDED =
      Pattern.compile("(?i)\\bby\\s+(?:source|target)\\b|\\breturning\\b");

  private final Tokens tokens;
  private final Dialect dialect;
  private final List<Operation> operations = new ArrayList<>();

  /** What WITH names, which no statement inside it reads from the schema. */
  private final Set<String> withNames = new HashSet<>();

  private QueryReader(Tokens tokens) {
    this.tokens = tokens;
    this.dialect = tokens.dialect();
  }

  /** A whole statement; what it changes inside WITH comes first. */
  static List<Clause> read(Tokens tokens, int start) {
    if (tokens.is("SELECT")) {
      Optional<Operation> setting = SettingReader.findCall(tokens);
      if (setting.isPresent()) {
        return List.of(new Clause(tokens.span(start, tokens.end()), setting.get()));
      }
    }
    QueryReader reader = new QueryReader(tokens);
    reader.statement(parse(tokens));
    Span span = tokens.span(start, tokens.end());
    return reader.operations.stream().map(operation -> new Clause(span, operation)).toList();
  }

  /**
   * What a query inside another statement reads.
   *
   * @param sources where it takes rows from, as far as that is told
   * @param functions it calls, in lower case
   * @param selected what each column is, where it is one plain SELECT; empty text where a query
   *     inside gives it, {@code *} only where it is all columns of one table
   */
  record Reads(
      List<ObjectName> tables,
      List<RowSource> sources,
      List<String> functions,
      List<String> selected) {}

  /** The tables that a query names, those of its own WITH left out. */
  static List<ObjectName> reads(Tokens query) {
    return look(query).tables();
  }

  /** The same with its condition. */
  static Reads look(Tokens query) {
    net.sf.jsqlparser.statement.Statement parsed = parse(query);
    QueryNames names = QueryNames.in(parsed, query.dialect());
    return new Reads(
        names.tables().stream().map(query::atHome).toList(),
        atHome(names.sources(), query),
        names.functions(),
        selected(parsed));
  }

  private static List<RowSource> atHome(List<RowSource> sources, Tokens query) {
    return sources.stream().map(source -> source.of(query.atHome(source.table()))).toList();
  }

  private static List<String> selected(net.sf.jsqlparser.statement.Statement query) {
    if (!(query instanceof PlainSelect plain)) {
      return List.of();
    }
    List<FromItem> from = from(plain.getFromItem(), plain.getJoins()).toList();
    boolean ofTables =
        plain.getWithItemsList() == null && from.stream().allMatch(Table.class::isInstance);
    List<Expression> items =
        plain.getSelectItems().stream().<Expression>map(item -> item.getExpression()).toList();
    boolean told =
        items.stream()
            .filter(AllColumns.class::isInstance)
            .allMatch(star -> ofTables && (from.size() == 1 || star instanceof AllTableColumns));
    return told
        ? items.stream()
            .map(item -> item instanceof Column && !ofTables ? "" : item.toString())
            .toList()
        : List.of();
  }

  /** JSqlParser fails in many ways besides its own exception; each means that it cannot read. */
  private static net.sf.jsqlparser.statement.Statement parse(Tokens tokens) {
    String text = QueryText.of(tokens);
    try {
      CCJSqlParser parser = new CCJSqlParser(text);
      configure(parser, tokens.dialect());
      net.sf.jsqlparser.statement.Statement statement = parser.Statement();
      if (statement == null) {
        throw new UnexpectedToken("expected a query");
      }
      return statement;
    } catch (ParseException e) {
      throw new UnexpectedToken(reason(e));
    } catch (UnexpectedToken e) {
      throw e;
    } catch (RuntimeException e) {
      throw new UnexpectedToken("the query has a form that Flux does not know");
    }
  }

  private static void configure(CCJSqlParser parser, Dialect dialect) {
    AbstractJSqlParser.Dialect name =
        switch (dialect) {
          case POSTGRESQL -> AbstractJSqlParser.Dialect.POSTGRESQL;
          case MYSQL -> AbstractJSqlParser.Dialect.MYSQL;
          case MARIADB -> AbstractJSqlParser.Dialect.MARIADB;
          case SQLITE -> AbstractJSqlParser.Dialect.ANSI_SQL;
        };
    parser.withDialect(name).withAllowComplexParsing(true);
  }

  private static String reason(ParseException e) {
    if (e.currentToken == null || e.currentToken.next == null) {
      return "the query has a form that Flux does not know";
    }
    String image = e.currentToken.next.image;
    String found = image.isEmpty() ? "the end" : "`" + image + "`";
    return "the query cannot be read at " + found;
  }

  private void statement(net.sf.jsqlparser.statement.Statement statement) {
    if (statement instanceof Select select) {
      inside(select.getWithItemsList());
      QueryNames names = QueryNames.outside(select, dialect);
      // MySQL puts the row into variables.
      if (!tokens.mysql() && select instanceof PlainSelect plain && plain.getIntoTables() != null) {
        operations.add(created(plain.getIntoTables().get(0), names));
        return;
      }
      query(select, names);
    } else if (statement instanceof Update update) {
      update(update, PredicateReader.find(update.getWhere(), tokens));
    } else if (statement instanceof Delete delete) {
      delete(delete, PredicateReader.find(delete.getWhere(), tokens));
    } else if (statement instanceof Insert insert) {
      insert(insert);
    } else if (statement instanceof Merge merge) {
      merge(merge);
    } else {
      throw new UnexpectedToken("expected a query or a change of rows");
    }
  }

  /** FOR UPDATE and the like lock rows of the tables in FROM, or of those behind OF. */
  private void query(Select select, QueryNames names) {
    List<RowSource> sources = names.sources();
    List<ObjectName> locked = locking() ? new ArrayList<>(names.tables()) : new ArrayList<>();
    if (!locked.isEmpty() && select instanceof PlainSelect plain && LockedRows.outside(tokens)) {
      locked.retainAll(LockedRows.of(plain, tokens));
    }
    if (locked.isEmpty()) {
      operations.add(new DataOperation.Query(names.tables(), sources, names.functions(), false));
      return;
    }
    operations.add(new DataOperation.Query(locked, sources, names.functions(), true));
    List<ObjectName> others = new ArrayList<>(names.tables());
    others.removeAll(locked);
    if (!others.isEmpty()) {
      operations.add(new DataOperation.Query(others, sources, List.of(), false));
    }
  }

  /** SELECT … INTO creates the table that it names. */
  private TableOperation.CreateTable created(Table into, QueryNames names) {
    ObjectName table = QueryNames.name(into, dialect);
    return new TableOperation.CreateTable(
        table,
        false,
        SelectInto.temporary(tokens),
        SelectInto.unlogged(tokens),
        List.of(),
        List.of(),
        Optional.empty(),
        false,
        List.of(),
        List.of(),
        true,
        names.tables().stream().filter(read -> !read.equals(table)).toList(),
        TableOptions.NONE,
        tokens.text());
  }

  private void inside(List<WithItem<?>> items) {
    for (WithItem<?> item : items == null ? List.<WithItem<?>>of() : items) {
      withNames.add(QueryNames.fold(item.getAliasName(), dialect));
      if (item.getParenthesedStatement() instanceof ParenthesedUpdate inner) {
        Update update = inner.getUpdate();
        update(update, PredicateReader.findInside(update.getWhere(), dialect));
      } else if (item.getParenthesedStatement() instanceof ParenthesedDelete inner) {
        Delete delete = inner.getDelete();
        delete(delete, PredicateReader.findInside(delete.getWhere(), dialect));
      } else if (item.getParenthesedStatement() instanceof ParenthesedInsert inner) {
        insert(inner.getInsert());
      }
    }
  }

  private void update(Update update, Optional<Predicate> where) {
    inside(update.getWithItemsList());
    ObjectName table = QueryNames.name(written(update), dialect);
    QueryNames names = QueryNames.outside(update, dialect);
    List<String> columns = new ArrayList<>();
    Map<String, String> values = new HashMap<>();
    Set<String> written = new HashSet<>();
    for (UpdateSet set : update.getUpdateSets()) {
      for (Column column : set.getColumns()) {
        if (dialect == Dialect.POSTGRESQL && !written.add(column.toString())) {
          throw new UnexpectedToken("PostgreSQL refuses two assignments to " + column);
        }
        columns.add(QueryNames.fold(column.getColumnName(), dialect));
      }
      if (set.getColumns().size() == 1 && !set.getValues().isEmpty()) {
        values.put(columns.get(columns.size() - 1), set.getValue(0).toString());
      }
    }
    operations.add(
        new DataOperation.Update(
            table,
            columns,
            values,
            where,
            others(names, table),
            namesInside(names, written(update), table)));
  }

  private void delete(Delete delete, Optional<Predicate> where) {
    inside(delete.getWithItemsList());
    QueryNames names = QueryNames.outside(delete, dialect);
    Table target =
        delete.getTables() == null || delete.getTables().isEmpty()
            ? delete.getTable()
            : behind(delete.getTables().get(0), delete.getTable(), delete.getJoins());
    if (target == null) {
      throw new UnexpectedToken("expected a table");
    }
    ObjectName table = QueryNames.name(target, dialect);
    operations.add(
        new DataOperation.Delete(
            table, where, others(names, table), namesInside(names, target, table)));
  }

  private DataOperation.Inside namesInside(QueryNames names, Table target, ObjectName table) {
    return new DataOperation.Inside(
        alias(target), names.twice().contains(table), names.functions(), names.sources());
  }

  private Optional<String> alias(Table table) {
    return Optional.ofNullable(table.getAlias())
        .map(written -> QueryNames.fold(written.getName().strip(), dialect));
  }

  /** Of the tables that MySQL updates together the one whose columns are set. */
  private static Table written(Update update) {
    Table named = update.getUpdateSets().get(0).getColumn(0).getTable();
    return named == null || update.getStartJoins() == null
        ? update.getTable()
        : behind(named, update.getTable(), update.getStartJoins());
  }

  private static Stream<FromItem> from(@Nullable FromItem first, @Nullable List<Join> joins) {
    return Stream.concat(
        Stream.ofNullable(first),
        Stream.ofNullable(joins).flatMap(List::stream).map(Join::getFromItem));
  }

  /** The table that has this alias or name; the name itself where none has. */
  private static Table behind(Table named, @Nullable Table first, @Nullable List<Join> joins) {
    return from(first, joins)
        .filter(Table.class::isInstance)
        .map(Table.class::cast)
        .filter(
            table ->
                table.getAlias() == null
                    ? table.getName().equals(named.getName())
                    : table.getAlias().getName().strip().equals(named.getName()))
        .findFirst()
        .orElse(named);
  }

  private void insert(Insert insert) {
    QueryNames names = QueryNames.outside(insert, dialect);
    inside(insert.getWithItemsList());
    ObjectName table = QueryNames.name(insert.getTable(), dialect);
    List<String> columns = new ArrayList<>();
    if (insert.getColumns() != null) {
      insert.getColumns().forEach(c -> columns.add(QueryNames.fold(c.getColumnName(), dialect)));
    }
    operations.add(
        new DataOperation.Insert(
            table,
            columns,
            DataOperation.Insert.Source.QUERY,
            0,
            List.of(),
            others(names, table),
            names.sources(),
            names.functions(),
            insert.getConflictAction() != null,
            List.of(),
            Stream.ofNullable(insert.getConflictAction())
                .flatMap(action -> Stream.ofNullable(action.getUpdateSets()))
                .flatMap(List::stream)
                .flatMap(set -> folded(set.getColumns()).stream())
                .toList()));
  }

  private void merge(Merge merge) {
    QueryNames names = QueryNames.outside(merge, dialect);
    inside(merge.getWithItemsList());
    ObjectName table = QueryNames.name(merge.getTable(), dialect);
    List<String> columns = new ArrayList<>();
    List<String> filled = new ArrayList<>();
    boolean inserts = false;
    boolean deletes = false;
    for (MergeOperation operation : merge.getOperations()) {
      deletes |= operation instanceof MergeDelete;
      if (operation instanceof MergeInsert insert) {
        List<String> listed = folded(insert.getColumns());
        inserts |= !listed.contains(QueryText.NOTHING);
        filled.addAll(listed);
      }
      if (operation instanceof MergeUpdate update) {
        update.getUpdateSets().forEach(set -> columns.addAll(folded(set.getColumns())));
      }
    }
    columns.removeIf(QueryText.NOTHING::equals);
    filled.removeIf(QueryText.NOTHING::equals);
    operations.add(
        new DataOperation.Merge(
            table,
            alias(merge.getTable()),
            columns,
            inserts,
            filled,
            inserts ? QueryLevel.of(merge, dialect).inserted(merge) : Map.of(),
            deletes,
            EXTENDED.matcher(merge.toString()).find(),
            others(names, table),
            names.functions(),
            names.sources()));
  }

  private List<String> folded(@Nullable List<Column> columns) {
    return Stream.ofNullable(columns)
        .flatMap(List::stream)
        .map(column -> QueryNames.fold(column.getColumnName(), dialect))
        .toList();
  }

  private List<ObjectName> others(QueryNames names, ObjectName table) {
    return names.tables().stream()
        .filter(name -> !name.equals(table))
        .filter(name -> name.schema().isPresent() || !withNames.contains(name.name()))
        .toList();
  }

  /** FOR UPDATE, FOR SHARE and their weaker forms. */
  private boolean locking() {
    TokenList list = tokens.list();
    for (int i = tokens.first(); i + 1 < tokens.end(); i++) {
      if (list.isWord(i, "FOR")
          && (list.isWord(i + 1, "UPDATE")
              || list.isWord(i + 1, "SHARE")
              || list.isWord(i + 1, "KEY")
              || list.isWord(i + 1, "NO"))) {
        return true;
      }
    }
    return false;
  }
}
