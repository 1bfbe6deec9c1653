package dev.flux.hazard;

import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import java.util.List;
import java.util.Set;

/**
 * Catches foreign keys whose columns no index begins with once the change has run. Spoken once a
 * file.
 *
 * <p>In production: each DELETE of a parent and each change of its key reads the whole child table
 * while it holds its lock, and so do joins.
 *
 * <p>Engines: PostgreSQL, every version. MySQL and MariaDB make the index themselves.
 *
 * <p>Safe path: an index that begins with the columns.
 *
 * <p>Source: PostgreSQL manual, 5.5.5 Foreign Keys.
 */
final class UnindexedForeignKey implements Hazard {
  @Override
  public String id() {
    return "unindexed-foreign-key";
  }

  @Override
  public Severity severity() {
    return Severity.ADVICE;
  }

  @Override
  public List<Finding> examine(Examination examination) {
    return examination.migrations().stream()
        .flatMap(migration -> examine(migration, examination.after(migration)).stream())
        .toList();
  }

  private List<Finding> examine(ExaminedMigration migration, Catalog after) {
    List<NewForeignKey> bare =
        NewForeignKey.of(migration).stream()
            .filter(key -> key.clause().postgresql() && isBare(key, after))
            .toList();
    return bare.isEmpty()
        ? List.of()
        : bare.get(0)
            .clause()
            .finding(
                this,
                "Each DELETE of a row that is referred to reads the whole table",
                "no index begins with " + Words.few(bare),
                "Add one.");
  }

  /** Whether the key is there in the end, and no index; one that leaves rows out does for most. */
  private static boolean isBare(NewForeignKey key, Catalog after) {
    return after
        .findTable(key.child())
        .filter(Table::complete)
        .filter(table -> stays(key, table))
        .filter(
            table ->
                table.indexes().stream().noneMatch(index -> begins(index.columns(), key.columns())))
        .isPresent();
  }

  private static boolean stays(NewForeignKey key, Table table) {
    return table.constraints().stream()
        .anyMatch(
            constraint ->
                constraint.definition().reference().isPresent()
                    && constraint.definition().columns().equals(key.columns()));
  }

  private static boolean begins(List<String> index, List<String> columns) {
    return index.size() >= columns.size()
        && Set.copyOf(index.subList(0, columns.size())).equals(Set.copyOf(columns));
  }
}
