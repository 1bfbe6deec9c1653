package dev.flux.hazard;

import dev.flux.engine.Impact;
import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.CreateTable;
import dev.flux.sql.TableOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Partitions that no file creates: a job or an extension makes them as time goes by, and they hold
 * the rows. A partitioned table in use that seems to have none is taken to have some.
 */
final class UnseenPartitions {
  private UnseenPartitions() {}

  /** What findings that rest on them say. */
  static String assumption(ObjectName table) {
    return "No file creates partitions of `"
        + table
        + "`; it is assumed to have some that hold rows.";
  }

  /**
   * What an operation does to such partitions; empty where its table has none.
   *
   * @param facts what it does, given a schema
   */
  static Optional<Impact> impact(
      Operation operation, Catalog before, Function<Catalog, Optional<Impact>> facts) {
    return Subject.of(operation)
        .filter(table -> hasUnseen(table, before))
        .flatMap(table -> facts.apply(before.after(partition(table))));
  }

  private static boolean hasUnseen(ObjectName table, Catalog before) {
    return before.dialect() == Dialect.POSTGRESQL
        && !before.isNew(table)
        && before.findTable(table).filter(Table::partitioned).isPresent()
        && before.partitionsOf(table).isEmpty();
  }

  private static CreateTable partition(ObjectName table) {
    return new CreateTable(
        new ObjectName(table.schema(), table.name() + " partition"),
        false,
        false,
        false,
        List.of(),
        List.of(),
        Optional.of(table),
        false,
        List.of(),
        List.of(),
        false,
        List.of(),
        TableOptions.NONE,
        "");
  }
}
