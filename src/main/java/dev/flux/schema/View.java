package dev.flux.schema;

import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A view as of a statement.
 *
 * @param reads tables and views that its query names
 * @param columns names that it gives to what its query returns; empty where it gives none
 * @param populated whether its query was run for it since it was created
 * @param indexes of a materialized view
 * @param everything columns that the asterisk of its query stands for, those of the time when it
 *     was created; empty where it has none, or they are not known
 */
public record View(
    ObjectName name,
    boolean materialized,
    List<ObjectName> reads,
    List<String> columns,
    String query,
    boolean populated,
    List<Index> indexes,
    List<String> everything) {
  private static final Pattern EVERYTHING =
      Pattern.compile("(?i)(?:\\bselect|\\bdistinct|,|\\.)\\s*\\*");

  public View {
    reads = List.copyOf(reads);
    columns = List.copyOf(columns);
    indexes = List.copyOf(indexes);
    everything = List.copyOf(everything);
  }

  /** The same view under another name. */
  public View named(ObjectName other) {
    return new View(other, materialized, reads, columns, query, populated, indexes, everything);
  }

  View reading(List<ObjectName> others) {
    return new View(name, materialized, others, columns, query, populated, indexes, everything);
  }

  View populated(boolean other) {
    return new View(name, materialized, reads, columns, query, other, indexes, everything);
  }

  /** The same view with other indexes. */
  public View withIndexes(List<Index> others) {
    return new View(name, materialized, reads, columns, query, populated, others, everything);
  }

  /** The same view of another query, as SQL. */
  public View asking(String other) {
    return new View(name, materialized, reads, columns, other, populated, indexes, everything);
  }

  /** Unique indexes that cover all rows by plain columns, as a concurrent refresh needs one. */
  public List<ObjectName> keys() {
    return indexes.stream()
        .filter(index -> index.unique() && index.plain())
        .map(Index::name)
        .toList();
  }

  /** Whether its query names the column in any case, or takes every column by an asterisk. */
  public boolean names(String column) {
    return Pattern.compile("(?iu)\\b" + Pattern.quote(column) + "\\b").matcher(query).find()
        || EVERYTHING.matcher(query).find();
  }
}
