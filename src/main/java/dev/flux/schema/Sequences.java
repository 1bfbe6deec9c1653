package dev.flux.schema;

import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import java.util.List;

/** Sequences behind serial and identity columns. */
final class Sequences {
  private Sequences() {}

  static void create(CatalogEdit edit, Table table, List<ColumnDefinition> columns) {
    if (edit.dialect != Dialect.POSTGRESQL) {
      return;
    }
    String schema = SearchPath.schemaOf(table.name());
    for (ColumnDefinition column : columns) {
      if (column.autoIncrement()) {
        String name =
            GeneratedNames.postgresql(
                table.name().name(),
                List.of(column.name()),
                "seq",
                candidate -> edit.relationExists(edit.path.in(schema, candidate)));
        ObjectName sequence = edit.path.in(schema, name);
        edit.sequences = edit.sequences.plus(sequence, table.name());
      }
    }
  }
}
