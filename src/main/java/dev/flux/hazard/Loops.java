package dev.flux.hazard;

import dev.flux.sql.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the loops of stored programs. Sources: PostgreSQL manual, 41.6.5 Simple Loops; MySQL 8.0
 * manual, 15.6.5 Flow Control Statements; MariaDB documentation, FOR.
 */
enum Loops {
  /** A loop begins at LOOP; what stands before that says how often it turns. */
  PLPGSQL("\\bend\\s+loop\\b|\\bloop\\b", "|;|\\b(?:for|foreach|while)\\b"),

  /** A loop begins at the word that names it, which is no function's there. */
  MYSQL(
      "\\bend\\s+(?:while|loop|repeat|for)\\b|\\b(?:loop|repeat)\\b(?!\\s*\\()|\\bwhile\\b"
          + "|\\bfor\\s+\\w+\\s+in\\b",
      "|#[^\n]*+|\"[^\"]*+\"|`[^`]*+`");

  private static final String SILENT = "--[^\n]*+|/\\*.*?\\*/|'[^']*+'|\\bcommit\\b|";

  /** Loops whose text says how often they turn. */
  private static final Pattern COUNTED =
      Pattern.compile(
          "for\\s+\\w+\\s+in\\s+(?:reverse\\s+)?\\d+\\s*\\.\\.\\s*\\d+\\s.*"
              + "|foreach\\s.*\\sarray\\s+(?:array\\s*\\[|'\\{).*"
              + "|for\\s+[\\w\\s,]+?\\sin\\s+\\(?\\s*values\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final Pattern bounds;
  private final Pattern words;

  Loops(String bounds, String others) {
    this.bounds = Pattern.compile(bounds, Pattern.CASE_INSENSITIVE);
    this.words =
        Pattern.compile(SILENT + bounds + others, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  /**
   * From its word to its end, in characters of the text.
   *
   * @param commits whether each turn may end a transaction
   * @param counted whether its text says how often it turns
   */
  record Loop(int start, int end, boolean commits, boolean counted) {
    boolean holds(Span span) {
      return start <= span.start() && span.start() < end;
    }
  }

  /** Whether a program ends transactions itself, in a loop or outside. */
  boolean commit(String program) {
    return words.matcher(program).results().anyMatch(word -> isCommit(word.group()));
  }

  private static boolean isCommit(String word) {
    return word.equalsIgnoreCase("commit");
  }

  /** Those of a program that stands in a text from one place up to another, inner ones first. */
  List<Loop> in(String text, int from, int to) {
    List<Loop> found = new ArrayList<>();
    Deque<Loop> open = new ArrayDeque<>();
    Matcher matcher = words.matcher(text).region(from, to);
    int header = -1;
    int committed = -1;
    while (matcher.find()) {
      String word = matcher.group().toLowerCase(Locale.ROOT);
      if (isCommit(word)) {
        committed = matcher.start();
      } else if (!bounds.matcher(word).matches()) {
        boolean heads = Character.isLetter(word.charAt(0));
        header = word.equals(";") ? -1 : heads && header < 0 ? matcher.start() : header;
      } else if (!word.startsWith("end")) {
        boolean counted =
            header >= 0 && COUNTED.matcher(text.substring(header, matcher.end())).matches();
        open.push(new Loop(matcher.start(), to, false, counted));
        header = -1;
      } else if (!open.isEmpty()) {
        Loop loop = open.pop();
        found.add(
            new Loop(loop.start(), matcher.start(), committed > loop.start(), loop.counted()));
      }
    }
    return found;
  }
}
