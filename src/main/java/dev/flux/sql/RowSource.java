package dev.flux.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One place where a statement takes rows from a table, and what is asked of them there.
 *
 * @param names that may stand before its columns in the conditions
 * @param asked exact text of conditions that all hold for every row that is taken
 * @param search what its rows may be found by; empty where it is not told how many are looked at
 */
public record RowSource(
    ObjectName table, Set<String> names, List<String> asked, Optional<RowSearch> search) {
  public RowSource {
    names = Set.copyOf(names);
    asked = List.copyOf(asked);
  }

  /** The same place under another name of the table. */
  public RowSource of(ObjectName other) {
    return new RowSource(other, names, asked, search);
  }

  /** The same behind other places of its statement. */
  RowSource behind(int places) {
    return new RowSource(table, names, asked, search.map(known -> known.behind(places)));
  }

  /** The same where no row is looked at yet. */
  RowSource planned() {
    return new RowSource(table, names, asked, Optional.empty());
  }

  /** The same where more is asked of the rows, also under other names. */
  public RowSource and(Set<String> otherNames, List<String> more) {
    return new RowSource(
        table,
        Stream.concat(names.stream(), otherNames.stream()).collect(Collectors.toSet()),
        Stream.concat(asked.stream(), more.stream()).toList(),
        search.filter(known -> more.isEmpty()));
  }
}
