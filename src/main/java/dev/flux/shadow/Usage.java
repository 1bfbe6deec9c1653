package dev.flux.shadow;

import java.util.List;

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
  }
}
