package dev.flux.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What there is to find the rows of one place by; without an index on it a planner reads the table
 * from end to end. Source: PostgreSQL manual, 11.2 Index Types; 14.1 Using EXPLAIN.
 *
 * @param place number of the place in its statement
 * @param terms none where all rows are taken as they come
 */
public record RowSearch(int place, List<Term> terms) {
  public RowSearch {
    terms = List.copyOf(terms);
  }

  /** A column with the name before it, if one is. */
  public record Named(Optional<String> before, String column) {}

  /**
   * A condition of the rows, or an order in which they are asked for.
   *
   * @param columns also those of other places
   * @param joined whether rows of other places give what its columns are compared with; else they
   *     do only where it has columns of theirs
   * @param givers numbers of these places; none where few rows give it
   */
  public record Term(
      Predicate.Shape shape, Set<Named> columns, String text, boolean joined, Set<Integer> givers) {
    public Term {
      columns = Set.copyOf(columns);
      givers = Set.copyOf(givers);
    }
  }

  /** The same where other places of the statement come before it. */
  RowSearch behind(int places) {
    return new RowSearch(
        place + places,
        terms.stream()
            .map(
                term ->
                    new Term(
                        term.shape,
                        term.columns,
                        term.text,
                        term.joined,
                        term.givers.stream()
                            .map(giver -> giver + places)
                            .collect(Collectors.toSet())))
            .toList());
  }
}
