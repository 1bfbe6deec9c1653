package dev.flux.sql;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.TableStatement;
import net.sf.jsqlparser.statement.select.WithItem;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.util.TablesNamesFinder;
import org.jspecify.annotations.Nullable;

/** The tables and functions that a parsed statement names. */
final class QueryNames extends TablesNamesFinder<Void> {
  private final Dialect dialect;
  private final Set<ObjectName> tables = new LinkedHashSet<>();
  private final Set<String> functions = new LinkedHashSet<>();
  private final Set<String> withNames = new LinkedHashSet<>();
  private final Set<ObjectName> twice = new LinkedHashSet<>();
  private final boolean changesToo;
  private final QuerySources sources;
  private boolean recursive;

  private QueryNames(Dialect dialect, boolean changesToo) {
    this.dialect = dialect;
    this.changesToo = changesToo;
    this.sources = new QuerySources(dialect);
  }

  /** Walks the whole statement. */
  static QueryNames in(net.sf.jsqlparser.statement.Statement statement, Dialect dialect) {
    return walk(statement, new QueryNames(dialect, true));
  }

  /** Walks the statement without those that WITH has change rows. */
  static QueryNames outside(net.sf.jsqlparser.statement.Statement statement, Dialect dialect) {
    return walk(statement, new QueryNames(dialect, false));
  }

  private static QueryNames walk(
      net.sf.jsqlparser.statement.Statement statement, QueryNames names) {
    try {
      names.getTables(statement);
    } catch (UnsupportedOperationException e) {
      throw new UnexpectedToken("the query has a form that Flux does not know");
    }
    return names;
  }

  /** In the order in which they are met, names of WITH left out. */
  List<ObjectName> tables() {
    return List.copyOf(tables);
  }

  /** Those that are named more than once. */
  Set<ObjectName> twice() {
    return Set.copyOf(twice);
  }

  /** Where rows are taken from them; none of a table that is named where that is not told. */
  List<RowSource> sources() {
    return sources.of(tables);
  }

  /** In lower case, with the schema where written. */
  List<String> functions() {
    return List.copyOf(functions);
  }

  @Override
  public <S> Void visit(Table table, S context) {
    ObjectName name = name(table, dialect);
    if (name.schema().isPresent() || !withNames.contains(name.name())) {
      sources.named(table);
      boolean first = tables.add(name);
      if (!first) {
        twice.add(name);
      }
    }
    return super.visit(table, context);
  }

  @Override
  public <S> Void visit(Function function, S context) {
    functions.add(function.getName().toLowerCase(Locale.ROOT));
    return super.visit(function, context);
  }

  @Override
  public <S> Void visit(PlainSelect plain, S context) {
    sources.enter(plain);
    return super.visit(plain, context);
  }

  @Override
  public <S> Void visit(TableStatement statement, S context) {
    sources.enter(
        new PlainSelect().addSelectItems(new AllColumns()).withFromItem(statement.getTable()));
    return super.visit(statement, context);
  }

  @Override
  public <S> Void visit(Update update, S context) {
    sources.add(QueryLevel.of(update, dialect));
    return super.visit(update, context);
  }

  @Override
  public <S> Void visit(Delete delete, S context) {
    sources.add(QueryLevel.of(delete, dialect));
    return super.visit(delete, context);
  }

  @Override
  public <S> Void visit(Merge merge, S context) {
    sources.add(QueryLevel.of(merge, dialect));
    return super.visit(merge, context);
  }

  /** A query of WITH does not see its own name, unless it is recursive. */
  @Override
  public <S> @Nullable Void visit(WithItem<?> item, S context) {
    recursive |= item.isRecursive();
    String name = fold(item.getAliasName(), dialect);
    if (recursive) {
      withNames.add(name);
    }
    boolean query = item.getParenthesedStatement() instanceof ParenthesedSelect;
    sources.with(name, item);
    try {
      return query || changesToo ? super.visit(item, context) : null;
    } finally {
      withNames.add(name);
    }
  }

  /** The name of a table as the engine folds it. */
  static ObjectName name(Table table, Dialect dialect) {
    Optional<String> schema =
        Optional.ofNullable(table.getSchemaName()).map(name -> fold(name, dialect));
    return new ObjectName(schema, fold(table.getName(), dialect));
  }

  /** A name as written, without quotes, or as the engine folds it. */
  static String fold(String written, Dialect dialect) {
    if (written.length() > 1 && "\"`[".indexOf(written.charAt(0)) >= 0) {
      char close = written.charAt(written.length() - 1);
      String inner = written.substring(1, written.length() - 1);
      return inner.replace("" + close + close, "" + close);
    }
    return dialect == Dialect.POSTGRESQL ? written.toLowerCase(Locale.ROOT) : written;
  }
}
