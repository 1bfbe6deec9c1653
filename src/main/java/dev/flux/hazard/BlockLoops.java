package dev.flux.hazard;

import dev.flux.sql.DataOperation.RunBlock;
import dev.flux.sql.Span;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the loops of a DO block make of the statements in them: however few rows a turn takes, all
 * turns are one transaction unless the loop commits. Source: PostgreSQL manual, 41.8 Transaction
 * Management.
 */
final class BlockLoops {
  private BlockLoops() {}

  /** Whether a loop without COMMIT runs a statement of a block nobody knows how often. */
  static boolean repeat(ExaminedClause clause) {
    if (!isInside(clause)) {
      return false;
    }
    Span block = clause.statement().span();
    return Loops.PLPGSQL.in(clause.script().text(), block.start(), block.end()).stream()
        .filter(loop -> !loop.commits() && !loop.counted())
        .anyMatch(loop -> loop.holds(clause.clause().span()));
  }

  /** Whether a block ends transactions itself. */
  static boolean commit(RunBlock block) {
    return block.language().equals("plpgsql") && Loops.PLPGSQL.commit(block.body());
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
}
