package dev.flux.rollout.mysql;

import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.ColumnDefinition.Attributes;
import dev.flux.sql.Constraint;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes what a catalog knows as SQL of MySQL and MariaDB again. */
record MysqlDefinitions(Catalog catalog) {
  /** Lengths of prefixes are in the text of a key alone. */
  private static final Pattern PREFIXED =
      Pattern.compile(
          "\\(((?:[^()]++|\\((?!\\s*\\d+\\s*\\))[^()]*\\))*+"
              + "\\(\\s*\\d+\\s*\\)(?:[^()]++|\\([^()]*\\))*+)\\)");

  private static final Pattern KEY_PARTS = Pattern.compile("\\(.*", Pattern.DOTALL);

  String name(String name) {
    return catalog.naming().name(name);
  }

  String name(ObjectName name) {
    return catalog.naming().name(name);
  }

  String list(Collection<String> names) {
    return names.stream().map(this::name).collect(Collectors.joining(", "));
  }

  static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /** A column as ADD and MODIFY take it; empty where its type is not known. */
  Optional<String> column(Column column) {
    return column.type().map(type -> name(column.name()) + " " + type.text() + behind(column));
  }

  /** The same, where a column that had to have a value need not any more. */
  Optional<String> nullable(Column column) {
    return column(column)
        .map(
            sql ->
                column
                    .type()
                    .map(type -> name(column.name()) + " " + type.text())
                    .filter(sql::startsWith)
                    .filter(head -> !sql.startsWith(" NULL", head.length()))
                    .map(head -> head + " NULL" + sql.substring(head.length()))
                    .orElse(sql));
  }

  /** A column that takes the values of another, and does nothing by itself; its type is known. */
  String plain(Column column, boolean notNull) {
    Attributes rules =
        new Attributes(
            column.attributes().charset(),
            column.attributes().collation(),
            Optional.empty(),
            Optional.empty(),
            false);
    return column(
            new Column(
                column.name(),
                column.type(),
                notNull,
                Optional.empty(),
                Optional.empty(),
                false,
                rules))
        .orElseThrow();
  }

  /**
   * A table beside another that has its key, and more columns as CREATE TABLE takes them.
   *
   * @param side its name as SQL reads it
   * @param key columns of the other table, whose types are known
   * @param more may be empty
   */
  String besideKey(String side, Table table, List<String> key, List<String> more) {
    List<String> parts = new ArrayList<>();
    key.forEach(column -> parts.add(plain(table.findColumn(column).orElseThrow(), true)));
    parts.addAll(more);
    parts.add("PRIMARY KEY (" + list(key) + ")");
    TableOptions options = table.storage().options();
    return "CREATE TABLE IF NOT EXISTS "
        + side
        + " (\n  "
        + String.join(",\n  ", parts)
        + "\n)"
        + options.charset().map(c -> " DEFAULT CHARSET=" + c).orElse("")
        + options.collation().map(c -> " COLLATE=" + c).orElse("")
        + ";";
  }

  private String behind(Column column) {
    Attributes attributes = column.attributes();
    StringBuilder sql = new StringBuilder();
    attributes.charset().ifPresent(charset -> sql.append(" CHARACTER SET ").append(charset));
    attributes.collation().ifPresent(collation -> sql.append(" COLLATE ").append(collation));
    column
        .generated()
        .ifPresent(
            g ->
                sql.append(" GENERATED ALWAYS AS (")
                    .append(g.expression().text())
                    .append(g.stored() ? ") STORED" : ") VIRTUAL"));
    sql.append(nulls(column));
    column.defaultValue().ifPresent(value -> sql.append(" DEFAULT ").append(value.text()));
    attributes.onUpdate().ifPresent(value -> sql.append(" ON UPDATE ").append(value));
    sql.append(column.autoIncrement() ? " AUTO_INCREMENT" : "");
    sql.append(attributes.invisible() ? " INVISIBLE" : "");
    attributes
        .comment()
        .filter(comment -> !comment.isEmpty())
        .ifPresent(comment -> sql.append(" COMMENT ").append(text(comment)));
    return sql.toString();
  }

  /** A TIMESTAMP of older servers is NOT NULL where nothing is said. */
  private static String nulls(Column column) {
    if (column.notNull()) {
      return " NOT NULL";
    }
    boolean timestamp =
        column.type().filter(t -> t.name().startsWith("timestamp")).isPresent()
            && column.generated().isEmpty();
    return timestamp ? " NULL" : "";
  }

  /** The column as ADD takes it, in the place where the table has it. */
  Optional<String> columnInPlace(Table table, Column column) {
    return column(column).map(definition -> definition + place(table, column));
  }

