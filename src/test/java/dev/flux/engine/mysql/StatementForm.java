package dev.flux.engine.mysql;

import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One statement of a file of forms.
 *
 * @param setup SQL that is run before; every table that the statement needs where {@code bare}
 * @param only the one dialect that takes it; empty where both do
 */
record StatementForm(String statement, String setup, String only) {

  static List<StatementForm> read(String text) {
    List<StatementForm> forms = new ArrayList<>();
    Map<String, String> said = new HashMap<>();
    for (String line : text.lines().toList()) {
      int space = line.indexOf(' ');
      String word = space < 0 ? line : line.substring(0, space);
      if (line.startsWith("#") || line.isBlank()) {
        said.clear();
      } else if (word.equals("setup") || word.equals("only")) {
        said.put(word, line.substring(space + 1));
      } else {
        forms.add(
            new StatementForm(line, said.getOrDefault("setup", ""), said.getOrDefault("only", "")));
        said.clear();
      }
    }
    return forms;
  }

  boolean knownTo(Dialect dialect) {
    return only.isEmpty() || only.equals(dialect.id());
  }

  @Override
  public String toString() {
    return statement;
  }
}
