package dev.flux.sql;

import java.util.regex.Pattern;

/**
 * Commands to a client rather than to the server. Those to psql that change what is shown, never
 * what SQL runs, leave a script that reads the same without them. Sources: PostgreSQL manual, psql,
 * Meta-Commands and Variables; SQLite, "Command Line Shell", 4 Special commands.
 */
final class ClientCommand {
  private static final Pattern SHOWS =
      Pattern.compile(
          "\\\\(?:echo|qecho|warn|timing|pset|encoding|conninfo|errverbose|copyright|[?aCfHTtx]"
              + "|restrict|unrestrict|d[a-zA-Z]*[+S]*|l[+]?|z|sf[+]?|sv[+]?"
              + "|set\\s+(?:ON_ERROR_STOP|VERBOSITY|SHOW_CONTEXT|SHOW_ALL_RESULTS|ECHO|ECHO_HIDDEN|QUIET"
              + "|PROMPT[123]|HIST\\w+|HIDE_\\w+|COMP_KEYWORD_CASE|FETCH_COUNT|IGNOREEOF))"
              + "(?:\\s[^\\\\]*)?");

  private static final Pattern OF_SQLITE = Pattern.compile("\\.[a-z]{3,}\\b");

  private ClientCommand() {}

  /** Whether a command to the shell of SQLite begins here: at the begin of a line. */
  static boolean ofSqlite(String text, int at) {
    return (at == 0 || text.charAt(at - 1) == '\n')
        && OF_SQLITE.matcher(text).region(at, text.length()).lookingAt();
  }

  /** Whether a line from its backslash on is such a command, and nothing else. */
  static boolean onlyShows(String line) {
    return SHOWS.matcher(line.strip()).matches();
  }
}
