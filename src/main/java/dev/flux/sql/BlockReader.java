package dev.flux.sql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the plain statements inside procedural code: the words of the language between them are
 * blanked out. In PL/pgSQL those that EXECUTE runs are read too where constants make them. Sources:
 * PostgreSQL manual, 41.6 Control Structures; 41.5.4 Executing Dynamic Commands; MySQL 8.0 manual,
 * 15.6 Compound Statement Syntax; 15.1.17 CREATE PROCEDURE.
 */
public final class BlockReader {
  /** What stands between statements of a procedural language, around them, and in one. */
  private enum Words {
    PLPGSQL(
        "[\\s;]++|--[^\n]*+|/\\*(?:[^*]++|\\*(?!/))*+(?:\\*/)?",
        "declare\\b.{0,20000}?\\bbegin\\b|begin\\b|exception\\b|else\\b|loop\\b"
            + "|(?:when|if|elsif|elseif)\\b[^;]*?\\bthen\\b"
            + "|(?:for|foreach|while)\\b[^;]*?\\bloop\\b"
            + "|end(?:\\s+(?:if|loop|case))?\\b",
        "[^;'\"]++|'[^']*+'|\"[^\"]*+\""),

    /** What stands before the body of a routine of MySQL is passed over with it. */
    MYSQL(
        "[\\s;]++|(?:--\\s|#)[^\n]*+|/\\*(?![!M])(?:[^*]++|\\*(?!/))*+(?:\\*/)?",
        "(?:not\\s+)?deterministic\\b|language\\s+sql\\b|(?:contains|no)\\s+sql\\b"
            + "|(?:reads|modifies)\\s+sql\\s+data\\b|sql\\s+security\\s+\\w+|comment\\s+'[^']*+'"
            + "|(?:`[^`]*+`|\\w+)\\s*+:(?!=)|begin\\b(?:\\s+not\\s+atomic\\b)?|else\\b(?!if)"
            + "|declare\\s+\\w+\\s+handler\\s+for\\s+(?:sqlstate\\s+(?:value\\s+)?'\\w+'"
            + "|not\\s+found|\\w+)(?:\\s*,\\s*(?:sqlstate\\s+(?:value\\s+)?'\\w+'|not\\s+found|\\w+))*+"
            + "|(?:case|when|if|elseif)\\b[^;]*?\\bthen\\b|while\\b[^;]*?\\bdo\\b|loop\\b|repeat\\b"
            + "|for\\b[^;]*?\\bdo\\b|until\\b[^;]*+|end\\b[^;]*+",
        "(?:[^;'\"`\\\\]|\\\\.)++|'(?:[^'\\\\]++|\\\\.)*+'|\"(?:[^\"\\\\]++|\\\\.)*+\"|`[^`]*+`");

    private final Pattern blank;
    private final Pattern structure;
    private final Pattern plain;

    Words(String blank, String structure, String plain) {
      int flags = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
      this.blank = Pattern.compile(blank, flags);
      this.structure = Pattern.compile(structure, flags);
      this.plain = Pattern.compile(plain, flags);
    }
  }

