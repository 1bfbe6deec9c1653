package dev.flux.sql;

import java.util.Locale;
import java.util.Set;

/** Options in parentheses that are on or off, as VACUUM and REINDEX of PostgreSQL have them. */
final class Switches {
  private static final Set<String> OFF = Set.of("false", "off", "0", "'false'", "'off'");

  private Switches() {}

  /** Whether the option is on: named, and not said to be off. The last word holds. */
  static boolean on(Tokens options, String name) {
    boolean on = false;
    while (!options.done()) {
      if (options.take(name)) {
        on = options.done() || !OFF.contains(value(options));
      } else {
        options.skip();
      }
    }
    return on;
  }

  private static String value(Tokens options) {
    return options.list().text(options.at()).toLowerCase(Locale.ROOT);
  }
}
