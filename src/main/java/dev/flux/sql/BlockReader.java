package dev.flux.sql;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the plain statements inside PL/pgSQL, those in constant strings behind EXECUTE too: the
 * words of PL/pgSQL between them are blanked out. Source: PostgreSQL manual, 41.6 Control
 * Structures; 41.5.4 Executing Dynamic Commands.
 */
public final class BlockReader {
  private static final Pattern STRUCTURE =
      Pattern.compile(
          "declare\\b.{0,20000}?\\bbegin\\b|begin\\b|exception\\b|else\\b|loop\\b"
              + "|(?:when|if|elsif|elseif)\\b[^;]*?\\bthen\\b"
              + "|(?:for|foreach|while)\\b[^;]*?\\bloop\\b"
              + "|end(?:\\s+(?:if|loop|case))?\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern BLANK =
      Pattern.compile("[\\s;]++|--[^\n]*+|/\\*(?:[^*]++|\\*(?!/))*+(?:\\*/)?");
  private static final Pattern PLAIN = Pattern.compile("[^;'\"]++|'[^']*+'|\"[^\"]*+\"");

  private static final Pattern CONSTANT =
      Pattern.compile(
          "execute\\s+(?:format\\s*\\(\\s*)?(?:'((?:[^']|'')*+)'|\\$(\\w*)\\$(.*?)\\$\\2\\$)"
              + "\\s*\\)?\\s*(?:(?:using|into)\\b[^;]*)?(?=;)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern PERFORM =
      Pattern.compile("perform(?=\\s)", Pattern.CASE_INSENSITIVE);

  private static final Pattern SILENT =
      Pattern.compile("'(?:[^']|'')*+'|--[^\n]*+|/\\*(?:[^*]++|\\*(?!/))*+(?:\\*/)?");
  private static final Pattern EXECUTES =
      Pattern.compile("(?:^|;)\\s*execute\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern READS_EXECUTED =
      Pattern.compile("\\b(?:in|for|query)\\s+execute\\b", Pattern.CASE_INSENSITIVE);

  private BlockReader() {}

  /** Whether the block runs anything that is not a constant string. */
  public static boolean composes(String block) {
    String constantsApart = silent(masked(block, 0, block.length()));
    return EXECUTES.matcher(constantsApart).find() || READS_EXECUTED.matcher(silent(block)).find();
  }

  private static String silent(String text) {
    return SILENT.matcher(text).replaceAll(" ");
  }

  /**
   * The statements of the block that stands in the text from one place up to another, at their
   * places in it; what cannot be read is among them.
   */
  public static List<Statement> statements(String text, int start, int end) {
    return SqlReader.read(masked(text, start, end), start, end, Dialect.POSTGRESQL).statements();
  }

  private static String masked(String text, int start, int end) {
    StringBuilder masked = new StringBuilder(text);
    Matcher matcher = BLANK.matcher(text);
    int at = start;
    while (at < end) {
      matcher.region(at, end);
      if (matcher.usePattern(BLANK).lookingAt()) {
        at = matcher.end();
      } else if (matcher.usePattern(STRUCTURE).lookingAt()) {
        blank(masked, at, matcher.end());
        at = matcher.end();
      } else if (matcher.usePattern(CONSTANT).lookingAt()) {
        unwrap(masked, matcher);
        at = matcher.end();
      } else if (matcher.usePattern(PERFORM).lookingAt()) {
        masked.replace(at, matcher.end(), "SELECT ");
        at = plainEnd(matcher.usePattern(PLAIN), at, end);
      } else {
        at = plainEnd(matcher.usePattern(PLAIN), at, end);
      }
    }
    return masked.toString();
  }

  /** Where the statement ends that begins here: at its semicolon, one in quotes aside. */
  private static int plainEnd(Matcher plain, int start, int end) {
    int at = start;
    while (at < end && plain.region(at, end).lookingAt()) {
      at = plain.end();
    }
    return at == start ? at + 1 : at;
  }

  /** Leaves of an EXECUTE the statement in its string, at its place. */
  private static void unwrap(StringBuilder text, Matcher execute) {
    int group = execute.start(1) < 0 ? 3 : 1;
    blank(text, execute.start(), execute.start(group));
    blank(text, execute.end(group), execute.end());
    boolean open = false;
    for (int i = execute.start(group); group == 1 && i < execute.end(group); i++) {
      if (text.charAt(i) == '\'') {
        text.setCharAt(open ? i + 1 : i, ' ');
        open = !open;
        i++;
      }
    }
  }

  private static void blank(StringBuilder text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) != '\n') {
        text.setCharAt(i, ' ');
      }
    }
  }
}
