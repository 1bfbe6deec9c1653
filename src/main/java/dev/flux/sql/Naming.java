package dev.flux.sql;

import static dev.flux.sql.TokenKind.QUOTED;
import static dev.flux.sql.TokenKind.WORD;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How the authors of migrations write names, so that what is written beside theirs looks alike.
 *
 * @param quoted whether they put names in quotes that need none
 */
public record Naming(Dialect dialect, boolean quoted) {
  /** Words that a name of a table, column or constraint follows. */
  private static final Set<String> BEFORE_NAME =
      Set.of("TABLE", "EXISTS", "ONLY", "COLUMN", "CONSTRAINT", "REFERENCES", "INTO", "UPDATE");

  /** Words that stand there as well and are no names. */
  private static final Set<String> NO_NAME = Set.of("IF", "ONLY", "SET", "NOT", "IS", "ON");

  /** Quotes only where the dialect needs them. */
  public static Naming plain(Dialect dialect) {
    return new Naming(dialect, false);
  }

  /**
   * As most names in the scripts are written that need no quotes; where a script has none of them,
   * the one before it decides.
   *
   * @param scripts the newest last
   */
  public static Naming in(List<Script> scripts, Dialect dialect) {
    for (int i = scripts.size() - 1; i >= 0; i--) {
      int quoted = moreQuoted(scripts.get(i), dialect);
      if (quoted != 0) {
        return new Naming(dialect, quoted > 0);
      }
    }
    return plain(dialect);
  }

  /** How many more names are in quotes than not. */
  private static int moreQuoted(Script script, Dialect dialect) {
    Tokenizer tokenizer =
        new Tokenizer(script.text(), script.section().start(), script.section().end(), dialect);
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
    return name.schema().map(schema -> name(schema) + ".").orElse("") + name(name.name());
  }
}
