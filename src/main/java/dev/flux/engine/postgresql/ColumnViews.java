package dev.flux.engine.postgresql;

import dev.flux.schema.Catalog;
import dev.flux.schema.View;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.regex.Pattern;

/** Views whose query names a column, or everything. */
final class ColumnViews {
  private ColumnViews() {}

  static List<View> reading(Catalog catalog, ObjectName table, String column) {
    Pattern named = Pattern.compile("\\b" + Pattern.quote(column) + "\\b|\\*");
    return catalog.viewsOn(table).stream()
        .filter(view -> named.matcher(view.query()).find())
        .toList();
  }
}
