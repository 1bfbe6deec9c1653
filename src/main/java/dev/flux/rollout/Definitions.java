package dev.flux.rollout;

import dev.flux.schema.Asterisk;
import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.schema.UserType;
import dev.flux.schema.View;
import dev.flux.sql.ColumnDefinition.Generated;
import dev.flux.sql.Constraint;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.ObjectOperation.CreateTrigger;
import dev.flux.sql.SqlType;
import dev.flux.sql.SqlWords;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what a catalog knows as SQL again, under the names of now. */
public record Definitions(Catalog catalog) {
  private static final Pattern BEHIND_KEY =
      Pattern.compile(
          "\\bINCLUDE\\s*\\([^)]*\\)|\\bWITH\\s*\\([^)]*\\)"
              + "|\\b(NOT\\s+)?DEFERRABLE\\b|\\bINITIALLY\\s+(DEFERRED|IMMEDIATE)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NULLS =
      Pattern.compile("\\bNULLS\\s+NOT\\s+DISTINCT\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern MATCH_FULL =
      Pattern.compile("\\bMATCH\\s+FULL\\b", Pattern.CASE_INSENSITIVE);

  String name(String name) {
    return catalog.naming().name(name);
  }

  String name(ObjectName name) {
    return catalog.naming().name(name);
  }

  String list(Collection<String> names) {
    return names.stream().map(this::name).collect(Collectors.joining(", "));
  }

  /** A constraint without its name, as ADD CONSTRAINT takes it. */
  String constraint(Constraint constraint) {
    String written = constraint.definition();
    return switch (constraint.kind()) {
      case PRIMARY_KEY -> "PRIMARY KEY (" + list(constraint.columns()) + ")" + behind(written);
      case UNIQUE ->
          "UNIQUE "
              + (NULLS.matcher(written).find() ? "NULLS NOT DISTINCT " : "")
              + "("
              + list(constraint.columns())
              + ")"
              + behind(written);
      case FOREIGN_KEY ->
          "FOREIGN KEY ("
              + list(constraint.columns())
              + ") "
              + constraint.reference().map(r -> references(r, written)).orElse("")
              + behind(written);
      case CHECK, EXCLUSION, NOT_NULL -> written;
    };
  }

  private String references(Constraint.Reference reference, String written) {
    ObjectName table = catalog.resolve(reference.table());
    return "REFERENCES "
        + name(table)
        + (reference.columns().isEmpty() ? "" : " (" + list(reference.columns()) + ")")
        + (MATCH_FULL.matcher(written).find() ? " MATCH FULL" : "")
        + (reference.actions().isBlank() ? "" : " " + reference.actions().strip());
  }

  private static String behind(String written) {
    Matcher matcher = BEHIND_KEY.matcher(written);
    StringBuilder found = new StringBuilder();
    while (matcher.find()) {
      found.append(' ').append(matcher.group());
    }
    return found.toString();
  }

  /** Adds a constraint as it is in the catalog. */
  String addConstraint(Table table, TableConstraint constraint) {
    return "ALTER TABLE "
        + name(table.name())
        + " ADD CONSTRAINT "
        + name(constraint.name())
        + " "
        + constraint(constraint.definition())
        + (constraint.validated() ? "" : " NOT VALID")
        + ";";
  }

  /** Builds an index as it is in the catalog, under the name given. */
  String createIndex(Table table, Index index, String name, boolean concurrently) {
    return createIndex(index, name(table.name()), name, concurrently, index.definition());
  }

  /** The same with another definition, on a table whose name is quoted where it needs to be. */
  String createIndex(
      Index index, String table, String name, boolean concurrently, String definition) {
    return "CREATE "
        + (index.unique() ? "UNIQUE " : "")
        + "INDEX "
        + (concurrently ? "CONCURRENTLY " : "")
        + name(name)
        + " ON "
        + SqlWords.onTable(definition, table)
        + ";";
  }

  /** A column as ADD COLUMN takes it; empty where its type is not known. */
  Optional<String> column(Column column) {
    return column
        .type()
        .map(
            type ->
                name(column.name())
                    + " "
                    + type.text()
                    + collation(column)
                    + column.generated().map(Definitions::generated).orElse("")
                    + column.writtenDefault().map(value -> " DEFAULT " + value.text()).orElse("")
                    + (identity(column) ? " " + identityClause(column) : "")
                    + (column.notNull() ? " NOT NULL" : ""));
  }

  private String collation(Column column) {
    return catalog.dialect() == Dialect.POSTGRESQL
        ? column.attributes().collation().map(named -> " COLLATE " + name(named)).orElse("")
        : "";
  }

  /** The comment on a column, for one that has another name. */
  Optional<String> comment(Table table, Column column, String as) {
    return catalog.dialect() == Dialect.POSTGRESQL
        ? column
            .attributes()
            .comment()
            .map(text -> comment(name(table.name()) + "." + name(as), text))
        : Optional.empty();
  }

  /** A comment on a column whose name is quoted where it needs to be. */
  static String comment(String column, String text) {
    return "COMMENT ON COLUMN " + column + " IS '" + text.replace("'", "''") + "';";
  }

  private static String generated(Generated generated) {
    return " GENERATED ALWAYS AS ("
        + generated.expression().text()
        + ")"
        + (generated.stored() ? " STORED" : "");
  }

  /** A type without the sequence of a serial. */
  static String plain(SqlType type) {
    return type.text().toLowerCase(Locale.ROOT).contains("serial") ? type.name() : type.text();
  }

  /** Whether it is an identity column; serials are not. */
  static boolean identity(Column column) {
    return column.autoIncrement()
        && column
            .type()
            .filter(type -> type.text().toLowerCase(Locale.ROOT).contains("serial"))
            .isEmpty()
        && column.defaultValue().isEmpty();
  }

  /** How an identity column numbers itself; by default where the history does not tell. */
  static String identityClause(Column column) {
    return column.attributes().identity().orElse("GENERATED BY DEFAULT AS IDENTITY");
  }

  /** A routine as it is, in the place of one that is there by now. */
  static String createOrReplace(CreateRoutine routine) {
    return routine
            .text()
            .strip()
            .replaceFirst("(?i)^CREATE\\s+(OR\\s+REPLACE\\s+)?", "CREATE OR REPLACE ")
        + ";";
  }

  /** A trigger as it was created, on the table that has the name in its text. */
  String createTrigger(CreateTrigger trigger) {
    return "CREATE %sTRIGGER %s %s;"
        .formatted(
            trigger.constraint() ? "CONSTRAINT " : "",
            name(trigger.trigger().name()),
            trigger.definition().strip());
  }

  /** Creates a view as the catalog knows it, with its indexes. */
  List<String> createView(View view) {
    List<String> statements = new ArrayList<>();
    statements.add(
        "CREATE "
            + (view.materialized() ? "MATERIALIZED " : "")
            + "VIEW "
            + name(view.name())
            + (view.columns().isEmpty() ? "" : " (" + list(view.columns()) + ")")
            + " AS "
            + query(view)
            + ";");
    view.indexes().stream()
        .map(i -> createIndex(i, name(view.name()), i.name().name(), false, i.definition()))
        .forEach(statements::add);
    return statements;
  }

  /** With the columns that an asterisk stood for, while the table has them under these names. */
  private String query(View view) {
    Optional<Asterisk> asterisk =
        view.everything().isEmpty() ? Optional.empty() : Asterisk.in(view.query());
    return asterisk
        .filter(
            all ->
                view.reads().stream()
                    .filter(name -> name.name().equals(all.relation()))
                    .flatMap(name -> catalog.findTable(name).stream())
                    .anyMatch(
                        table ->
                            view.everything().stream()
                                .allMatch(column -> table.findColumn(column).isPresent())))
        .map(all -> all.with(view.everything(), this::name))
        .orElse(view.query());
  }

  /** Creates a type as the catalog knows it; empty where it is not what it was created as. */
  Optional<String> createType(UserType type) {
    return type.kind() == UserType.Kind.ENUM
        ? Optional.of(
            "CREATE TYPE %s AS ENUM (%s);"
                .formatted(
                    name(type.name()),
                    type.labels().stream()
                        .map(label -> "'" + label.replace("'", "''") + "'")
                        .collect(Collectors.joining(", "))))
        : Optional.of(type.text().strip() + ";").filter(text -> text.length() > 1);
  }

  /** Creates a table as the catalog knows it; empty where it does not know all of it. */
  Optional<String> createTable(Table table) {
    return createTable(table, name(table.name()));
  }

  /**
   * The same under another name.
   *
   * @param as quoted where it needs to be
   */
  Optional<String> createTable(Table table, String as) {
    return table.partitionOf().isPresent()
        ? createPartition(table, as, name(table.partitionOf().get()))
        : createWhole(table, as);
  }

  /** A partition has its columns, constraints and indexes from the table that it belongs to. */
  private Optional<String> createPartition(Table table, String as, String parent) {
    return table
        .storage()
        .bounds()
        .map(
            bounds ->
                "CREATE TABLE %s PARTITION OF %s %s%s;"
                    .formatted(as, parent, bounds.strip(), partitionBy(table)))
        .map(own -> Stream.concat(Stream.of(own), partitions(table, as).stream()))
        .map(all -> all.collect(Collectors.joining("\n")));
  }

  /** The partitions of a table that has the name given. */
  private List<String> partitions(Table table, String as) {
    return catalog.partitionsOf(table.name()).stream()
        .flatMap(each -> createPartition(each, name(each.name()), as).stream())
        .toList();
  }

  private static String partitionBy(Table table) {
    return table.storage().partitioning().map(how -> " PARTITION BY " + how).orElse("");
  }

  private Optional<String> createWhole(Table table, String as) {
    List<String> parts = new ArrayList<>();
    for (Column column : table.columns()) {
      Optional<String> written = column(column);
      if (written.isEmpty()) {
        return Optional.empty();
      }
      parts.add("  " + written.get());
    }
    for (TableConstraint constraint : table.constraints()) {
      if (constraint.definition().kind() != Constraint.Kind.NOT_NULL) {
        parts.add(
            "  CONSTRAINT " + name(constraint.name()) + " " + constraint(constraint.definition()));
      }
    }
    List<String> statements = new ArrayList<>();
    statements.add(
        "CREATE "
            + (table.storage().unlogged() ? "UNLOGGED " : "")
            + "TABLE "
            + as
            + " (\n"
            + String.join(",\n", parts)
            + "\n)"
            + partitionBy(table)
            + ";");
    table.indexes().stream()
        .filter(index -> index.constraint().isEmpty())
        .forEach(
            index ->
                statements.add(
                    createIndex(index, as, index.name().name(), false, index.definition())));
    for (Column column : table.columns()) {
      column
          .attributes()
          .comment()
          .filter(text -> catalog.dialect() == Dialect.POSTGRESQL)
          .ifPresent(text -> statements.add(comment(as + "." + name(column.name()), text)));
    }
    statements.addAll(partitions(table, as));
    return table.complete() && (!table.partitioned() || table.storage().partitioning().isPresent())
        ? Optional.of(String.join("\n", statements))
        : Optional.empty();
  }

  /** What comes back with a column once it is added again: its indexes and constraints. */
  List<String> dependents(Table table, String column) {
    List<String> statements = new ArrayList<>();
    table.constraintsOn(column).stream()
        .filter(c -> c.definition().kind() != Constraint.Kind.NOT_NULL)
        .forEach(constraint -> statements.add(addConstraint(table, constraint)));
    table.indexesUsing(column).stream()
        .filter(index -> index.constraint().isEmpty())
        .forEach(index -> statements.add(createIndex(table, index, index.name().name(), false)));
    return statements;
  }
}
