package dev.flux.engine.postgresql;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.View;
import dev.flux.sql.Constraint;
import dev.flux.sql.DataOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.Expression;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Predicate;
import dev.flux.sql.RowSearch;
import dev.flux.sql.RowSource;
import dev.flux.sql.SqlReader;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which tables a query reads from end to end, where they are large: those of whose rows no index
 * finds some by a condition, and none by the rows of another table of which few are asked for
 * (manual, 14.1 Using EXPLAIN; measured).
 */
interface RowScans extends Routing, KeyChecks {
  /** Constraints on columns that have many values. */
  Set<Constraint.Kind> KEYS =
      Set.of(Constraint.Kind.PRIMARY_KEY, Constraint.Kind.UNIQUE, Constraint.Kind.FOREIGN_KEY);

  /** Columns that every table has (manual, 5.5 System Columns). */
  Set<String> SYSTEM = Set.of("ctid", "tableoid", "xmin", "xmax", "cmin", "cmax");

  /** What a condition has that is put together of others, or of a list. */
  Pattern WAYS = Pattern.compile("(?i)\\b(?:or|any|in)\\b|^\\(");

  /** A column compared with a number or a string: the server plans for the partitions it means. */
  Pattern LITERAL =
      Pattern.compile(
          "(?is)[\\w.\"$]+\\s*(?:(?:=|<|>|<=|>=)\\s*(?:-?[\\d.]+|'[^']*')"
              + "|between\\s+(?:-?[\\d.]+|'[^']*')\\s+and\\s+(?:-?[\\d.]+|'[^']*'))");

  /** Tables that are read from end to end at these places of one statement. */
  default ImpactDraft scan(ImpactDraft draft, List<RowSource> sources) {
    Set<Integer> found = found(sources);
    for (RowSource source : sources) {
      if (source.search().filter(search -> !found.contains(search.place())).isPresent()) {
        scan(draft, source);
      }
    }
    return draft;
  }

  private void scan(ImpactDraft draft, RowSource source) {
    Optional<View> view = before().findView(source.table()).filter(v -> !v.materialized());
    if (view.isPresent()) {
      query(view.get().query(), view.get().reads())
          .ifPresent(known -> scan(draft, known.sources()));
    } else {
      draft.scan(rows(source).stream().filter(row -> !partitioned(row)).toList());
    }
  }

  private Collection<ObjectName> rows(RowSource source) {
    return partitioned(source.table()) ? holding(source) : tree(source.table());
  }

  /** Places whose rows an index may find by a condition, or by those of another such place. */
  private Set<Integer> found(List<RowSource> sources) {
    Set<Integer> found = new HashSet<>();
    boolean more = true;
    while (more) {
      more = false;
      for (RowSource source : sources) {
        Optional<RowSearch> search = source.search();
        if (search.isPresent() && !found.contains(search.get().place())) {
          boolean isFound = isFound(source, search.get(), found);
          more |= isFound && found.add(search.get().place());
        }
      }
    }
    return found;
  }

  private boolean isFound(RowSource source, RowSearch search, Set<Integer> found) {
    ObjectName relation = source.table();
    List<RowSearch.Term> own =
        search.terms().stream().filter(term -> isUsed(term, source, found)).toList();
    if (before().findView(relation).isPresent()) {
      return !own.isEmpty();
    }
    List<Table> tables =
        rows(source).stream()
            .filter(table -> !partitioned(table))
            .flatMap(table -> before().findTable(table).stream())
            .toList();
    return tables.isEmpty()
        || (!own.isEmpty() && tables.stream().anyMatch(table -> excludes(source.table(), table)))
        || tables.stream()
            .anyMatch(
                table ->
                    search.terms().stream().anyMatch(term -> isUntold(term, source, table))
                        || isFound(table, source, own));
  }

  /** Whether a CHECK of an heir may tell that it has none of the rows. */
  private boolean excludes(ObjectName table, Table row) {
    return !row.name().equals(table)
        && !partitioned(table)
        && row.constraints().stream()
            .anyMatch(constraint -> constraint.definition().kind() == Constraint.Kind.CHECK);
  }

  /** Whether it says of the rows what is known before they are read. */
  private boolean isUsed(RowSearch.Term term, RowSource source, Set<Integer> found) {
    boolean alone = !term.joined() && term.columns().stream().allMatch(c -> isOf(c, source));
    return term.columns().stream().anyMatch(column -> isOf(column, source))
        && (alone || term.givers().isEmpty() || term.givers().stream().anyMatch(found::contains));
  }

  private boolean isOf(RowSearch.Named column, RowSource source) {
    if (column.before().isPresent()) {
      return source.names().contains(column.before().get());
    }
    Optional<Table> table = before().findTable(source.table());
    return table.isEmpty()
        || SYSTEM.contains(column.column())
        || !table.get().complete()
        || table.get().findColumn(column.column()).isPresent();
  }

