package dev.flux.hazard;

import dev.flux.schema.Catalog;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateObject;
import dev.flux.sql.TableOperation.CreateTable;
import dev.flux.sql.TableOperation.TruncateTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Sequences that nothing relies on, since the same file makes them or fills their tables. */
final class OwnSequence {
  private OwnSequence() {}

  /** Whether the file makes the sequence or its table, fills it by itself, or empties a table. */
  static boolean isOwn(String sequence, ExaminedClause clause) {
    String name = sequence.toLowerCase(Locale.ROOT);
    return clause
        .inFile()
        .anyMatch(
            operation ->
                operation instanceof TruncateTable
                    || (operation instanceof CreateTable create
                        && owns(create.table(), columns(create), name, clause.before()))
                    || (operation instanceof Insert insert
                        && owns(insert.table(), insert.columns(), name, clause.before()))
                    || (operation instanceof CreateObject create
                        && create.object() == ObjectKind.SEQUENCE
                        && create.name().name().equalsIgnoreCase(name)));
  }

  private static List<String> columns(CreateTable create) {
    return create.columns().stream().map(ColumnDefinition::name).toList();
  }

  /**
   * Whether the sequence is that of one of the table's columns, or the table itself is meant; where
   * migrations did not make the sequence, its name says so.
   */
  private static boolean owns(
      ObjectName table, List<String> columns, String sequence, Catalog catalog) {
    String name = table.name().toLowerCase(Locale.ROOT);
    if (sequence.equals(name)) {
      return true;
    }
    Optional<ObjectName> owner =
        catalog.findTableOfSequence(new ObjectName(table.schema(), sequence));
    return owner
        .map(catalog.resolve(table)::equals)
        .orElseGet(
            () ->
                sequence.equals(name + "_id_seq")
                    || columns.stream()
                        .map(column -> name + "_" + column.toLowerCase(Locale.ROOT) + "_seq")
                        .anyMatch(sequence::equals));
  }
}
