package dev.flux.sql;

import java.util.regex.Pattern;

/**
 * Commands to psql that change what is shown, never what SQL runs, so that a script reads the same
 * without them. Source: PostgreSQL manual, psql, Meta-Commands and Variables.
 */
final class ClientCommand {
  private static final Pattern SHOWS =
      Pattern.compile(
          "\\\\(?:echo|qecho|warn|timing|pset|encoding|conninfo|errverbose|copyright|[?aCfHTtx]"
              + "|restrict|unrestrict|d[a-zA-Z]*[+S]*|l[+]?|z|sf[+]?|sv[+]?"
              + "|set\\s+(?:ON_ERROR_STOP|VERBOSITY|SHOW_CONTEXT|SHOW_ALL_RESULTS|ECHO|ECHO_HIDDEN|QUIET"
              + "|PROMPT[123]|HIST\\w+|HIDE_\\w+|COMP_KEYWORD_CASE|FETCH_COUNT|IGNOREEOF))"
              + "(?:\\s[^\\\\]*)?");

  private ClientCommand() {}

  /** Whether a line from its backslash on is such a command, and nothing else. */
  static boolean onlyShows(String line) {
    return SHOWS.matcher(line.strip()).matches();
  }
}
