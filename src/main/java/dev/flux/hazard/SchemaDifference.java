package dev.flux.hazard;

import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.schema.UserType;
import dev.flux.schema.View;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What differs between the schema before a migration and after its way back, in words. The order of
 * columns, the names of constraints and what a catalog does not tell for sure make no difference.
 */
final class SchemaDifference {
  private SchemaDifference() {}

  /**
   * Each as a clause, such as "table `x` stays"; tables first.
   *
   * @param namesKnown whether the names of constraints and indexes can be relied on
   */
  static List<String> of(ExaminedMigration migration, Catalog restored, boolean namesKnown) {
    Catalog before = migration.before().newSession();
    boolean parts = namesKnown && restored.dialect() == Dialect.POSTGRESQL;
    return Stream.of(
            named("table", names(before.tables(), Table::name), created(before, restored)),
            insideTables(migration, before, restored, parts),
            addedToUnknownTables(migration, before, restored),
            named("view", names(before.views(), View::name), names(restored.views(), View::name)),
            named(
                "type",
                names(before.types(), UserType::name),
                names(restored.types(), UserType::name)))
        .flatMap(words -> words)
        .distinct()
        .toList();
  }

  /** Tables after the way back; one that is merely assumed only where it was so before. */
  private static SortedSet<String> created(Catalog before, Catalog restored) {
    return names(
        restored.tables().stream()
            .filter(table -> table.era() >= 0 || before.findTable(table.name()).isPresent())
            .toList(),
        Table::name);
  }

  private static <T> SortedSet<String> names(Collection<T> things, Function<T, ObjectName> name) {
    SortedSet<String> names = new TreeSet<>();
    things.forEach(thing -> names.add(name.apply(thing).toString()));
    return names;
  }

  private static Stream<String> named(String kind, SortedSet<String> old, SortedSet<String> now) {
    return Stream.concat(
        now.stream()
            .filter(name -> !old.contains(name))
            .map(name -> kind + " " + Words.code(name) + " stays"),
        old.stream()
            .filter(name -> !now.contains(name))
            .map(name -> kind + " " + Words.code(name) + " is not brought back"));
  }

  private static Stream<String> insideTables(
      ExaminedMigration migration, Catalog before, Catalog restored, boolean parts) {
    return before.tables().stream()
        .sorted(Comparator.comparing(table -> table.name().toString()))
        .flatMap(
            old -> {
              Optional<Table> now =
                  restored.findTable(old.name()).filter(table -> !table.equals(old));
              Optional<Table> between = migration.after().findTable(old.name());
              return now.stream()
                  .flatMap(table -> new TableDifference(old, between, table).words(parts));
            });
  }

  /** A table that the history does not create: what the way up adds to it is all that is sure. */
  private static Stream<String> addedToUnknownTables(
      ExaminedMigration migration, Catalog before, Catalog restored) {
    return migration.clauses().stream()
        .map(ExaminedClause::operation)
        .filter(operation -> operation instanceof AddColumn add && !add.ifNotExists())
        .map(AddColumn.class::cast)
        .filter(add -> before.findTable(add.table()).filter(Table::complete).isEmpty())
        .filter(
            add ->
                restored
                    .findTable(add.table())
                    .filter(
                        table -> table.era() < 0 && table.findColumn(add.columnName()).isPresent())
                    .isPresent())
        .map(add -> "column " + Words.column(add.table(), add.columnName()) + " stays");
  }
}
