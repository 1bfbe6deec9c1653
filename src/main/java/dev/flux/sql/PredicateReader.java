package dev.flux.sql;

import dev.flux.sql.Predicate.Shape;
import dev.flux.sql.Predicate.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.AnyComparisonExpression;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExistsExpression;
import net.sf.jsqlparser.expression.operators.relational.GreaterThan;
import net.sf.jsqlparser.expression.operators.relational.GreaterThanEquals;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.MinorThan;
import net.sf.jsqlparser.expression.operators.relational.MinorThanEquals;
import net.sf.jsqlparser.expression.operators.relational.NotEqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.Select;

/** Turns the WHERE of a parsed statement into terms. */
final class PredicateReader {
  private final Dialect dialect;
  private final List<Term> terms = new ArrayList<>();

  private PredicateReader(Dialect dialect) {
    this.dialect = dialect;
  }

  /** The condition of a statement inside another, with its text as parsed. */
  static Optional<Predicate> findInside(
      @org.jspecify.annotations.Nullable Expression where, Dialect dialect) {
    if (where == null) {
      return Optional.empty();
    }
    PredicateReader reader = new PredicateReader(dialect);
    reader.split(where);
    return Optional.of(new Predicate(where.toString(), reader.terms));
  }

  /** The condition with its exact text, where there is one. */
  static Optional<Predicate> find(
      @org.jspecify.annotations.Nullable Expression where, Tokens statement) {
    if (where == null) {
      return Optional.empty();
    }
    PredicateReader reader = new PredicateReader(statement.dialect());
    reader.split(where);
    Optional<Tokens> condition = statement.findTopLevel("WHERE", "RETURNING", "ORDER", "LIMIT");
    return Optional.of(
        new Predicate(
            condition.map(Tokens::text).orElseGet(where::toString),
            condition.map(reader::withExactText).orElse(reader.terms)));
  }

  /** The terms as written, unless the tokens come apart in another way than the parsed tree. */
  private List<Term> withExactText(Tokens condition) {
    List<String> texts = ConditionText.terms(condition);
    if (texts.size() != terms.size()) {
      return terms;
    }
    List<Term> exact = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      exact.add(new Term(terms.get(i).shape(), terms.get(i).columns(), texts.get(i)));
    }
    return exact;
  }

  private void split(Expression where) {
    if (where instanceof AndExpression and) {
      split(and.getLeftExpression());
      split(and.getRightExpression());
    } else if (where instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
      split(list.get(0));
    } else {
      terms.add(new Term(shape(where), columns(where), where.toString()));
    }
  }

  private Set<String> columns(Expression expression) {
    return JoinTerm.columns(expression, dialect).stream()
        .map(JoinTerm.Ref::column)
        .collect(Collectors.toSet());
  }

  static Shape shape(Expression where) {
    if (where instanceof BooleanValue value) {
      return value.getValue() ? Shape.ALWAYS_TRUE : Shape.ALWAYS_FALSE;
    }
    if (where instanceof ComparisonOperator comparison) {
      return comparison(comparison);
    }
    if (where instanceof InExpression in) {
      return in.isNot()
          ? Shape.NEGATION
          : in.getRightExpression() instanceof Select ? Shape.IN_QUERY : Shape.IN_VALUES;
    }
    if (where instanceof ExistsExpression exists) {
      return exists.isNot() ? Shape.NEGATION : Shape.IN_QUERY;
    }
    if (where instanceof IsNullExpression isNull) {
      boolean not = isNull.isNot() || isNull.isUseNotNull();
      if (isNull.getLeftExpression() instanceof NullValue) {
        return not ? Shape.ALWAYS_FALSE : Shape.ALWAYS_TRUE;
      }
      return not ? Shape.IS_NOT_NULL : Shape.IS_NULL;
    }
    if (where instanceof Between between) {
      return between.isNot() ? Shape.NEGATION : Shape.RANGE;
    }
    if (where instanceof LikeExpression like) {
      return like(like);
    }
    return where instanceof NotExpression ? Shape.NEGATION : Shape.OTHER;
  }

  private static Shape comparison(ComparisonOperator comparison) {
    Expression left = plain(comparison.getLeftExpression());
    Expression right = plain(comparison.getRightExpression());
    if (comparison instanceof NotEqualsTo) {
      return Shape.NEGATION;
    }
    if (comparison instanceof EqualsTo) {
      if (right instanceof AnyComparisonExpression) {
        return Shape.IN_QUERY;
      }
      if (left instanceof Column && right instanceof Column) {
        return Shape.JOIN;
      }
      if (left instanceof LongValue && right instanceof LongValue) {
        boolean same = left.toString().equals(right.toString());
        return same ? Shape.ALWAYS_TRUE : Shape.ALWAYS_FALSE;
      }
      return column(left) || column(right) ? Shape.EQUALS_VALUE : Shape.OTHER;
    }
    boolean range =
        comparison instanceof MinorThan
            || comparison instanceof MinorThanEquals
            || comparison instanceof GreaterThan
            || comparison instanceof GreaterThanEquals;
    return range && (column(left) || column(right)) ? Shape.RANGE : Shape.OTHER;
  }

  private static boolean column(Expression expression) {
    return expression instanceof Column
        || (expression instanceof ParenthesedExpressionList<?> list
            && list.stream().allMatch(Column.class::isInstance));
  }

  private static Expression plain(Expression expression) {
    Expression found = expression;
    while (true) {
      if (found instanceof CastExpression cast) {
        found = cast.getLeftExpression();
      } else if (found instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
        found = list.get(0);
      } else {
        return found;
      }
    }
  }

  private static Shape like(LikeExpression like) {
    if (like.isNot()) {
      return Shape.NEGATION;
    }
    String pattern = like.getRightExpression().toString();
    boolean prefix = pattern.startsWith("'") && !pattern.startsWith("'%");
    return prefix && like.getLikeKeyWord() != LikeExpression.KeyWord.ILIKE
        ? Shape.RANGE
        : Shape.OTHER;
  }
}
