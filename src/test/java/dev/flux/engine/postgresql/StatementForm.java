package dev.flux.engine.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One statement of {@code statements.txt}.
 *
 * @param setup SQL that is run and committed before
 * @param session settings of the session that runs it
 * @param hold SQL of another session whose transaction stays open, so that the statement waits
 * @param from first major version that knows it
 * @param assumed whether its impact rests on an assumption
 */
record StatementForm(
    String statement,
    String setup,
    String session,
    Optional<String> hold,
    int from,
    boolean assumed) {

  static List<StatementForm> read(String text) {
    List<StatementForm> forms = new ArrayList<>();
    StatementForm next = blank();
    for (String line : text.lines().toList()) {
      if (line.startsWith("#") || line.isBlank()) {
        next = blank();
        continue;
      }
      int space = line.indexOf(' ');
      String word = space < 0 ? line : line.substring(0, space);
      String rest = line.substring(space + 1);
      switch (word) {
        case "setup" ->
            next = new StatementForm("", rest, next.session, next.hold, next.from, next.assumed);
        case "session" ->
            next = new StatementForm("", next.setup, rest, next.hold, next.from, next.assumed);
        case "hold" ->
            next =
                new StatementForm(
                    "", next.setup, next.session, Optional.of(rest), next.from, next.assumed);
        case "from" ->
            next =
                new StatementForm(
                    "", next.setup, next.session, next.hold, Integer.parseInt(rest), next.assumed);
        case "assumed" ->
            next = new StatementForm("", next.setup, next.session, next.hold, next.from, true);
        default -> {
          forms.add(
              new StatementForm(
                  line, next.setup, next.session, next.hold, next.from, next.assumed));
          next = blank();
        }
      }
    }
    return forms;
  }

  private static StatementForm blank() {
    return new StatementForm("", "", "", Optional.empty(), 0, false);
  }

  @Override
  public String toString() {
    return statement;
  }
}
