package dev.flux.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.ExpressionVisitorAdapter;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/**
 * A part of the condition of a join, as far as AND joins the parts.
 *
 * @param columns it reads
 * @param equal what it says is the same: a column and a column, or a column and a constant
 */
record JoinTerm(String text, Predicate.Shape shape, Set<Ref> columns, List<Equal> equal) {
  /** Conditions that also rows can meet that an outer join fills with NULL. */
  private static final Pattern OF_NULLS =
      Pattern.compile("(?i)\\b(?:is\\s+null|isnull|is\\s+not|coalesce|case|distinct|not)\\b");

  JoinTerm {
    columns = Set.copyOf(columns);
    equal = List.copyOf(equal);
  }

  /** A column with what stands before it. */
  record Ref(Optional<String> table, String column) {
    static Ref of(Column column, Dialect dialect) {
      return new Ref(
          Optional.ofNullable(column.getTable())
              .map(table -> QueryNames.fold(table.getName(), dialect)),
          QueryNames.fold(column.getColumnName(), dialect));
    }
  }

  /**
   * Two sides that are the same.
   *
   * @param other empty for a constant
   * @param written text of the other side
   */
  record Equal(Ref column, String text, Optional<Ref> other, String written) {}

  /** The parts of a condition; none where there is none. */
  static List<JoinTerm> of(@Nullable Expression condition, Dialect dialect) {
    return parts(condition).stream()
        .map(
            part ->
                new JoinTerm(
                    part.toString(),
                    PredicateReader.shape(part),
                    columns(part, dialect),
                    equal(part, dialect)))
        .toList();
  }

  /** The same as they were parsed. */
  static List<Expression> parts(@Nullable Expression condition) {
    if (condition == null) {
      return List.of();
    }
    if (condition instanceof AndExpression and) {
      List<Expression> both = new ArrayList<>(parts(and.getLeftExpression()));
      both.addAll(parts(and.getRightExpression()));
      return both;
    }
    return condition instanceof ParenthesedExpressionList<?> list && list.size() == 1
        ? parts(list.get(0))
        : List.of(condition);
  }

  /** That a column is a constant. */
  static JoinTerm constant(Ref column, String written, Expression value) {
    return new JoinTerm(
        written + " = " + value,
        Predicate.Shape.EQUALS_VALUE,
        Set.of(column),
        List.of(new Equal(column, written, Optional.empty(), value.toString())));
  }

  /** Whether no row meets it that an outer join filled with NULL. */
  boolean refusesNulls() {
    return !OF_NULLS.matcher(text).find();
  }

  private static List<Equal> equal(Expression condition, Dialect dialect) {
    if (!(condition instanceof EqualsTo same)) {
      return List.of();
    }
    Expression left = same.getLeftExpression();
    Expression right = same.getRightExpression();
    List<Equal> found = new ArrayList<>();
    if (left instanceof Column column) {
      side(column, right, dialect).ifPresent(found::add);
    }
    if (right instanceof Column column) {
      side(column, left, dialect).ifPresent(found::add);
    }
    return found;
  }

  private static Optional<Equal> side(Column column, Expression other, Dialect dialect) {
    Optional<Ref> ref =
        other instanceof Column second ? Optional.of(Ref.of(second, dialect)) : Optional.empty();
    boolean plain = ref.isPresent() || isConstant(other, dialect);
    return plain
        ? Optional.of(new Equal(Ref.of(column, dialect), column.toString(), ref, other.toString()))
        : Optional.empty();
  }

  static boolean isConstant(Expression value, Dialect dialect) {
    return columns(value, dialect).isEmpty() && !(value instanceof Select);
  }

  /** The columns that an expression reads. */
  static Set<Ref> columns(Expression expression, Dialect dialect) {
    Set<Ref> found = new LinkedHashSet<>();
    expression.accept(
        new ExpressionVisitorAdapter<Void>() {
          @Override
          public <S> @Nullable Void visit(Column column, S context) {
            found.add(Ref.of(column, dialect));
            return super.visit(column, context);
          }
        },
        null);
    return found;
  }

  /**
   * These and what follows from them: a column that is the same as one that is a constant is that
   * constant too.
   */
  static List<JoinTerm> withConstants(List<JoinTerm> terms) {
    List<JoinTerm> all = new ArrayList<>(terms);
    Set<String> known = terms.stream().map(JoinTerm::text).collect(Collectors.toSet());
    List<Equal> constants = new ArrayList<>();
    terms.stream()
        .flatMap(term -> term.equal().stream())
        .filter(equal -> equal.other().isEmpty())
        .forEach(constants::add);
    for (int i = 0; i < constants.size(); i++) {
      Equal constant = constants.get(i);
      for (JoinTerm term : terms) {
        for (Equal equal : term.equal()) {
          String text = equal.text() + " = " + constant.written();
          if (equal.other().filter(constant.column()::equals).isPresent() && known.add(text)) {
            Equal derived =
                new Equal(equal.column(), equal.text(), Optional.empty(), constant.written());
            constants.add(derived);
            all.add(
                new JoinTerm(
                    text, Predicate.Shape.EQUALS_VALUE, Set.of(equal.column()), List.of(derived)));
          }
        }
      }
    }
    return all;
  }
}
