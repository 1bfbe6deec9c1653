package dev.flux.hazard;

import dev.flux.sql.DataOperation.RunBlock;
import dev.flux.sql.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the loops of a DO block make of the statements in them: however few rows a turn takes, all
 * turns are one transaction unless the loop commits. Source: PostgreSQL manual, 41.6.5 Simple
 * Loops; 41.8 Transaction Management.
 */
final class BlockLoops {
  private static final Pattern WORD =
      Pattern.compile(
          "--[^\n"
              + "]*+|/\\*.*?\\*/|'[^']*+'|;|\\bend\\s+loop\\b|\\bloop\\b|\\b(?:for|foreach|while)\\b"
              + "|\\bcommit\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Loops whose text says how often they turn. */
  private static final Pattern COUNTED =
      Pattern.compile(
          "for\\s+\\w+\\s+in\\s+(?:reverse\\s+)?\\d+\\s*\\.\\.\\s*\\d+\\s.*"
              + "|foreach\\s.*\\sarray\\s+(?:array\\s*\\[|'\\{).*"
              + "|for\\s+[\\w\\s,]+?\\sin\\s+\\(?\\s*values\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private record Loop(int start, boolean counted) {}

  private record Turns(int start, int end) {
    boolean holds(Span span) {
      return start <= span.start() && span.start() < end;
    }
  }

  private BlockLoops() {}

  /** Whether a loop without COMMIT runs a statement of a block nobody knows how often. */
  static boolean repeat(ExaminedClause clause) {
    if (!isInside(clause)) {
      return false;
    }
    Span block = clause.statement().span();
    return turns(clause.script().text(), block.start(), block.end()).stream()
        .anyMatch(turns -> turns.holds(clause.clause().span()));
  }

  /** Whether a block ends transactions itself. */
  static boolean commit(RunBlock block) {
    Matcher words = WORD.matcher(block.body());
    boolean found = false;
    while (!found && words.find()) {
      found = words.group().equalsIgnoreCase("commit");
    }
    return found && block.language().equals("plpgsql");
  }

  /** Whether the block that a statement is in declares a variable of this name. */
  static boolean declares(String name, ExaminedClause clause) {
    String block = clause.statement().sql().toLowerCase(Locale.ROOT);
    int declare = block.indexOf("declare");
    int begin = block.indexOf("begin", declare);
    String declared =
        declare < 0 || begin < 0 ? "" : block.substring(declare + "declare".length(), begin);
    String word = "\\b" + Pattern.quote(name.toLowerCase(Locale.ROOT)) + "\\b";
    return isInside(clause)
        && (Pattern.compile(word).matcher(declared).find()
            || Pattern.compile("\\bfor(?:each)?\\s+" + word).matcher(block).find());
  }

  private static boolean isInside(ExaminedClause clause) {
    return clause.statement().clauses().get(0).operation() instanceof RunBlock
        && !(clause.operation() instanceof RunBlock);
  }

  /** The loops that do not commit and turn nobody knows how often. */
  private static List<Turns> turns(String text, int from, int to) {
    List<Turns> found = new ArrayList<>();
    Deque<Loop> open = new ArrayDeque<>();
    Matcher words = WORD.matcher(text).region(from, to);
    int header = -1;
    int commits = -1;
    while (words.find()) {
      String word = words.group().toLowerCase(Locale.ROOT);
      if (word.equals("commit")) {
        commits = words.start();
      } else if (word.startsWith("end") && !open.isEmpty()) {
        Loop loop = open.pop();
        if (!loop.counted() && commits < loop.start()) {
          found.add(new Turns(loop.start(), words.start()));
        }
      } else if (word.equals("loop")) {
        boolean counted =
            header >= 0 && COUNTED.matcher(text.substring(header, words.end())).matches();
        open.push(new Loop(words.start(), counted));
        header = -1;
      } else if (word.equals(";")) {
        header = -1;
      } else if (header < 0 && Character.isLetter(word.charAt(0))) {
        header = words.start();
      }
    }
    return found;
  }
}
