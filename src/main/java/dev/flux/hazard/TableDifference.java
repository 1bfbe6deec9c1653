package dev.flux.hazard;

import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What differs in a table after a migration and its way back, in words.
 *
 * @param old before the migration
 * @param between after its way up; empty where that drops or renames it
 * @param now after its way back
 */
record TableDifference(Table old, Optional<Table> between, Table now) {

  /**
   * Each as a clause; empty where not all of the table is known.
   *
   * @param parts whether indexes and constraints are compared too
   */
  Stream<String> words(boolean parts) {
    if (!old.complete() || !now.complete()) {
      return Stream.empty();
    }
    Stream<String> columns = Stream.concat(columnsThatStay(), columnsThatChange());
    return parts ? Stream.concat(columns, Stream.concat(indexes(), constraints())) : columns;
  }

  private Stream<String> columnsThatStay() {
    return now.columns().stream()
        .filter(column -> old.findColumn(column.name()).isEmpty())
        .map(column -> column(column.name()) + " stays");
  }

  private Stream<String> columnsThatChange() {
    return old.columns().stream()
        .flatMap(
            column ->
                now
                    .findColumn(column.name())
                    .map(other -> changes(column, other))
                    .orElse(List.of(column(column.name()) + " is not brought back"))
                    .stream());
  }

  private String column(String name) {
    return "column " + Words.column(old.name(), name);
  }

  private List<String> changes(Column before, Column after) {
    List<String> words = new ArrayList<>();
    String column = column(before.name());
    if (before.type().isPresent()
        && after.type().isPresent()
        && !same(before.type().get(), after.type().get())) {
      words.add(column + " is left as " + Words.code(after.type().get().text()));
    }
    boolean altered = between.flatMap(table -> table.findColumn(before.name())).isPresent();
    if (altered && !inKey(before.name()) && before.notNull() != after.notNull()) {
      words.add(column + (after.notNull() ? " stays NOT NULL" : " still takes NULL"));
    }
    if (altered
        && !before.autoIncrement()
        && !after.autoIncrement()
        && before.defaultValue().isPresent() != after.defaultValue().isPresent()) {
      words.add(
          column + (after.defaultValue().isPresent() ? " keeps a default" : " has no default"));
    }
    return words;
  }

  private static boolean same(SqlType one, SqlType other) {
    return one.equals(other)
        || (one.modifiers().equals(other.modifiers())
            && one.dimensions() == other.dimensions()
            && plain(one).equals(plain(other)));
  }

  /** What is stored; a varchar without a length is a text. */
  private static String plain(SqlType type) {
    String name = type.name().replaceFirst("^\"?public\"?\\.", "").replace("\"", "");
    return switch (name) {
      case "character varying" -> type.modifiers().isEmpty() ? "text" : name;
      case "smallserial" -> "smallint";
      case "serial" -> "integer";
      case "bigserial" -> "bigint";
      default -> name;
    };
  }

  /** A primary key makes its columns NOT NULL, and how they are without it is no matter. */
  private boolean inKey(String column) {
    return Stream.concat(Stream.of(old, now), between.stream())
        .anyMatch(table -> table.primaryKey().contains(column));
  }

  private Stream<String> indexes() {
    Stream<String> stay =
        now.indexes().stream()
            .filter(index -> old.indexes().stream().noneMatch(other -> alike(index, other)))
            .map(index -> index(index) + " stays");
    Stream<String> gone =
        old.indexes().stream()
            .filter(index -> now.indexes().stream().noneMatch(other -> alike(index, other)))
            .map(index -> index(index) + " is not brought back");
    return Stream.concat(stay, gone);
  }

  private static String index(Index index) {
    return (index.constraint().isPresent() ? "constraint " : "index ")
        + Words.code(index.name().name());
  }

  private static boolean alike(Index one, Index other) {
    return one.name().equals(other.name())
        || (one.unique() == other.unique()
            && one.columns().equals(other.columns())
            && ((one.plain() && other.plain()) || shape(one).equals(shape(other))));
  }

  private static String shape(Index index) {
    String definition = index.definition();
    return definition
        .substring(Math.max(0, definition.indexOf('(')))
        .replaceAll("[\\s\"()]", "")
        .toLowerCase(Locale.ROOT);
  }

  /** Unique ones are compared as indexes. */
  private Stream<String> constraints() {
    Stream<String> stay =
        keysAndChecks(now)
            .filter(key -> keysAndChecks(old).noneMatch(other -> alike(key, other)))
            .map(key -> constraint(key) + " stays");
    Stream<String> gone =
        keysAndChecks(old)
            .filter(key -> keysAndChecks(now).noneMatch(other -> alike(key, other)))
            .map(key -> constraint(key) + " is not brought back");
    return Stream.concat(stay, gone);
  }

  private String constraint(TableConstraint constraint) {
    return "constraint " + Words.code(constraint.name()) + " of " + Words.code(old.name());
  }

  private static Stream<TableConstraint> keysAndChecks(Table table) {
    return table.constraints().stream()
        .filter(
            constraint ->
                constraint.definition().kind() == Constraint.Kind.FOREIGN_KEY
                    || constraint.definition().kind() == Constraint.Kind.CHECK);
  }

  private static boolean alike(TableConstraint one, TableConstraint other) {
    return one.name().equals(other.name())
        || (one.definition().kind() == other.definition().kind()
            && one.definition().columns().equals(other.definition().columns()));
  }
}