  /** {@code FIRST} or {@code AFTER}, with a space in front; empty for the last column. */
  String place(Table table, Column column) {
    List<String> names = table.columns().stream().map(Column::name).toList();
    int place = names.indexOf(column.name());
    if (!table.complete() || place < 0 || place == names.size() - 1) {
      return "";
    }
    return place == 0 ? " FIRST" : " AFTER " + name(names.get(place - 1));
  }

  /** An index as ADD and CREATE TABLE take it. */
  String index(Index index, Table table) {
    Optional<TableConstraint> owner = index.constraint().flatMap(table::findConstraint);
    String parts =
        owner
            .map(constraint -> "(" + parts(constraint.definition()) + ")")
            .orElseGet(() -> parts(index.definition(), index.columns()));
    String kind =
        index.unique()
            ? "UNIQUE "
            : switch (index.method()) {
              case "fulltext", "spatial" -> index.method().toUpperCase(Locale.ROOT) + " ";
              default -> "";
            };
    return kind + "INDEX " + name(index.name().name()) + " " + parts + hidden(index, parts);
  }

  private String hidden(Index index, String parts) {
    boolean said = parts.matches("(?is).*\\b(?:in)?visible\\b.*|.*\\bignored\\b.*");
    return index.visible() || said
        ? ""
        : catalog.dialect() == Dialect.MARIADB ? " IGNORED" : " INVISIBLE";
  }

  /** What stands in the parentheses of an index and behind them. */
  private String parts(String definition, List<String> columns) {
    Matcher matcher = KEY_PARTS.matcher(definition);
    return matcher.find() ? matcher.group() : "(" + list(columns) + ")";
  }

  /** What stands in the parentheses of a key. */
  String parts(Constraint key) {
    Matcher prefixed = PREFIXED.matcher(key.definition());
    return prefixed.find() ? prefixed.group(1) : list(key.columns());
  }

  /** A constraint as ADD and CREATE TABLE take it. */
  String constraint(TableConstraint constraint) {
    Constraint written = constraint.definition();
    String named = "CONSTRAINT " + name(constraint.name()) + " ";
    return switch (written.kind()) {
      case PRIMARY_KEY -> "PRIMARY KEY (" + parts(written) + ")";
      case UNIQUE -> "UNIQUE INDEX " + name(constraint.name()) + " (" + parts(written) + ")";
      case FOREIGN_KEY ->
          named
              + "FOREIGN KEY ("
              + list(written.columns())
              + ")"
              + written.reference().map(this::references).orElse("");
      case CHECK -> named + written.definition();
      case EXCLUSION, NOT_NULL -> written.definition();
    };
  }

  private String references(Constraint.Reference reference) {
    return " REFERENCES "
        + name(catalog.resolve(reference.table()))
        + " ("
        + list(
            reference.columns().isEmpty()
                ? catalog.findTable(reference.table()).map(Table::primaryKey).orElse(List.of())
                : reference.columns())
        + ")"
        + (reference.actions().isBlank() ? "" : " " + reference.actions().strip());
  }

  /**
   * Creates a table as the catalog knows it; empty where it does not know all of it.
   *
   * @param as in backticks where it needs to be
   */
  Optional<String> createTable(Table table, String as) {
    List<String> parts = new ArrayList<>();
    for (Column column : table.columns()) {
      Optional<String> written = column(column);
      if (written.isEmpty()) {
        return Optional.empty();
      }
      parts.add(written.get());
    }
    table.constraints().forEach(constraint -> parts.add(constraint(constraint)));
    table.indexes().stream()
        .filter(index -> index.constraint().isEmpty())
        .filter(index -> table.findConstraint(index.name().name()).isEmpty())
        .forEach(index -> parts.add(index(index, table)));
    return table.complete() && !table.partitioned()
        ? Optional.of(
            "CREATE TABLE "
                + as
                + " (\n  "
                + String.join(",\n  ", parts)
                + "\n)"
                + options(table.storage().options())
                + ";")
        : Optional.empty();
  }

  private static String options(TableOptions options) {
    StringBuilder sql = new StringBuilder();
    options.engine().ifPresent(engine -> sql.append(" ENGINE=").append(engine));
    options.rowFormat().ifPresent(format -> sql.append(" ROW_FORMAT=").append(format));
    options.charset().ifPresent(charset -> sql.append(" DEFAULT CHARSET=").append(charset));
    options.collation().ifPresent(collation -> sql.append(" COLLATE=").append(collation));
    return sql.append(options.systemVersioned() ? " WITH SYSTEM VERSIONING" : "").toString();
  }
}
