package dev.flux.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;

/**
 * The columns of a query by an index on which a planner may find its rows, or bring them in order:
 * without one it reads its tables from end to end. Source: PostgreSQL manual, 11.2 Index Types;
 * 11.4 Indexes and ORDER BY.
 */
final class SearchedColumns {
  /** An index on the column has the answer at its end. */
  private static final Pattern ENDS = Pattern.compile("(?i)\\b(?:min|max)\\s*\\(");

  /** What another query says, and what no row may meet. */
  private static final Pattern UNTOLD =
      Pattern.compile("(?i)\\bselect\\b|\\bis\\s+null\\b|\\bisnull\\b|\\bcurrent\\s+of\\b");

  private SearchedColumns() {}

  /** None where all rows are taken as they come; empty where that is not told. */
  static Optional<Set<String>> of(PlainSelect plain, Dialect dialect) {
    List<JoinTerm> terms = JoinTerm.of(plain.getWhere(), dialect);
    boolean told =
        plain.getLimit() == null
            && plain.getFetch() == null
            && plain.getOffset() == null
            && terms.stream().noneMatch(term -> term.columns().isEmpty())
            && terms.stream().noneMatch(term -> UNTOLD.matcher(term.text()).find());
    if (!told) {
      return Optional.empty();
    }
    Set<String> columns = new HashSet<>();
    terms.forEach(term -> add(columns, term.columns()));
    ordered(plain).forEach(by -> add(columns, JoinTerm.columns(by, dialect)));
    return Optional.of(columns);
  }

  private static void add(Set<String> columns, Set<JoinTerm.Ref> read) {
    read.forEach(ref -> columns.add(ref.column()));
  }

  private static List<Expression> ordered(PlainSelect plain) {
    List<Expression> by = new ArrayList<>();
    if (plain.getOrderByElements() != null) {
      plain.getOrderByElements().forEach(element -> by.add(element.getExpression()));
    }
    if (plain.getDistinct() != null || ENDS.matcher(plain.getSelectItems().toString()).find()) {
      plain.getSelectItems().stream().map(SelectItem::getExpression).forEach(by::add);
    }
    return by;
  }
}
