package dev.flux.engine.mysql;

import dev.flux.schema.Table;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlType;
import dev.flux.sql.TableOperation;
import dev.flux.sql.TableOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The character set and collation that a column of a table has where it names none.
 *
 * @param charset of the table
 * @param collation of the table; empty where it is the character set's own
 * @param assumed whether neither is written: the database decides, and the set with the longest
 *     characters is the careful guess
 */
record TextRules(String charset, Optional<String> collation, boolean assumed) {
  /** Bytes a character may take; one in the sets that are left out (MySQL manual, 10.10). */
  private static final Map<String, Integer> WIDTHS =
      Map.ofEntries(
          Map.entry("utf8mb4", 4),
          Map.entry("utf16", 4),
          Map.entry("utf16le", 4),
          Map.entry("utf32", 4),
          Map.entry("gb18030", 4),
          Map.entry("utf8mb3", 3),
          Map.entry("eucjpms", 3),
          Map.entry("ujis", 3),
          Map.entry("ucs2", 2),
          Map.entry("big5", 2),
          Map.entry("gbk", 2),
          Map.entry("gb2312", 2),
          Map.entry("sjis", 2),
          Map.entry("cp932", 2),
          Map.entry("euckr", 2));

  static TextRules of(TableTraits traits) {
    return of(options(traits));
  }

  /** The same behind a statement that may say anew what columns have that name none. */
  static TextRules of(TableTraits traits, List<Operation> statement) {
    return of(
        statement.stream()
            .filter(TableOperation.SetTableOption.class::isInstance)
            .map(TableOperation.SetTableOption.class::cast)
            .map(TableOperation.SetTableOption::options)
            .reduce(options(traits), (before, said) -> said.or(before)));
  }

  private static TableOptions options(TableTraits traits) {
    return traits.table().map(Table::storage).map(s -> s.options()).orElse(TableOptions.NONE);
  }

  private static TextRules of(TableOptions options) {
    Optional<String> named = options.charset().or(() -> options.collation().map(TextRules::setOf));
    return new TextRules(
        named.map(TextRules::canonical).orElse("utf8mb4"),
        options.collation().map(TextRules::canonical),
        named.isEmpty());
  }

  /** {@code utf8} is utf8mb3. */
  static String canonical(String name) {
    return name.equals("utf8") || name.startsWith("utf8_") ? "utf8mb3" + name.substring(4) : name;
  }

  private static String setOf(String collation) {
    int end = collation.indexOf('_');
    return end < 0 ? collation : collation.substring(0, end);
  }

  /** The character set of a column. */
  String charset(ColumnDefinition.Attributes column) {
    return column
        .charset()
        .or(() -> column.collation().map(TextRules::setOf))
        .map(TextRules::canonical)
        .orElse(charset);
  }

  /** The collation of a column; {@code default} for the one that its character set has. */
  String collation(ColumnDefinition.Attributes column) {
    if (column.collation().isPresent()) {
      return canonical(column.collation().get());
    }
    boolean own =
        column.charset().map(TextRules::canonical).filter(s -> !s.equals(charset)).isPresent();
    return own || column.charset().isPresent() ? "default" : collation.orElse("default");
  }

  /** How many bytes a value may take. */
  int bytes(SqlType type, ColumnDefinition.Attributes column) {
    int length = ValueChange.length(type);
    boolean binary = type.name().contains("binary");
    return binary ? length : length * WIDTHS.getOrDefault(charset(column), 1);
  }
}
