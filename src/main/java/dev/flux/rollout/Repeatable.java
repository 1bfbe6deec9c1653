package dev.flux.rollout;

import dev.flux.sql.DataOperation.Update;
import dev.flux.sql.Predicate;
import dev.flux.sql.SqlWords;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether an UPDATE that is run again leaves the rows that it changed as they are. */
final class Repeatable {
  private static final Pattern QUALIFIED =
      Pattern.compile("(%1$s)\\s*\\.\\s*(%1$s)".formatted(SqlWords.NAME));
  private static final Pattern SUBQUERY =
      Pattern.compile("\\(\\s*SELECT\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern COALESCE =
      Pattern.compile(
          "COALESCE\\s*\\((.*),\\s*(%s)\\s*\\)".formatted(SqlWords.NAME),
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Repeatable() {}

  /** Whether running it twice leaves what running it once does. */
  static boolean is(Situation situation, Update update, String sql, Optional<Predicate> where) {
    boolean alone = situation.clause().statement().clauses().size() == 1;
    if (passesChanged(update, where) || (alone && keepsOwn(update))) {
      return true;
    }
    Matcher set = Pattern.compile("\\bSET\\b", Pattern.CASE_INSENSITIVE).matcher(sql);
    String assigned = set.find() ? sql.substring(set.end()) : sql;
    String own = alias(sql).orElse(update.table().name());
    String values = ownNames(where.map(w -> assigned.replace(w.text(), "")).orElse(assigned), own);
    for (String column : update.columns()) {
      if (SqlWords.count(values, column) > 1 && !idempotent(values)) {
        return false;
      }
    }
    return alone;
  }

  /** Whether its condition passes over the rows that it changed. */
  static boolean passesChanged(Update update, Optional<Predicate> where) {
    return where.stream()
        .flatMap(w -> w.terms().stream())
        .anyMatch(
            term ->
                term.shape() == Predicate.Shape.IS_NULL
                    && term.columns().stream().anyMatch(update.columns()::contains));
  }

  /** Whether each value reads no column that is set, but its own where it has no other value. */
  private static boolean keepsOwn(Update update) {
    return update.columns().stream()
        .allMatch(
            column -> {
              String value = Optional.ofNullable(update.values().get(column)).orElse(column);
              Matcher coalesce = COALESCE.matcher(value);
              boolean own =
                  coalesce.matches()
                      && SqlWords.in(coalesce.group(2)).stream().allMatch(column::equalsIgnoreCase);
              String read = own ? coalesce.group(1) : value;
              return update.columns().stream().allMatch(set -> SqlWords.count(read, set) == 0);
            });
  }

  private static Optional<String> alias(String sql) {
    Matcher head = ChangeRowsInBatches.UPDATE.matcher(sql);
    return head.find() && head.group(2) != null
        ? SqlWords.in(head.group(2)).stream().findFirst()
        : Optional.empty();
  }

  /** The text without columns that other tables are named for, and without subqueries. */
  private static String ownNames(String values, String own) {
    String plain =
        QUALIFIED
            .matcher(values)
            .replaceAll(
                match ->
                    SqlWords.in(match.group(1)).contains(own)
                        ? Matcher.quoteReplacement(match.group(2))
                        : "NULL");
    Matcher query = SUBQUERY.matcher(plain);
    while (query.find()) {
      int depth = 0;
      int end = query.start();
      do {
        depth += plain.charAt(end) == '(' ? 1 : plain.charAt(end) == ')' ? -1 : 0;
        end++;
      } while (depth > 0 && end < plain.length());
      plain = plain.substring(0, query.start()) + "NULL" + plain.substring(end);
      query = SUBQUERY.matcher(plain);
    }
    return plain;
  }

  /** Functions of a value that leave their own result as it is. */
  private static boolean idempotent(String values) {
    return values.matches("(?is).*=\\s*(?:lower|upper|trim|btrim|coalesce|nullif|initcap)\\s*\\(.*")
        && !values.matches("(?s).*[+*/|-].*");
  }
}