  private static final Pattern CONSTANT =
      Pattern.compile(
          "execute\\s+(?:format\\s*\\(\\s*)?(?:'((?:[^']|'')*+)'|\\$(\\w*)\\$(.*?)\\$\\2\\$)"
              + "\\s*\\)?\\s*(?:(?:using|into)\\b[^;]*)?(?=;)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern EXECUTE = Pattern.compile("execute\\s", Pattern.CASE_INSENSITIVE);
  private static final Pattern USING =
      Pattern.compile("\\s*+(?:(?:using|into)\\b.*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern PERFORM =
      Pattern.compile("perform(?=\\s)", Pattern.CASE_INSENSITIVE);

  /** A loop over the rows of a query. */
  private static final Pattern LOOP =
      Pattern.compile(
          "for\\s+[\\w\\s,.]+?\\s+in\\s+((?:select|with)\\b(?:(?!loop\\b)\\w++|[^\\w;']|'[^']*+')*+)loop\\b",
          Pattern.CASE_INSENSITIVE);

  /** A query into variables, of which none makes a table there. */
  private static final Pattern INTO =
      Pattern.compile(
          "select\\b(?:(?!into\\b)\\w++|[^\\w'();]|'[^']*+'|\\((?:[^()]++|\\([^()]*+\\))*+\\))*+"
              + "(into\\s+(?:strict\\s+)?[\\w.\"$]+(?:\\[\\w+\\])?(?:\\s*,\\s*[\\w.\"$]+)*)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SILENT =
      Pattern.compile("'(?:[^']|'')*+'|--[^\n]*+|/\\*(?:[^*]++|\\*(?!/))*+(?:\\*/)?");
  private static final Pattern EXECUTES =
      Pattern.compile("(?:^|;)\\s*execute\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern READS_EXECUTED =
      Pattern.compile("\\b(?:in|for|query)\\s+execute\\b", Pattern.CASE_INSENSITIVE);

  /** Of a block that runs more of them in loops, the rest stays unread. */
  private static final int MOST_TURNS = 5_000;

  /** A block without the words of its language, and what loops run besides. */
  private record Masked(String text, List<Turn> more) {}

  /** What one turn runs at a place. */
  private record Turn(int start, String filled) {
    /** As long as the text that it takes the place of, with its lines; empty without the room. */
    static Optional<Turn> fitting(String sql, String replaced, int start) {
      long lines = lines(replaced) - lines(sql);
      if (lines < 0 || sql.length() + lines > replaced.length() || sql.indexOf(';') >= 0) {
        return Optional.empty();
      }
      String filled = sql + "\n".repeat((int) lines);
      return Optional.of(new Turn(start, filled + " ".repeat(replaced.length() - filled.length())));
    }

    void put(StringBuilder text) {
      text.replace(start, end(), filled);
    }

    int end() {
      return start + filled.length();
    }

    /** What it runs, at its place in the block. */
    Stream<Statement> statements(Lines block) {
      int before = block.span(start, start).line() - 1;
      return SqlReader.read(filled, Dialect.POSTGRESQL).statements().stream()
          .map(statement -> statement.behind(start, before));
    }
  }

  private static final RecentTexts<List<Statement>> STATEMENTS =
      new RecentTexts<>(block -> read(block, false));
  private static final RecentTexts<List<Statement>> OUTLINES =
      new RecentTexts<>(block -> read(block, true));
  private static final RecentTexts<Boolean> COMPOSED = new RecentTexts<>(BlockReader::isComposed);

  private BlockReader() {}

  /** Whether the block runs anything that is not a constant string. */
  public static boolean composes(String block) {
    return COMPOSED.of(block);
  }

  private static boolean isComposed(String block) {
    String constantsApart = silent(masked(block, Words.PLPGSQL, false).text());
    return EXECUTES.matcher(constantsApart).find() || READS_EXECUTED.matcher(silent(block)).find();
  }

  private static String silent(String text) {
    return SILENT.matcher(text).replaceAll(" ");
  }

  /** The statements of a block of PL/pgSQL; what cannot be read is among them. */
  public static List<Statement> statements(String block) {
    return STATEMENTS.of(block);
  }

  /**
   * The same with those that are put together as they run, as far as they are written in it: {@link
   * ExecutedText#HIDDEN} stands for the rest.
   */
  public static List<Statement> outlines(String block) {
    return OUTLINES.of(block);
  }

  private static List<Statement> read(String block, boolean outline) {
    Masked masked = masked(block, Words.PLPGSQL, outline);
    Lines lines = new Lines(block, block.length());
    Stream<Statement> all =
        Stream.concat(
            SqlReader.read(masked.text, Dialect.POSTGRESQL).statements().stream(),
            masked.more.stream().flatMap(turn -> turn.statements(lines)));
    return all.sorted(Comparator.comparingInt(statement -> statement.span().start())).toList();
  }

  /** The statements of a block or routine of MySQL or MariaDB; its own text is their file. */
  public static Script ofMysql(String body, Dialect dialect) {
    return SqlReader.read(masked(body, Words.MYSQL, false).text, dialect);
  }

  private static Masked masked(String text, Words words, boolean outline) {
    StringBuilder masked = new StringBuilder(text);
    List<Turn> more = new ArrayList<>();
    BlockConstants constants =
        words == Words.PLPGSQL ? BlockConstants.of(text) : BlockConstants.NONE;
    Matcher matcher = words.blank.matcher(text);
    int at = 0;
    while (at < text.length()) {
      matcher.region(at, text.length());
      if (matcher.usePattern(words.blank).lookingAt()) {
        at = matcher.end();
      } else if (words == Words.PLPGSQL && matcher.usePattern(LOOP).lookingAt()) {
        blank(masked, at, matcher.start(1));
        masked.replace(matcher.end(1), matcher.end(), ";   ");
        at = matcher.end();
      } else if (matcher.usePattern(words.structure).lookingAt()) {
        blank(masked, at, matcher.end());
        at = matcher.end();
      } else if (words == Words.PLPGSQL && matcher.usePattern(CONSTANT).lookingAt()) {
        unwrap(masked, matcher);
        at = matcher.end();
      } else {
        int next = plainEnd(matcher.usePattern(words.plain), at);
        matcher.region(at, text.length());
        if (words == Words.PLPGSQL && matcher.usePattern(PERFORM).lookingAt()) {
          masked.replace(at, matcher.end(), "SELECT ");
        } else if (words == Words.PLPGSQL && matcher.usePattern(INTO).lookingAt()) {
          blank(masked, matcher.start(1), matcher.end(1));
        } else if (words == Words.PLPGSQL && matcher.usePattern(EXECUTE).lookingAt()) {
          List<Turn> turns = turns(text, at, next, matcher.end(), constants, outline);
          if (more.size() + turns.size() <= MOST_TURNS) {
            turns.stream().limit(1).forEach(turn -> turn.put(masked));
            turns.stream().skip(1).forEach(more::add);
          }
        }
        at = next;
      }
    }
    return new Masked(masked.toString(), more);
  }

  /** Where the statement ends that begins here: at its semicolon, one in quotes aside. */
  private static int plainEnd(Matcher plain, int start) {
    int at = start;
    int end = plain.regionEnd();
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

  /** What constants make of an EXECUTE, for each turn of loops; none where a run tells one. */
  private static List<Turn> turns(
      String text, int start, int end, int expression, BlockConstants constants, boolean outline) {
    List<Turn> turns = new ArrayList<>();
    for (Map<String, String> variables : constants.at(start)) {
      Optional<Turn> turn =
          ExecutedText.find(text, expression, variables, outline)
              .filter(executed -> executed.end() <= end)
              .filter(made -> USING.matcher(text.substring(made.end(), end)).matches())
              .flatMap(executed -> Turn.fitting(executed.sql(), text.substring(start, end), start));
      if (turn.isEmpty()) {
        return List.of();
      }
      turns.add(turn.get());
    }
    return turns.stream().distinct().toList();
  }

  private static long lines(String text) {
    return text.chars().filter(c -> c == '\n').count();
  }

  private static void blank(StringBuilder text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) != '\n') {
        text.setCharAt(i, ' ');
      }
    }
  }
}
