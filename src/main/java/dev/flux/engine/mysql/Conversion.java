package dev.flux.engine.mysql;

import dev.flux.schema.Column;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.SqlType;
import dev.flux.sql.TableOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What CONVERT TO CHARACTER SET does to one column.
 *
 * @param to what the table is converted to
 * @param indexed whether an index is on the column, before the statement or behind it
 */
record Conversion(
    Column column,
    TextRules rules,
    TableOptions to,
    TableTraits traits,
    boolean indexed,
    Server server) {
  private static final Set<String> WIDENED = Set.of("tinytext", "text", "mediumtext");

  Way way() {
    boolean text = column.type().filter(type -> isText(type.name())).isPresent();
    if (!text) {
      return metadata();
    }
    SqlType type = column.type().orElseThrow();
    ColumnDefinition.Attributes written =
        new ColumnDefinition.Attributes(
            to.charset(), to.collation(), Optional.empty(), Optional.empty(), false);
    String before = rules.charset(column.attributes());
    boolean same =
        before.equals(rules.charset(written))
            && rules.collation(column.attributes()).equals(rules.collation(written));
    if (same) {
      return metadata();
    }
    if (type.name().equals("enum") || type.name().equals("set")) {
      return Way.COPY;
    }
    // A text that grows in bytes becomes the next longer kind of text.
    boolean wider = rules.bytes(one(), written) > rules.bytes(one(), column.attributes());
    if (wider && WIDENED.contains(type.name())) {
      return Way.COPY;
    }
    ColumnDefinition converted =
        new ColumnDefinition(
            column.name(),
            column.type(),
            column.notNull(),
            Optional.empty(),
            Optional.empty(),
            false,
            List.of(),
            written,
            "");
    return changed(new ValueChange(column, converted, rules, rules, server).kind());
  }

  private static SqlType one() {
    return new SqlType("char", List.of("1"), 0, "char(1)");
  }

  private static boolean isText(String type) {
    return type.endsWith("char")
        || type.endsWith("text")
        || type.equals("enum")
        || type.equals("set");
  }

  private Way metadata() {
    return Way.METADATA.orInstant(server.mariadb());
  }

  /** MySQL writes the rows anew even where each column alone would be left as it is. */
  private Way changed(ValueChange.Kind kind) {
    return switch (kind) {
      case NONE -> metadata();
      case COLLATION, SUPERSET, WIDER ->
          server.mariadb()
              ? indexed && kind == ValueChange.Kind.COLLATION
                  ? reordered(traits, column)
                  : metadata()
              : indexed ? Way.COPY : Way.REBUILD;
      case WIDER_LENGTH, BYTES, OTHER -> Way.COPY;
    };
  }

  /** MariaDB builds the indexes of a column anew whose text sorts in another way. */
  static Way reordered(TableTraits traits, Column column) {
    boolean text = column.type().filter(type -> type.name().endsWith("text")).isPresent();
    if (text || traits.clusteredBy().contains(column.name())) {
      return Way.COPY;
    }
    return traits.fulltext(column.name()) ? Way.LOCKED : Way.METADATA;
  }
}
