package dev.flux.shadow;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the columns of a table hold, short enough to be kept and compared. */
public final class ColumnDigests {
  private ColumnDigests() {}

  /**
   * A digest of each column, whatever the order of the rows; an empty table has no columns here.
   *
   * @param query whose columns are texts, in the order of the names
   */
  public static SortedMap<String, String> of(
      Connection connection, String query, List<String> columns) throws SQLException {
    SortedMap<String, List<String>> values = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        for (int i = 0; i < columns.size(); i++) {
          values
              .computeIfAbsent(columns.get(i), name -> new ArrayList<>())
              .add(String.valueOf(row.getString(i + 1)));
        }
      }
    }
    SortedMap<String, String> digests = new TreeMap<>();
    values.forEach(
        (name, all) -> {
          Collections.sort(all);
          digests.put(name, all.size() + " " + Integer.toHexString(all.hashCode()));
        });
    return digests;
  }
}
