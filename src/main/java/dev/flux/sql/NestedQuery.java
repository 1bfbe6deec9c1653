package dev.flux.sql;

import java.util.Optional;
import net.sf.jsqlparser.expression.AnyComparisonExpression;
import net.sf.jsqlparser.expression.AnyType;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExistsExpression;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;

/**
 * A query in a condition whose rows a planner joins with those that are asked (PostgreSQL,
 * optimizer/README, Pulling Up Subqueries; NOT IN is none of them).
 *
 * @param text of the condition as parsed
 * @param compared what stands before IN; empty for EXISTS
 * @param anti whether rows are meant that have no match
 */
record NestedQuery(String text, PlainSelect query, Optional<Expression> compared, boolean anti) {

  static Optional<NestedQuery> find(Expression condition) {
    return find(condition, condition.toString(), false);
  }

  private static Optional<NestedQuery> find(Expression condition, String text, boolean not) {
    if (condition instanceof NotExpression negated) {
      return negated.getExpression() instanceof ExistsExpression exists
          ? find(exists, text, !not)
          : Optional.empty();
    }
    if (condition instanceof ExistsExpression exists) {
      return plain(exists.getRightExpression())
          .map(query -> new NestedQuery(text, query, Optional.empty(), exists.isNot() != not));
    }
    if (condition instanceof InExpression in && !in.isNot()) {
      return plain(in.getRightExpression())
          .map(query -> new NestedQuery(text, query, Optional.of(in.getLeftExpression()), false));
    }
    if (condition instanceof EqualsTo same
        && same.getRightExpression() instanceof AnyComparisonExpression any
        && any.getAnyType() != AnyType.ALL
        && any.getSelect() != null) {
      return plain(any.getSelect())
          .map(query -> new NestedQuery(text, query, Optional.of(same.getLeftExpression()), false));
    }
    return Optional.empty();
  }

  private static Optional<PlainSelect> plain(Expression written) {
    return written instanceof ParenthesedSelect inner
            && inner.getSelect() instanceof PlainSelect plain
        ? Optional.of(plain)
        : Optional.empty();
  }
}
