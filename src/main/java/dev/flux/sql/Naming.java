package dev.flux.sql;

import static dev.flux.sql.TokenKind.QUOTED;
import static dev.flux.sql.TokenKind.WORD;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * How the authors of migrations write names, so that what is written beside theirs looks alike.
 *
 * @param quoted whether they put names in quotes that need none
 * @param qualified whether they write the schema {@code public} of PostgreSQL, which needs not be
 */
public record Naming(Dialect dialect, boolean quoted, boolean qualified) {
  private static final String PUBLIC = "public";

  /** Words that a name of a table, column or constraint follows. */
  private static final Set<String> BEFORE_NAME =
      Set.of("TABLE", "EXISTS", "ONLY", "COLUMN", "CONSTRAINT", "REFERENCES", "INTO", "UPDATE");

  /** Words that stand there as well and are no names. */
  private static final Set<String> NO_NAME = Set.of("IF", "ONLY", "SET", "NOT", "IS", "ON");

  /** Words that the name of a table follows, and those that may stand between. */
  private static final Set<String> BEFORE_TABLE = Set.of("TABLE", "INTO", "REFERENCES");

  private static final Set<String> BEHIND_TABLE = Set.of("IF", "NOT", "EXISTS", "ONLY");

  /** Quotes only where the dialect needs them. */
  public static Naming plain(Dialect dialect) {
    return new Naming(dialect, false, false);
  }

  /**
   * As most names in the scripts are written that need no quotes; where a script has none of them,
   * the one before it decides.
   *
   * @param scripts the newest last
   */
  public static Naming in(List<Script> scripts, Dialect dialect) {
    boolean quoted = decided(scripts, script -> moreQuoted(script, dialect));
    boolean qualified =
        dialect == Dialect.POSTGRESQL && decided(scripts, script -> moreQualified(script, dialect));
    return new Naming(dialect, quoted, qualified);
  }

  private static boolean decided(List<Script> scripts, ToIntFunction<Script> more) {
    for (int i = scripts.size() - 1; i >= 0; i--) {
      int found = more.applyAsInt(scripts.get(i));
      if (found != 0) {
        return found > 0;
      }
    }
    return false;
  }

  /** How many more names of tables have that schema than none. */
  private static int moreQualified(Script script, Dialect dialect) {
    Tokenizer tokenizer = tokenizer(script, dialect);
    TokenList tokens = tokenizer.tokens();
    int more = 0;
    boolean expected = false;
    String table = "";
    while (tokenizer.next()) {
      int last = tokens.size() - 1;
      String text = tokens.text(last);
      String word = tokens.kind(last) == WORD ? text.toUpperCase(Locale.ROOT) : "";
      if (!table.isEmpty()) {
        boolean schema = text.equals(".");
        more += !schema ? -1 : table.equals(PUBLIC) ? 1 : 0;
        table = "";
      } else if (expected && !BEHIND_TABLE.contains(word)) {
        table = text.replace("\"", "");
        expected = false;
      }
      expected = expected || BEFORE_TABLE.contains(word);
    }
    return more;
  }

  /** How many more names are in quotes than not. */
  private static int moreQuoted(Script script, Dialect dialect) {
    Tokenizer tokenizer = tokenizer(script, dialect);
    TokenList tokens = tokenizer.tokens();
    int more = 0;
    boolean expected = false;
    while (tokenizer.next()) {
      int last = tokens.size() - 1;
      String text = tokens.kind(last) == WORD ? tokens.text(last).toUpperCase(Locale.ROOT) : "";
      if (expected && tokens.kind(last) == QUOTED && isPlain(tokens.text(last), dialect)) {
        more++;
      } else if (expected && !text.isEmpty() && !NO_NAME.contains(text)) {
        more--;
      }
      expected = BEFORE_NAME.contains(text);
    }
    return more;
  }

  private static Tokenizer tokenizer(Script script, Dialect dialect) {
    return new Tokenizer(
        script.text(),
        script.section().start(),
        script.section().end(),
        ServerNumber.newest(dialect));
  }

  private static boolean isPlain(String written, Dialect dialect) {
    return written.length() > 2
        && Identifiers.isPlain(written.substring(1, written.length() - 1), dialect);
  }

  /** The name as the authors would write it; a placeholder stays as it is. */
  public String name(String name) {
    return quoted ? Identifiers.inQuotes(name, dialect) : Identifiers.quote(name, dialect);
  }

  /** The name with its schema, each as the authors would write it. */
  public String name(ObjectName name) {
    return name.schema()
            .or(() -> qualified ? Optional.of(PUBLIC) : Optional.empty())
            .map(schema -> name(schema) + ".")
            .orElse("")
        + name(name.name());
  }
}
