package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.schema.WrittenTable;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Rows of a table of SQLite changed a thousand at a time along their rowid, each batch its own
 * commit: a script for the shell {@code sqlite3}, since SQLite has no loop. A query writes one
 * statement for each batch into a file beside, which is read then (SQLite, "Command Line Shell", 4
 * Special commands; "Rowid Tables").
 *
 * <p>It ends whatever is written meanwhile, since the batches are told once at the start. It waits
 * for other writers and lets them in between two batches. Run again after it was stopped, it passes
 * over what it did. It prints how far it is. The shell checks no foreign keys unless it is told to.
 */
final class SqliteBatches {
  private static final Pattern WITHOUT_ROWID =
      Pattern.compile("\\)[^)]*\\bWITHOUT\\s+ROWID\\b[^)]*$", Pattern.CASE_INSENSITIVE);

  private static final List<String> ROWIDS = List.of("rowid", "_rowid_", "oid");

  private SqliteBatches() {}

  /** By what the rows of a table are told apart; empty where it is not known to have that. */
  static Optional<String> rowid(Catalog catalog, ObjectName table) {
    boolean has =
        catalog
            .findWritten(table)
            .map((WrittenTable known) -> known.create(table.name()))
            .filter(create -> !WITHOUT_ROWID.matcher(create).find())
            .isPresent();
    List<String> taken =
        catalog.findTable(table).map(Table::columns).stream()
            .flatMap(List::stream)
            .map(Column::name)
            .toList();
    return has ? ROWIDS.stream().filter(name -> !holds(taken, name)).findFirst() : Optional.empty();
  }

  private static boolean holds(List<String> names, String name) {
    return names.stream().anyMatch(name::equalsIgnoreCase);
  }

  /**
   * The script.
   *
   * @param table as SQL reads it
   * @param rowid by what its rows are told apart
   * @param qualifier by which the statement calls the table
   * @param statement the statement without its semicolon, given the condition of one batch
   */
  static String script(
      String table, String rowid, String qualifier, UnaryOperator<String> statement) {
    String from = "\u0001";
    String to = "\u0002";
    String change =
        statement.apply("%s.%s BETWEEN %s AND %s".formatted(qualifier, rowid, from, to));
    String written =
        Stream.of(change + ";", ".print up to row " + to, ".shell sleep 0.05")
            .map(SqliteBatches::literal)
            .reduce((one, other) -> one + " || char(10) ||\n  " + other)
            .orElseThrow()
            .replace(from, "' || min(" + rowid + ") || '")
            .replace(to, "' || max(" + rowid + ") || '");
    return """
    .bail on
    .timeout 5000
    .mode list
    .headers off
    PRAGMA foreign_keys = ON;
    .once flux_batches.sql
    SELECT %1$s
    FROM (SELECT %2$s, (row_number() OVER (ORDER BY %2$s) - 1) / 1000 AS flux_batch FROM %3$s)
    GROUP BY flux_batch ORDER BY flux_batch;
    .read flux_batches.sql\
    """
        .formatted(written, rowid, table);
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
