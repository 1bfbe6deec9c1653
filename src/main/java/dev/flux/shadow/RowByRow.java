package dev.flux.shadow;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Fills tables with made-up rows, those that they refer to first. Each row is tried by itself; one
 * that the server refuses is tried with other values, and then left out.
 *
 * @param <T> a table as the server tells it
 */
public final class RowByRow<T> {
  private static final int ROWS = 30;

  private final Connection connection;
  private final Source<T> source;
  private final Map<String, T> tables;
  private final Set<String> filled = new HashSet<>();
  private final Map<String, String> bare = new TreeMap<>();
  private String refusal = "";

  /** What is known of tables, and the rows made up for them. */
  public interface Source<T> {
    /** The name of a table, as the server tells it. */
    String name(T table);

    /** The tables that it refers to. */
    List<String> parents(T table);

    /** How often a row is tried. */
    int attempts();

    /** The statement that inserts a row; another one for each attempt. */
    String insert(T table, int row, int attempt);

    /** What the server says of a failure. */
    String message(SQLException failure);
  }

  /**
   * Fills nothing yet.
   *
   * @param tables all there are
   */
  public RowByRow(Connection connection, Collection<T> tables, Source<T> source) {
    this.connection = connection;
    this.source = source;
    this.tables =
        tables.stream()
            .collect(
                Collectors.toMap(
                    table -> lower(source.name(table)), table -> table, (one, other) -> one));
  }

  /** Fills these, if they are there; gives those that took no row, each with why. */
  public Map<String, String> fill(Set<String> names) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String name : names) {
        fill(name, statement);
      }
    }
    return bare;
  }

  private void fill(String name, Statement statement) {
    T table = tables.get(lower(name));
    if (table == null || !filled.add(lower(name))) {
      return;
    }
    source.parents(table).forEach(parent -> fill(parent, statement));
    int inserted = 0;
    for (int row = 0; row < ROWS; row++) {
      inserted += insert(table, row, statement) ? 1 : 0;
    }
    if (inserted == 0) {
      bare.put(source.name(table), refusal);
    }
  }

  private boolean insert(T table, int row, Statement statement) {
    for (int attempt = 0; attempt < source.attempts(); attempt++) {
      try {
        statement.execute(source.insert(table, row, attempt));
        return true;
      } catch (SQLException refused) {
        refusal = source.message(refused);
      }
    }
    return false;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
