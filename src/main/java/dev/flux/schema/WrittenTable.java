package dev.flux.schema;

import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.Constraint;
import dev.flux.sql.Dialect;
import dev.flux.sql.Identifiers;
import dev.flux.sql.TableOperation.CreateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A table as SQLite keeps it: as text, which ALTER TABLE edits. It can be written again with every
 * clause that its author gave it.
 *
 * @param columns in order
 * @param constraints exact text of each table constraint, its name in front where it has one
 * @param options what stands behind the parentheses: {@code WITHOUT ROWID}, {@code STRICT}
 */
public record WrittenTable(List<WrittenColumn> columns, List<String> constraints, String options) {
  private static final Pattern NOT_NULL =
      Pattern.compile(
          "(?i)\\s+(?:constraint\\s+\\S+\\s+)?not\\s+null(?:\\s+on\\s+conflict\\s+\\w+)?\\b");

  public WrittenTable {
    columns = List.copyOf(columns);
    constraints = List.copyOf(constraints);
  }

  /**
   * A column.
   *
   * @param text exact text, from the name on
   */
  public record WrittenColumn(String name, String text) {
    static WrittenColumn of(ColumnDefinition column) {
      return new WrittenColumn(column.name(), column.text().strip());
    }
  }

  /** As CREATE TABLE wrote it. */
  static WrittenTable of(CreateTable operation) {
    String definition = operation.definition();
    return new WrittenTable(
        operation.columns().stream().map(WrittenColumn::of).toList(),
        operation.constraints().stream().map(WrittenTable::text).toList(),
        definition.substring(definition.lastIndexOf(')') + 1).strip());
  }

  private static String text(Constraint constraint) {
    return constraint
            .name()
            .map(name -> "CONSTRAINT " + Identifiers.quote(name, Dialect.SQLITE) + " ")
            .orElse("")
        + constraint.definition();
  }

  /** The column of this name, in any case. */
  public Optional<WrittenColumn> findColumn(String name) {
    return columns.stream().filter(column -> column.name().equalsIgnoreCase(name)).findFirst();
  }

  /** With this column last. */
  public WrittenTable plus(ColumnDefinition column) {
    return with(Lists.plus(columns, WrittenColumn.of(column)));
  }

  /** With this table constraint last. */
  public WrittenTable plus(Constraint constraint) {
    return new WrittenTable(columns, Lists.plus(constraints, text(constraint)), options);
  }

  /** Without the column; constraints of the table stay as they are. */
  public WrittenTable without(String column) {
    return with(Lists.without(columns, c -> c.name().equalsIgnoreCase(column)));
  }

  /** With other text for the column of this name. */
  public WrittenTable with(String column, String text) {
    return with(
        Lists.map(
            columns,
            c -> c.name().equalsIgnoreCase(column) ? new WrittenColumn(c.name(), text) : c));
  }

  /** With NOT NULL behind the column of this name. */
  public WrittenTable withNotNull(String column) {
    return findColumn(column)
        .filter(c -> !NOT_NULL.matcher(c.text()).find())
        .map(c -> with(column, c.text() + " NOT NULL"))
        .orElse(this);
  }

  /** Without NOT NULL behind the column of this name. */
  public WrittenTable withoutNotNull(String column) {
    return findColumn(column)
        .map(c -> with(column, NOT_NULL.matcher(c.text()).replaceFirst("")))
        .orElse(this);
  }

  /** Without the table constraint of this name; empty where no constraint of the table has it. */
  public Optional<WrittenTable> withoutConstraint(String name) {
    String start = "CONSTRAINT " + Identifiers.quote(name, Dialect.SQLITE) + " ";
    List<String> left =
        Lists.without(constraints, c -> c.regionMatches(true, 0, start, 0, start.length()));
    return left.size() == constraints.size()
        ? Optional.empty()
        : Optional.of(withConstraints(left));
  }

  private WrittenTable with(List<WrittenColumn> other) {
    return new WrittenTable(other, constraints, options);
  }

  /** With other table constraints. */
  public WrittenTable withConstraints(List<String> other) {
    return new WrittenTable(columns, other, options);
  }

  /** With another name in every place of one; whatever it names there. */
  WrittenTable renamed(String from, String to) {
    List<WrittenColumn> other = new ArrayList<>();
    for (WrittenColumn column : columns) {
      other.add(
          new WrittenColumn(
              column.name().equalsIgnoreCase(from) ? to : column.name(),
              SqliteWords.rename(column.text(), from, to)));
    }
    return new WrittenTable(
        other, Lists.map(constraints, text -> SqliteWords.rename(text, from, to)), options);
  }

  /** With another name in every place where one names a table. */
  WrittenTable renamedTable(String from, String to) {
    return new WrittenTable(
        Lists.map(
            columns, c -> new WrittenColumn(c.name(), SqliteWords.renameTable(c.text(), from, to))),
        Lists.map(constraints, text -> SqliteWords.renameTable(text, from, to)),
        options);
  }

  /** The statement that creates it, a line for each column and constraint. */
  public String create(String name) {
    List<String> lines =
        Stream.concat(columns.stream().map(WrittenColumn::text), constraints.stream()).toList();
    return "CREATE TABLE "
        + Identifiers.quote(name, Dialect.SQLITE)
        + " (\n  "
        + String.join(",\n  ", lines)
        + "\n)"
        + (options.isEmpty() ? "" : " " + options);
  }
}
