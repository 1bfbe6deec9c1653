package dev.flux.sql;

import static dev.flux.sql.TokenKind.STRING;
import static dev.flux.sql.TokenKind.WORD;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * In which case the authors of migrations write key words, so that what is written beside theirs
 * looks alike.
 *
 * @param lower whether every statement of theirs begins with a word in lower case
 * @param kept words that are left in upper case nevertheless, since they write them so
 */
public record KeywordCase(Dialect dialect, boolean lower, Set<String> kept) {
  private static final Pattern UPPER = Pattern.compile("[A-Z][A-Z0-9_]*");

  /** Around the bodies that Flux writes, one in the other; those of others are left alone. */
  private static final List<String> BODIES = List.of("$flux$", "$flux_batches$");

  public KeywordCase {
    kept = Set.copyOf(kept);
  }

  /**
   * As the scripts are written; on SQLite nothing is touched, since it keeps the text of a schema.
   *
   * @param names that are in use; where the dialect tells {@code A} from {@code a}, one in upper
   *     case is never touched
   */
  public static KeywordCase in(List<Script> scripts, Collection<String> names, Dialect dialect) {
    Set<String> kept = new HashSet<>(names);
    boolean begins = false;
    for (Script script : scripts) {
      for (Statement statement : script.statements()) {
        TokenList tokens = tokens(statement.sql(), dialect);
        if (tokens.size() == 0 || tokens.kind(0) != WORD || isUpper(tokens.text(0))) {
          return new KeywordCase(dialect, false, Set.of());
        }
        begins = true;
        for (int i = 0; i < tokens.size(); i++) {
          if (tokens.kind(i) == WORD && isUpper(tokens.text(i))) {
            kept.add(tokens.text(i));
          }
        }
      }
    }
    return new KeywordCase(dialect, begins && dialect != Dialect.SQLITE, kept);
  }

  private static boolean isUpper(String word) {
    return UPPER.matcher(word).matches();
  }

  private static TokenList tokens(String sql, Dialect dialect) {
    Tokenizer tokenizer = new Tokenizer(sql, 0, sql.length(), ServerNumber.newest(dialect));
    while (tokenizer.next()) {
      // The tokenizer keeps what it reads.
    }
    return tokenizer.tokens();
  }

  /** The same SQL in that case; its strings, quoted names and comments stay as they are. */
  public String write(String sql) {
    if (!lower) {
      return sql;
    }
    TokenList tokens = tokens(sql, dialect);
    StringBuilder written = new StringBuilder(sql.length());
    int at = 0;
    for (int i = 0; i < tokens.size(); i++) {
      written.append(sql, at, tokens.start(i));
      written.append(tokens.kind(i) == STRING ? body(tokens.text(i)) : word(tokens, i));
      at = tokens.end(i);
    }
    return written.append(sql, at, sql.length()).toString();
  }

  private String word(TokenList tokens, int index) {
    String text = tokens.text(index);
    return tokens.kind(index) == WORD && isUpper(text) && !kept.contains(text)
        ? text.toLowerCase(Locale.ROOT)
        : text;
  }

  private String body(String text) {
    return BODIES.stream()
        .filter(
            tag -> text.startsWith(tag) && text.endsWith(tag) && text.length() > 2 * tag.length())
        .findFirst()
        .map(tag -> tag + write(text.substring(tag.length(), text.length() - tag.length())) + tag)
        .orElse(text);
  }
}
