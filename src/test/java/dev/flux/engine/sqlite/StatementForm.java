package dev.flux.engine.sqlite;

import dev.flux.engine.EngineVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One statement of the file of forms.
 *
 * @param setup SQL that is run before
 * @param from first version that is asked
 */
record StatementForm(String statement, String setup, EngineVersion from) {

  static List<StatementForm> read(String text) {
    List<StatementForm> forms = new ArrayList<>();
    Map<String, String> said = new HashMap<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("#") || line.isBlank()) {
        said.clear();
      } else if (line.startsWith("setup ") || line.startsWith("from ")) {
        int space = line.indexOf(' ');
        said.put(line.substring(0, space), line.substring(space + 1));
      } else {
        forms.add(
            new StatementForm(
                line,
                said.getOrDefault("setup", ""),
                EngineVersion.parse(said.getOrDefault("from", "3")).orElseThrow()));
        said.clear();
      }
    }
    return forms;
  }

  @Override
  public String toString() {
    return setup.isEmpty() ? statement : statement + " -- " + setup;
  }
}
