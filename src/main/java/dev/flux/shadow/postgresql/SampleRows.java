package dev.flux.shadow.postgresql;

import dev.flux.shadow.Samples;
import dev.flux.shadow.postgresql.SampleTable.Column;
import dev.flux.shadow.postgresql.SampleTable.Reference;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rows for tables, made up from what the catalog says of their columns. Each row is tried by
 * itself; one that the server refuses is tried with other values, and then left out.
 */
final class SampleRows {
  private static final int ROWS = 30;
  private static final int ATTEMPTS = 6;

  private final Connection connection;
  private final Samples samples;
  private final Set<Long> filled = new LinkedHashSet<>();
  private final Map<String, String> bare = new TreeMap<>();
  private String refusal = "";
  private Map<Long, SampleTable> tables = Map.of();

  SampleRows(Connection connection, Samples samples) {
    this.connection = connection;
    this.samples = samples;
  }

  /** Fills tables and those that they refer to; gives those that took no row, each with why. */
  Map<String, String> fill(Set<String> names) throws SQLException {
    tables = SampleTable.all(connection);
    for (SampleTable table : tables.values()) {
      if (names.contains(table.name())) {
        fill(table);
      }
    }
    return bare;
  }

  private void fill(SampleTable table) throws SQLException {
    if (!filled.add(table.oid())) {
      return;
    }
    for (Reference reference : table.references()) {
      SampleTable parent = tables.get(reference.parent());
      if (parent != null) {
        fill(parent);
      }
    }
    int inserted = 0;
    for (int row = 0; row < ROWS; row++) {
      inserted += insert(table, row) ? 1 : 0;
    }
    if (inserted == 0 && isEmpty(table)) {
      bare.put(table.name(), refusal);
    }
  }

  private boolean isEmpty(SampleTable table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT NOT EXISTS (SELECT FROM " + table.sqlName() + ")")) {
      return row.next() && row.getBoolean(1);
    }
  }

  private boolean insert(SampleTable table, int row) throws SQLException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (Statement statement = connection.createStatement()) {
        statement.setEscapeProcessing(false);
        statement.execute(statement(table, row, attempt));
        return true;
      } catch (SQLException refused) {
        if (connection.isClosed()) {
          throw refused;
        }
        refusal = Sql.message(refused);
      }
    }
    return false;
  }

  private String statement(SampleTable table, int row, int attempt) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Column column : table.columns()) {
      value(column, row, attempt).ifPresent(value -> values.put(column.name(), value));
    }
    for (Reference reference : table.references()) {
      refer(table, reference, row, values);
    }
    if (values.isEmpty()) {
      return "INSERT INTO " + table.sqlName() + " DEFAULT VALUES";
    }
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(
            table.sqlName(),
            values.keySet().stream().map(Names::quoted).collect(Collectors.joining(", ")),
            String.join(", ", values.values()));
  }

  /** What goes into a column; nothing where the server fills it in. */
  private Optional<String> value(Column column, int row, int attempt) {
    if (column.filledIn()) {
      return Optional.empty();
    }
    if (samples.nulls() && !column.notNull() && row % 5 == 1) {
      return Optional.of("NULL");
    }
    int seed = samples.duplicates() && !column.unique() && row % 5 == 2 ? 0 : row;
    List<String> hints = column.hints();
    if (attempt > 0 && !hints.isEmpty()) {
      return Optional.of(
          Names.literal(hints.get((row + attempt - 1) % hints.size())) + "::" + column.type());
    }
    boolean extreme = samples.extremes() && attempt == 0 && row % 5 > 2 && !column.unique();
    return SampleValues.of(column, seed, extreme, row % 5 == 3)
        .map(value -> value + "::" + column.type())
        .or(() -> column.notNull() ? Optional.empty() : Optional.of("NULL"));
  }

  /** A row of the parent, the same for each column of one key. */
  private void refer(SampleTable table, Reference reference, int row, Map<String, String> values) {
    boolean own = reference.parent() == table.oid();
    SampleTable parent = tables.get(reference.parent());
    List<String> written = new ArrayList<>();
    for (int i = 0; i < reference.columns().size(); i++) {
      String column = reference.columns().get(i);
      boolean mayBeNull =
          table.columns().stream().anyMatch(c -> c.name().equals(column) && !c.notNull());
      String theirs = Names.quoted(reference.parentColumns().get(i));
      if (parent == null || (own && mayBeNull) || "NULL".equals(values.get(column))) {
        written.add("NULL");
      } else if (own) {
        written.add(values.getOrDefault(reference.parentColumns().get(i), "NULL"));
      } else {
        written.add(
            "(SELECT %1$s FROM %2$s ORDER BY %3$s OFFSET %4$d %% greatest(1, (SELECT count(*) FROM %2$s)) LIMIT 1)"
                .formatted(theirs, parent.sqlName(), order(reference), row));
      }
    }
    for (int i = 0; i < written.size(); i++) {
      values.put(reference.columns().get(i), written.get(i));
    }
  }

  private static String order(Reference reference) {
    return reference.parentColumns().stream()
        .map(column -> Names.quoted(column) + "::text")
        .collect(Collectors.joining(", "));
  }
}
