package dev.flux.schema;

import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.Dialect;
import dev.flux.sql.Identifiers;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sequences behind serial and identity columns. */
final class Sequences {
  /** The table in front of the column; none in OWNED BY NONE. */
  private static final Pattern OWNED =
      Pattern.compile(
          "(?is)\\bowned\\s+by\\s+(?:none\\b|" + Identifiers.NAME + "\\s*\\.\\s*[\"\\w$])");

  private Sequences() {}

  /** Notes the table with which the sequence goes, where the statement says OWNED BY. */
  static void own(CatalogEdit edit, ObjectName written, String text) {
    Matcher owned = OWNED.matcher(text);
    if (!owned.find()) {
      return;
    }
    edit.path
        .find(written, edit.sequences)
        .ifPresent(
            sequence -> {
              String table = owned.group(1);
              ObjectName owner =
                  table == null ? sequence : edit.known(Identifiers.name(table)).name();
              edit.sequences = edit.sequences.plus(sequence, owner);
            });
  }

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
