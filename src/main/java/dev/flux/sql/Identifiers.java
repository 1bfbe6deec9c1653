package dev.flux.sql;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes names so that an engine reads them back unchanged. */
public final class Identifiers {
  /** A name of PostgreSQL, perhaps with a schema, as one group of a regular expression. */
  public static final String NAME =
      "((?:\"[^\"]+\"|[\\w$]+)(?:\\s*\\.\\s*(?:\"[^\"]+\"|[\\w$]+))?)";

  private static final Pattern PART = Pattern.compile("\"[^\"]+\"|[\\w$]+");

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

  /** The name, perhaps with a schema, that PostgreSQL reads in text that {@link #NAME} found. */
  public static ObjectName name(String written) {
    Matcher part = PART.matcher(written);
    ObjectName name = ObjectName.of("");
    while (part.find()) {
      String folded =
          part.group().startsWith("\"")
              ? part.group().substring(1, part.group().length() - 1)
              : part.group().toLowerCase(Locale.ROOT);
      name = name.name().isEmpty() ? ObjectName.of(folded) : ObjectName.of(name.name(), folded);
    }
    return name;
  }
}
