package dev.flux.rollout.mysql;

import dev.flux.sql.ObjectName;
import java.util.List;

/**
 * Command lines of the tools that alter a table by a copy beside it: gh-ost (its documentation,
 * Command line flags) and Percona Toolkit's pt-online-schema-change (its manual page). Who connects
 * where is read from the client's option file {@code ~/.my.cnf}; the host and the database from the
 * environment.
 */
final class OnlineTools {
  private OnlineTools() {}

  /**
   * A line for gh-ost, and one for pt-online-schema-change.
   *
   * @param alter the actions of the ALTER TABLE
   * @param tied whether foreign keys begin or end at the table, which gh-ost refuses
   */
  static List<String> lines(ObjectName table, String alter, boolean tied) {
    String database = table.schema().map(OnlineTools::quoted).orElse("\"$MYSQL_DATABASE\"");
    String actions = quoted(alter.replaceAll("\\s*\\n\\s*", " ").strip());
    String percona =
        "pt-online-schema-change --defaults-file=\"$HOME/.my.cnf\" --host=\"$MYSQL_HOST\" --alter="
            + actions
            + (tied ? " --alter-foreign-keys-method=auto" : "")
            + " --max-load=Threads_running=25 --critical-load=Threads_running=100 --execute D="
            + database
            + ",t="
            + quoted(table.name());
    String ghost =
        "gh-ost --conf=\"$HOME/.my.cnf\" --host=\"$MYSQL_HOST\" --database="
            + database
            + " --table="
            + quoted(table.name())
            + " --alter="
            + actions
            + " --max-load=Threads_running=25 --critical-load=Threads_running=100"
            + " --allow-on-master --execute";
    return tied ? List.of(percona) : List.of(ghost, percona);
  }

  /** A word of a shell's command line. */
  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** The lines as comments of a migration. */
  static String comment(List<String> lines) {
    return "-- A server with one of these tools can do the same with one line instead; MYSQL_HOST"
        + " and\n"
        + "-- MYSQL_DATABASE say where, ~/.my.cnf says who:\n"
        + String.join("\n", lines.stream().map(line -> "--   " + line).toList())
        + "\n";
  }
}
