package dev.flux.engine;

import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One statement of a file of forms: facts about it are held to a live server, and shown to people.
 *
 * <p>A file has one statement a line. Lines above it, up to an empty line or a comment, say what
 * comes before: {@code setup}, {@code session}, {@code hold}, {@code from}, {@code until}, {@code
 * only} and {@code assumed}.
 *
 * @param topic the last comment above it
 * @param said what the lines above it say, by their first word
 */
public record StatementForm(String topic, String statement, Map<String, String> said) {
  private static final Set<String> WORDS =
      Set.of("setup", "session", "hold", "from", "until", "only", "assumed");

  public StatementForm {
    said = Map.copyOf(said);
  }

  /** The forms of a file, in its order. */
  public static List<StatementForm> read(String text) {
    List<StatementForm> forms = new ArrayList<>();
    Map<String, String> said = new HashMap<>();
    String topic = "";
    for (String line : text.lines().toList()) {
      int space = line.indexOf(' ');
      String word = space < 0 ? line : line.substring(0, space);
      if (line.startsWith("#") || line.isBlank()) {
        topic = line.startsWith("#") ? line.substring(1).strip() : topic;
        said.clear();
      } else if (WORDS.contains(word)) {
        said.put(word, line.substring(space + 1));
      } else {
        forms.add(new StatementForm(topic, line, said));
        said.clear();
      }
    }
    return forms;
  }

  /** The same in a schema of its own, by its name. */
  public StatementForm in(String world) {
    Map<String, String> more = new HashMap<>(said);
    more.put("world", world);
    return new StatementForm(topic, statement, more);
  }

  /** The schema of its own that it meets besides the common one. */
  public Optional<String> world() {
    return Optional.ofNullable(said.get("world"));
  }

  /** SQL that is run and committed before; may be empty. */
  public String setup() {
    return said.getOrDefault("setup", "");
  }

  /** Settings of the session that runs it; may be empty. */
  public String session() {
    return said.getOrDefault("session", "");
  }

  /** SQL of another session whose transaction stays open, so that the statement waits. */
  public Optional<String> hold() {
    return Optional.ofNullable(said.get("hold"));
  }

  /** Whether its impact rests on an assumption. */
  public boolean assumed() {
    return said.containsKey("assumed");
  }

  /** Whether a server of this dialect and version takes it. */
  public boolean knownTo(Dialect dialect, EngineVersion version) {
    boolean spoken = said.getOrDefault("only", dialect.id()).equals(dialect.id());
    EngineVersion from = EngineVersion.parse(said.getOrDefault("from", "0")).orElseThrow();
    int until = Integer.parseInt(said.getOrDefault("until", "9999"));
    return spoken && version.compareTo(from) >= 0 && version.major() <= until;
  }

  @Override
  public String toString() {
    return setup().isEmpty() ? statement : statement + " -- " + setup();
  }
}
