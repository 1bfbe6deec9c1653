package dev.flux.sql;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One place where a statement takes rows from a table, and what is asked of them there.
 *
 * @param names that may stand before its columns in the conditions
 * @param asked exact text of conditions that all hold for every row that is taken
 */
public record RowSource(ObjectName table, Set<String> names, List<String> asked) {
  public RowSource {
    names = Set.copyOf(names);
    asked = List.copyOf(asked);
  }

  /** The same place under another name of the table. */
  public RowSource of(ObjectName other) {
    return new RowSource(other, names, asked);
  }

  /** The same where more is asked of the rows, also under other names. */
  public RowSource and(Set<String> otherNames, List<String> more) {
    return new RowSource(
        table,
        Stream.concat(names.stream(), otherNames.stream()).collect(Collectors.toSet()),
        Stream.concat(asked.stream(), more.stream()).toList());
  }
}
