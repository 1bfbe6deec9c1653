package dev.flux.schema;

import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A view as of a statement.
 *
 * @param reads tables and views that its query names
 * @param populated whether its query was run for it since it was created
 * @param keys unique indexes of a materialized view that cover all rows by plain columns; some may
 *     be gone by now
 */
public record View(
    ObjectName name,
    boolean materialized,
    List<ObjectName> reads,
    String query,
    boolean populated,
    List<ObjectName> keys) {
  private static final Pattern EVERYTHING =
      Pattern.compile("(?i)(?:\\bselect|\\bdistinct|,|\\.)\\s*\\*");

  public View {
    reads = List.copyOf(reads);
    keys = List.copyOf(keys);
  }

  View named(ObjectName other) {
    return new View(other, materialized, reads, query, populated, keys);
  }

  View reading(List<ObjectName> others) {
    return new View(name, materialized, others, query, populated, keys);
  }

  View populated(boolean other) {
    return new View(name, materialized, reads, query, other, keys);
  }

  View withKey(ObjectName index) {
    return new View(name, materialized, reads, query, populated, Lists.plus(keys, index));
  }

  /** Whether its query names the column in any case, or takes every column by an asterisk. */
  public boolean names(String column) {
    return Pattern.compile("(?iu)\\b" + Pattern.quote(column) + "\\b").matcher(query).find()
        || EVERYTHING.matcher(query).find();
  }
}
