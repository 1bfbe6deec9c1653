package dev.flux.shadow;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What an application may ask of a database that knows its tables as they are now. */
public record Usage(List<Table> tables) {
  public Usage {
    tables = List.copyOf(tables);
  }

  /**
   * One table.
   *
   * @param name as SQL writes it
   * @param read every column, as SQL writes it
   * @param written those that a new row may bring
   */
  public record Table(String name, List<String> read, List<String> written) {
    public Table {
      read = List.copyOf(read);
      written = List.copyOf(written);
    }

    /** Reads all columns, brings a row like another, changes none. */
    public List<String> queries() {
      String columns = String.join(", ", written);
      return queries(
          List.of(
              "INSERT INTO %1$s (%2$s) SELECT %2$s FROM %1$s LIMIT 1".formatted(name, columns)));
    }

    /**
     * The same by variables of MySQL, for a table with rows: a trigger gives a column its value
     * only where the row does not come from the table itself.
     */
    public List<String> queriesByVariables() {
      String columns = String.join(", ", written);
      String variables =
          IntStream.range(0, written.size())
              .mapToObj(i -> "@flux_" + i)
              .collect(Collectors.joining(", "));
      return queries(
          List.of(
              "SELECT %s INTO %s FROM %s LIMIT 1".formatted(columns, variables, name),
              "INSERT INTO %s (%s) VALUES (%s)".formatted(name, columns, variables)));
    }

    private List<String> queries(List<String> bringing) {
      List<String> queries = new ArrayList<>();
      queries.add("SELECT " + String.join(", ", read) + " FROM " + name + " LIMIT 1");
      if (!written.isEmpty()) {
        queries.addAll(bringing);
        queries.add("UPDATE %1$s SET %2$s = %2$s WHERE 1 = 0".formatted(name, written.get(0)));
      }
      return List.copyOf(queries);
    }
  }
}
