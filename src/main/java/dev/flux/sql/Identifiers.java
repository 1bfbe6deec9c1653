package dev.flux.sql;

import java.util.regex.Pattern;

/** Writes names so that an engine reads them back unchanged. */
public final class Identifiers {
  /** PostgreSQL folds upper case, so a name with a capital needs quotes there. */
  private static final Pattern FOLDED = Pattern.compile("[a-z_][a-z0-9_$]*");

  private static final Pattern AS_WRITTEN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** What a template engine replaces before any engine reads it, in quotes as well. */
  private static final Pattern PLACEHOLDER = Pattern.compile("(?s)\\{\\{.*}}|\\$\\{[^}]*}");

  private Identifiers() {}

  /** Whether a name is a placeholder of a template, which only the migration tool knows. */
  static boolean isPlaceholder(String name) {
    return PLACEHOLDER.matcher(name).matches();
  }

  /** The name, in quotes only where the dialect needs them; a placeholder stays as it is. */
  public static String quote(String name, Dialect dialect) {
    return isPlain(name, dialect) ? name : inQuotes(name, dialect);
  }

  /** Whether the dialect reads the name back unchanged without quotes. */
  static boolean isPlain(String name, Dialect dialect) {
    Pattern plain = dialect == Dialect.POSTGRESQL ? FOLDED : AS_WRITTEN;
    return plain.matcher(name).matches() && !ReservedWords.contains(name, dialect);
  }

  /** The name in quotes, needed or not; a placeholder stays as it is. */
  public static String inQuotes(String name, Dialect dialect) {
    if (isPlaceholder(name)) {
      return name;
    }
    String quote = dialect == Dialect.MYSQL || dialect == Dialect.MARIADB ? "`" : "\"";
    return quote + name.replace(quote, quote + quote) + quote;
  }

  /** The name with its schema, each in quotes only where the dialect needs them. */
  public static String quote(ObjectName name, Dialect dialect) {
    return name.schema().map(schema -> quote(schema, dialect) + ".").orElse("")
        + quote(name.name(), dialect);
  }
}
