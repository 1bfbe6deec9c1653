package dev.flux.schema;

import dev.flux.sql.ObjectName;
import java.util.List;

/**
 * A view as of a statement.
 *
 * @param reads tables and views that its query names
 */
public record View(ObjectName name, boolean materialized, List<ObjectName> reads, String query) {
  public View {
    reads = List.copyOf(reads);
  }
}