  /** Whether an index of the table, or its place among partitions, may leave out rows. */
  private boolean isFound(Table table, RowSource source, List<RowSearch.Term> terms) {
    Set<String> asked = columns(source, terms.stream());
    List<String> texts = terms.stream().map(term -> IndexText.bare(term.text())).toList();
    return terms.stream().anyMatch(term -> isNeverMet(term, table))
        || (!asked.isEmpty() && !table.complete())
        || asked.stream().anyMatch(column -> table.findColumn(column).isEmpty())
        || asked.stream()
            .flatMap(column -> table.indexesUsing(column).stream())
            .anyMatch(
                index -> helps(index, table, columns(source, served(index, terms)), asked, texts));
  }

  private Set<String> columns(RowSource source, Stream<RowSearch.Term> terms) {
    return terms
        .flatMap(term -> term.columns().stream())
        .filter(column -> isOf(column, source))
        .map(RowSearch.Named::column)
        .collect(Collectors.toSet());
  }

  /** Conditions that an index of this kind may be searched for (manual, 11.2 Index Types). */
  private static Stream<RowSearch.Term> served(Index index, List<RowSearch.Term> terms) {
    return terms.stream()
        .filter(term -> term.shape() != Predicate.Shape.NEGATION)
        .filter(
            term ->
                term.shape() != Predicate.Shape.OTHER
                    || !index.method().equals("btree")
                    || WAYS.matcher(term.text()).find());
  }

  /** Since version 17 the server knows that no row has NULL there. */
  private static boolean isNeverMet(RowSearch.Term term, Table table) {
    return term.shape() == Predicate.Shape.IS_NULL
        && term.columns().stream().anyMatch(column -> isRequired(table, column.column()));
  }

  private static boolean isRequired(Table table, String column) {
    return table.findColumn(column).filter(Column::notNull).isPresent();
  }

  /** Whether it may say which partitions are looked at, once it runs. */
  private boolean isUntold(RowSearch.Term term, RowSource source, Table table) {
    List<String> keys =
        ancestors(table.name()).stream()
            .flatMap(parent -> before().findTable(parent).stream())
            .flatMap(parent -> parent.storage().partitioning().stream())
            .map(key -> key.toLowerCase(Locale.ROOT))
            .toList();
    return (term.joined() || !LITERAL.matcher(term.text()).matches())
        && term.columns().stream()
            .filter(column -> isOf(column, source))
            .map(column -> column.column().toLowerCase(Locale.ROOT))
            .anyMatch(column -> keys.stream().anyMatch(key -> key.contains(column)));
  }

  /** Whether an index may be searched: one of a part of the table only where that is asked for. */
  private boolean helps(
      Index index, Table table, Set<String> compared, Set<String> asked, List<String> texts) {
    if (index.where().isPresent()) {
      Expression part = index.where().get();
      return part.names().stream()
              .filter(name -> table.findColumn(name).isPresent())
              .allMatch(asked::contains)
          && !IndexText.refutes(texts, part.text());
    }
    boolean first = !index.columns().isEmpty() && compared.contains(index.columns().get(0));
    boolean any = index.columns().stream().anyMatch(compared::contains);
    return first
        || IndexText.expressions(index)
            .anyMatch(key -> texts.stream().anyMatch(text -> text.contains(key)))
        || (any && (!index.method().equals("btree") || skips(index.columns().get(0), table)));
  }

  /** Since version 18 an index may be searched without its first column if that has few values. */
  private boolean skips(String column, Table table) {
    return version().atLeast(18)
        && table.constraintsOn(column).stream()
            .noneMatch(constraint -> KEYS.contains(constraint.definition().kind()));
  }

  /** A query over these tables, as far as it is told where it takes its rows from. */
  static Optional<DataOperation.Query> query(String query, List<ObjectName> reads) {
    return SqlReader.read(query, Dialect.POSTGRESQL).statements().stream()
        .flatMap(statement -> statement.operations().stream())
        .filter(DataOperation.Query.class::isInstance)
        .map(DataOperation.Query.class::cast)
        .findFirst()
        .filter(known -> known.reads().size() == reads.size())
        .map(known -> resolved(known, reads))
        .filter(known -> !known.sources().isEmpty());
  }

  /** The query with the names that its tables had when it was written. */
  private static DataOperation.Query resolved(DataOperation.Query query, List<ObjectName> reads) {
    List<RowSource> sources =
        query.sources().stream()
            .filter(source -> query.reads().contains(source.table()))
            .map(source -> source.of(reads.get(query.reads().indexOf(source.table()))))
            .toList();
    return new DataOperation.Query(reads, sources, query.functions(), query.locking());
  }
}
