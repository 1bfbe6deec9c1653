package dev.flux.engine.postgresql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One statement of a file of forms.
 *
 * @param setup SQL that is run and committed before
 * @param session settings of the session that runs it
 * @param hold SQL of another session whose transaction stays open, so that the statement waits
 * @param from first major version that takes it; 0 where all do
 * @param until last major version that takes it
 * @param assumed whether its impact rests on an assumption
 */
record StatementForm(
    String statement,
    String setup,
    String session,
    Optional<String> hold,
    int from,
    int until,
    boolean assumed) {
  private static final List<String> WORDS =
      List.of("setup", "session", "hold", "from", "until", "assumed");

  static List<StatementForm> read(String text) {
    List<StatementForm> forms = new ArrayList<>();
    Map<String, String> said = new HashMap<>();
    for (String line : text.lines().toList()) {
      int space = line.indexOf(' ');
      String word = space < 0 ? line : line.substring(0, space);
      if (line.startsWith("#") || line.isBlank()) {
        said.clear();
      } else if (WORDS.contains(word)) {
        said.put(word, line.substring(space + 1));
      } else {
        forms.add(form(line, said));
        said.clear();
      }
    }
    return forms;
  }

  private static StatementForm form(String statement, Map<String, String> said) {
    return new StatementForm(
        statement,
        said.getOrDefault("setup", ""),
        said.getOrDefault("session", ""),
        Optional.ofNullable(said.get("hold")),
        Integer.parseInt(said.getOrDefault("from", "0")),
        Integer.parseInt(said.getOrDefault("until", "99")),
        said.containsKey("assumed"));
  }

  /** Whether a server of the version takes it. */
  boolean knownTo(int major) {
    return from <= major && major <= until;
  }

  @Override
  public String toString() {
    return statement;
  }
}
