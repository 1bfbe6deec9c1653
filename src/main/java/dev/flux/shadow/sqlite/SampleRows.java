package dev.flux.shadow.sqlite;

import dev.flux.shadow.RowByRow;
import dev.flux.shadow.Samples;
import dev.flux.shadow.sqlite.SqliteTable.Column;
import dev.flux.shadow.sqlite.SqliteTable.Reference;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rows for tables, made up from what SQLite says of their columns. */
final class SampleRows implements RowByRow.Source<SqliteTable> {
  private static final int ATTEMPTS = 6;

  /** Texts and numbers that the conditions of a table name: some of them will do. */
  private static final Pattern HINT =
      Pattern.compile("'(?:[^']|'')*+'|(?<![\\w.])\\d+(?:\\.\\d+)?");

  private final Connection connection;
  private final Samples samples;
  private Map<String, SqliteTable> tables = Map.of();

  SampleRows(Connection connection, Samples samples) {
    this.connection = connection;
    this.samples = samples;
  }

  /** Fills tables and those that they refer to; gives those that took no row, each with why. */
  Map<String, String> fill(Set<String> names) throws SQLException {
    List<SqliteTable> all = SqliteTable.all(connection);
    tables =
        all.stream()
            .collect(
                Collectors.toMap(
                    table -> lower(table.name()), table -> table, (one, other) -> one));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA foreign_keys = ON");
    }
    return new RowByRow<>(connection, all, this).fill(names);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public String name(SqliteTable table) {
    return table.name();
  }

  @Override
  public List<String> parents(SqliteTable table) {
    return table.references().stream().map(Reference::parent).toList();
  }

  @Override
  public int attempts() {
    return ATTEMPTS;
  }

  @Override
  public String message(SQLException failure) {
    return Session.message(failure);
  }

  @Override
  public String insert(SqliteTable table, int row, int attempt) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Column column : table.columns()) {
      if (!column.computed()) {
        values.put(column.name(), value(table, column, row, attempt));
      }
    }
    for (Reference reference : table.references()) {
      refer(table, reference, row, values);
    }
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(
            SqliteTable.quoted(table.name()),
            values.keySet().stream().map(SqliteTable::quoted).collect(Collectors.joining(", ")),
            String.join(", ", values.values()));
  }

  private String value(SqliteTable table, Column column, int row, int attempt) {
    boolean key = column.key() > 0 || table.keys().contains(column.name());
    if (samples.nulls() && !column.notNull() && column.key() == 0 && row % 5 == 1) {
      return "NULL";
    }
    List<String> hints = hints(table, column);
    if (attempt > 0 && !hints.isEmpty() && !key) {
      return hints.get((row + attempt - 1) % hints.size());
    }
    int number = samples.duplicates() && !key && row % 5 == 2 ? 1 : row + 1;
    boolean extreme = samples.extremes() && attempt == 0 && !key && row % 5 > 2;
    return ends(column, row % 5 == 3).filter(end -> extreme).orElse(ordinary(column, number));
  }

  private static List<String> hints(SqliteTable table, Column column) {
    boolean text = affinity(column).equals("TEXT");
    Matcher matcher = HINT.matcher(TableText.of(table.sql()));
    return matcher
        .results()
        .map(java.util.regex.MatchResult::group)
        .filter(hint -> hint.startsWith("'") == text)
        .distinct()
        .toList();
  }

  /** By the words of the declared type (manual, Datatypes In SQLite, 3.1). */
  private static String affinity(Column column) {
    String type = column.type().toUpperCase(Locale.ROOT);
    if (type.contains("INT")) {
      return "INTEGER";
    }
    if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
      return "TEXT";
    }
    if (type.isEmpty() || type.contains("BLOB")) {
      return "BLOB";
    }
    boolean real = type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB");
    return real ? "REAL" : "NUMERIC";
  }

  private static String ordinary(Column column, int number) {
    String type = column.type().toUpperCase(Locale.ROOT);
    if (type.contains("DATE") || type.contains("TIME")) {
      return "'2024-01-%02d 10:00:00'".formatted(number % 28 + 1);
    }
    if (type.contains("BOOL")) {
      return Integer.toString(number % 2);
    }
    return switch (affinity(column)) {
      case "TEXT" -> "'value " + number + "'";
      case "BLOB" -> "x'%02x'".formatted(number);
      case "REAL" -> number + ".5";
      default -> Integer.toString(number);
    };
  }

  private static Optional<String> ends(Column column, boolean upper) {
    return switch (affinity(column)) {
      case "INTEGER" -> Optional.of(upper ? "9223372036854775807" : "-9223372036854775807 - 1");
      case "TEXT" -> Optional.of(upper ? "'ä''\"\\ß☃ and more'" : "''");
      case "REAL" -> Optional.of(upper ? "1e300" : "-1e-300");
      case "BLOB" -> Optional.of(upper ? "x'00ff27'" : "x''");
      default -> Optional.empty();
    };
  }

  /** A row of the parent, the same for each column of one key. */
  private void refer(SqliteTable table, Reference reference, int row, Map<String, String> values) {
    SqliteTable parent = tables.get(lower(reference.parent()));
    boolean own = parent != null && parent.name().equals(table.name());
    for (int i = 0; i < reference.columns().size(); i++) {
      String column = reference.columns().get(i);
      if (parent == null || own || "NULL".equals(values.get(column))) {
        values.put(column, "NULL");
        continue;
      }
      List<String> theirs =
          reference.parentColumns().isEmpty()
              ? parent.columns().stream().filter(c -> c.key() > 0).map(Column::name).toList()
              : reference.parentColumns();
      String key = i < theirs.size() ? SqliteTable.quoted(theirs.get(i)) : "rowid";
      values.put(
          column,
          "(SELECT %1$s FROM %2$s ORDER BY 1 LIMIT 1 OFFSET %3$d %% max(1, (SELECT count(*) FROM %2$s)))"
              .formatted(key, SqliteTable.quoted(parent.name()), row));
    }
  }
}
