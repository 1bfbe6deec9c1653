package dev.flux.schema;

import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.SqlType;
import dev.flux.sql.TableOptions;
import java.util.Optional;

/**
 * What becomes of columns of text when the character set of their table changes (MySQL manual,
 * 10.3.4 Table Character Set and Collation; 15.1.9 ALTER TABLE).
 */
final class CharacterSets {
  private CharacterSets() {}

  /** DEFAULT CHARACTER SET is for columns to come: those that are there keep what they had. */
  static Table pinned(Table table, TableOptions said) {
    TableOptions had = table.storage().options();
    boolean changes = said.charset().isPresent() || said.collation().isPresent();
    boolean known = had.charset().isPresent() || had.collation().isPresent();
    return changes && known
        ? table.withColumns(Lists.map(table.columns(), c -> isBare(c) ? named(c, had) : c))
        : table;
  }

  /** CONVERT TO CHARACTER SET: every column has the table's from now on. */
  static Table converted(Table table) {
    return table.withColumns(
        Lists.map(table.columns(), c -> isText(c) ? named(c, TableOptions.NONE) : c));
  }

  private static boolean isText(Column column) {
    return column.type().map(SqlType::name).filter(CharacterSets::isText).isPresent();
  }

  private static boolean isText(String type) {
    return type.endsWith("char")
        || type.endsWith("text")
        || type.equals("enum")
        || type.equals("set");
  }

  private static boolean isBare(Column column) {
    ColumnDefinition.Attributes own = column.attributes();
    return isText(column) && own.charset().isEmpty() && own.collation().isEmpty();
  }

  private static Column named(Column column, TableOptions options) {
    ColumnDefinition.Attributes own = column.attributes();
    Optional<String> collation = options.collation();
    return new Column(
        column.name(),
        column.type(),
        column.notNull(),
        column.defaultValue(),
        column.generated(),
        column.autoIncrement(),
        new ColumnDefinition.Attributes(
            options.charset(),
            collation,
            own.comment(),
            own.onUpdate(),
            own.invisible(),
            own.identity(),
            own.format()));
  }
}
