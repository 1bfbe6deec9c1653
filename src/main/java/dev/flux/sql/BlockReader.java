package dev.flux.sql;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the plain statements inside procedural code: the words of the language between them are
 * blanked out. In PL/pgSQL those in constant strings behind EXECUTE are read too. Sources:
 * PostgreSQL manual, 41.6 Control Structures; 41.5.4 Executing Dynamic Commands; MySQL 8.0 manual,
 * 15.6 Compound Statement Syntax; 15.1.17 CREATE PROCEDURE.
 */
public final class BlockReader {
  private static final Pattern STRUCTURE =
      Pattern.compile(
          "declare\\b.{0,20000}?\\bbegin\\b|begin\\b|exception\\b|else\\b|loop\\b"
              + "|(?:when|if|elsif|elseif)\\b[^;]*?\\bthen\\b"
              + "|(?:for|foreach|while)\\b[^;]*?\\bloop\\b"
              + "|end(?:\\s+(?:if|loop|case))?\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** What stands before the body of a routine of MySQL is passed over with it. */
  private static final Pattern MYSQL_STRUCTURE =
      Pattern.compile(
          "(?:not\\s+)?deterministic\\b|language\\s+sql\\b|(?:contains|no)\\s+sql\\b"
              + "|(?:reads|modifies)\\s+sql\\s+data\\b|sql\\s+security\\s+\\w+|comment\\s+'[^']*+'"
              + "|(?:`[^`]*+`|\\w+)\\s*+:(?!=)|begin\\b(?:\\s+not\\s+atomic\\b)?|else\\b(?!if)"
              + "|declare\\s+\\w+\\s+handler\\s+for\\s+(?:sqlstate\\s+(?:value\\s+)?'\\w+'"
              + "|not\\s+found|\\w+)(?:\\s*,\\s*(?:sqlstate\\s+(?:value\\s+)?'\\w+'|not\\s+found|\\w+))*+"
              + "|(?:case|when|if|elseif)\\b[^;]*?\\bthen\\b|while\\b[^;]*?\\bdo\\b|loop\\b|repeat\\b"
              + "|for\\b[^;]*?\\bdo\\b|until\\b[^;]*+|end\\b[^;]*+",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern BLANK =
      Pattern.compile("[\\s;]++|--[^\n]*+|/\\*(?:[^*]++|\\*(?!/))*+(?:\\*/)?");
  private static final Pattern PLAIN = Pattern.compile("[^;'\"]++|'[^']*+'|\"[^\"]*+\"");
  private static final Pattern MYSQL_BLANK =
      Pattern.compile("[\\s;]++|(?:--\\s|#)[^\n]*+|/\\*(?![!M])(?:[^*]++|\\*(?!/))*+(?:\\*/)?");
  private static final Pattern MYSQL_PLAIN =
      Pattern.compile(
          "(?:[^;'\"`\\\\]|\\\\.)++|'(?:[^'\\\\]++|\\\\.)*+'|\"(?:[^\"\\\\]++|\\\\.)*+\"|`[^`]*+`",
          Pattern.DOTALL);

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

  /** The statements of a block or routine of MySQL or MariaDB; its own text is their file. */
  public static Script ofMysql(String body, Dialect dialect) {
    StringBuilder masked = new StringBuilder(body);
    Matcher matcher = MYSQL_BLANK.matcher(body);
    int at = 0;
    while (at < body.length()) {
      matcher.region(at, body.length());
      if (matcher.usePattern(MYSQL_BLANK).lookingAt()) {
        at = matcher.end();
      } else if (matcher.usePattern(MYSQL_STRUCTURE).lookingAt()) {
        blank(masked, at, matcher.end());
        at = matcher.end();
      } else {
        at = plainEnd(matcher.usePattern(MYSQL_PLAIN), at, body.length());
      }
    }
    return SqlReader.read(masked.toString(), dialect);
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
