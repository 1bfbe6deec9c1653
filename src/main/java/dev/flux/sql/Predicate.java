package dev.flux.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The WHERE of an UPDATE or DELETE.
 *
 * @param text exact text behind WHERE
 * @param terms its parts, as far as AND joins them at the top
 */
public record Predicate(String text, List<Term> terms) {
  public Predicate {
    terms = List.copyOf(terms);
  }

  /** Whether a condition leaves out no row: there is none, or it always holds. */
  public static boolean meansAll(Optional<Predicate> condition) {
    return condition
        .filter(where -> where.terms().stream().anyMatch(term -> term.shape() != Shape.ALWAYS_TRUE))
        .isEmpty();
  }

  /** Where this and another one hold. */
  public Predicate and(Predicate other) {
    return new Predicate(
        "(" + text + ") AND (" + other.text + ")",
        Stream.concat(terms.stream(), other.terms.stream()).toList());
  }

  /**
   * The exact text of each part of a condition, as far as AND joins them at the top; of the whole
   * where it cannot be taken apart.
   */
  public static List<String> parts(String condition, Dialect dialect) {
    return ConditionText.terms(condition, dialect);
  }

  /**
   * The exact text of each part of a condition, as far as OR joins them at the top, also inside
   * brackets around the whole; of the whole where it cannot be taken apart.
   */
  public static List<String> alternatives(String condition, Dialect dialect) {
    return ConditionText.alternatives(condition, dialect);
  }

  /**
   * One part of the condition.
   *
   * @param columns it reads
   */
  public record Term(Shape shape, Set<String> columns, String text) {
    public Term {
      columns = Set.copyOf(columns);
    }
  }

  /** What a part of a condition says about how many rows it can match. */
  public enum Shape {
    /** {@code true}, {@code 1 = 1}: every row. */
    ALWAYS_TRUE,
    /** {@code false}, {@code 1 = 0}, {@code NULL IS NOT NULL}: no row. */
    ALWAYS_FALSE,
    /** {@code column = value}, also a row of columns. */
    EQUALS_VALUE,
    /** {@code column IN (value, …)}. */
    IN_VALUES,
    /** {@code column IN (SELECT …)}, EXISTS, ANY of a query. */
    IN_QUERY,
    /** {@code column < value}, BETWEEN, LIKE with a prefix. */
    RANGE,
    IS_NULL,
    IS_NOT_NULL,
    /** {@code a.x = b.y}. */
    JOIN,
    /** {@code <>}, NOT …. */
    NEGATION,
    OTHER
  }
}
