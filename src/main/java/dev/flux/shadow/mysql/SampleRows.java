package dev.flux.shadow.mysql;

import dev.flux.shadow.RowByRow;
import dev.flux.shadow.Samples;
import dev.flux.shadow.mysql.MysqlTable.Column;
import dev.flux.shadow.mysql.MysqlTable.Reference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rows for tables, made up from what the catalog says of their columns. */
final class SampleRows implements RowByRow.Source<MysqlTable> {
  private static final Pattern LABEL = Pattern.compile("'((?:[^']|'')*+)'");

  private final Connection connection;
  private final String database;
  private final Samples samples;
  private Map<String, MysqlTable> tables = Map.of();

  SampleRows(Connection connection, String database, Samples samples) {
    this.connection = connection;
    this.database = database;
    this.samples = samples;
  }

  /** Fills tables and those that they refer to; gives those that took no row, each with why. */
  Map<String, String> fill(Set<String> names) throws SQLException {
    List<MysqlTable> all = MysqlTable.all(connection, database);
    tables =
        all.stream()
            .collect(
                Collectors.toMap(
                    table -> lower(table.name()), table -> table, (one, other) -> one));
    return new RowByRow<>(connection, all, this).fill(names);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public String name(MysqlTable table) {
    return table.name();
  }

  @Override
  public List<String> parents(MysqlTable table) {
    return table.references().stream().map(Reference::parent).toList();
  }

  @Override
  public int attempts() {
    return 2;
  }

  @Override
  public String message(SQLException failure) {
    return Session.message(failure);
  }

  /** The second time without extremes. */
  @Override
  public String insert(MysqlTable table, int row, int attempt) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Column column : table.columns()) {
      if (!column.computed() && !column.counts()) {
        values.put(column.name(), value(column, row, attempt == 0));
      }
    }
    for (Reference reference : table.references()) {
      refer(table, reference, row, values);
    }
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(
            MysqlTable.quoted(table.name()),
            values.keySet().stream().map(MysqlTable::quoted).collect(Collectors.joining(", ")),
            String.join(", ", values.values()));
  }

  private String value(Column column, int row, boolean extremes) {
    if (samples.nulls() && column.nullable() && row % 5 == 1) {
      return "NULL";
    }
    int number = samples.duplicates() && !column.unique() && row % 5 == 2 ? 1 : row + 1;
    boolean extreme = extremes && samples.extremes() && !column.unique() && row % 5 > 2;
    return end(column, row % 5 == 3)
        .filter(end -> extreme)
        .orElseGet(() -> ordinary(column, number));
  }

  private static String ordinary(Column column, int number) {
    return switch (column.base()) {
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" ->
          "'" + fitting(column, number) + "'";
      case "date" -> "'2024-01-%02d'".formatted(number % 28 + 1);
      case "datetime", "timestamp" -> "'2024-01-%02d 10:00:00'".formatted(number % 28 + 1);
      case "time" -> "'10:%02d:00'".formatted(number % 60);
      case "year" -> Integer.toString(2000 + number);
      case "json" -> "'{\"value\": " + number + "}'";
      case "uuid" -> "'00000000-0000-4000-8000-%012d'".formatted(number);
      case "inet4" -> "'10.0.0." + number + "'";
      case "inet6" -> "'::" + number + "'";
      case "enum", "set" -> label(column, number);
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
          "x'%02x'".formatted(number);
      case "bit" -> "b'" + number % 2 + "'";
      case "point", "geometry" -> "ST_GeomFromText('POINT(" + number + " 1)')";
      case "decimal" -> column.digits() - column.scale() > 1 ? number + ".5" : "0." + number % 10;
      case "float", "double" -> number + ".5";
      case "tinyint" -> column.type().startsWith("tinyint(1)") ? "" + number % 2 : "" + number;
      default -> Integer.toString(number);
    };
  }

  private static String fitting(Column column, int number) {
    String text = "value " + number;
    String digits = Integer.toString(number, 36);
    return column.length() < 0 || column.length() >= text.length()
        ? text
        : digits.substring((int) Math.max(0, digits.length() - column.length()));
  }

  private static String label(Column column, int number) {
    List<String> labels =
        LABEL.matcher(column.type()).results().map(java.util.regex.MatchResult::group).toList();
    return labels.isEmpty() ? "''" : labels.get(number % labels.size());
  }

  private static Optional<String> end(Column column, boolean upper) {
    boolean unsigned = column.type().contains("unsigned");
    return Optional.ofNullable(
        switch (column.base()) {
          case "smallint" -> upper ? (unsigned ? "65535" : "32767") : unsigned ? "0" : "-32768";
          case "int" ->
              upper ? (unsigned ? "4294967295" : "2147483647") : unsigned ? "0" : "-2147483648";
          case "bigint" ->
              upper
                  ? (unsigned ? "18446744073709551615" : "9223372036854775807")
                  : unsigned ? "0" : "-9223372036854775808";
          case "varchar", "char" ->
              upper ? "'" + "Z".repeat((int) Math.min(200, column.length())) + "'" : "''";
          case "text", "mediumtext", "longtext" -> upper ? "'ä\"ß☃ and more'" : "''";
          case "date" -> upper ? "'9999-12-31'" : "'1000-01-01'";
          case "datetime" -> upper ? "'9999-12-31 23:59:59'" : "'1000-01-01 00:00:00'";
          case "decimal" ->
              (upper ? "" : unsigned ? "" : "-")
                  + "9".repeat(Math.max(1, column.digits() - column.scale()))
                  + (column.scale() > 0 ? "." + "9".repeat(column.scale()) : "");
          case "json" -> upper ? "'{\"a\": [1, null, {\"b\": \"c\"}]}'" : "'null'";
          default -> null;
        });
  }

  /** A row of the parent, the same for each column of one key. */
  private void refer(MysqlTable table, Reference reference, int row, Map<String, String> values) {
    MysqlTable parent = tables.get(lower(reference.parent()));
    boolean own = parent != null && parent.name().equals(table.name());
    for (int i = 0; i < reference.columns().size(); i++) {
      String column = reference.columns().get(i);
      if (parent == null || own || "NULL".equals(values.get(column))) {
        values.put(column, "NULL");
        continue;
      }
      values.put(
          column,
          "(SELECT flux_parent.%1$s FROM (SELECT %1$s FROM %2$s ORDER BY 1 LIMIT %3$d, 1) AS flux_parent)"
              .formatted(
                  MysqlTable.quoted(reference.parentColumns().get(i)),
                  MysqlTable.quoted(parent.name()),
                  row % 5));
    }
  }
}
