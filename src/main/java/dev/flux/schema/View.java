package dev.flux.schema;

import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A view as of a statement.
 *
 * @param reads tables and views that its query names
 */
public record View(ObjectName name, boolean materialized, List<ObjectName> reads, String query) {
  private static final Pattern EVERYTHING =
      Pattern.compile("(?i)(?:\\bselect|\\bdistinct|,|\\.)\\s*\\*");

  public View {
    reads = List.copyOf(reads);
  }

  /** Whether its query names the column in any case, or takes every column by an asterisk. */
  public boolean names(String column) {
    return Pattern.compile("(?iu)\\b" + Pattern.quote(column) + "\\b").matcher(query).find()
        || EVERYTHING.matcher(query).find();
  }
}
