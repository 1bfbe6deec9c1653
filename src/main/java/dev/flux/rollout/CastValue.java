package dev.flux.rollout;

import dev.flux.sql.ColumnOperation.ChangeColumnType;
import dev.flux.sql.SqlType;
import dev.flux.sql.SqlWords;
import java.util.Set;
import java.util.regex.Pattern;

/** The values of a column whose type changes, as the new type and as the old one. */
record CastValue(ChangeColumnType change, ColumnCopy copy) {
  private static final Set<String> TEXTS = Set.of("text", "character varying");
  private static final Set<String> LENGTHS =
      Set.of("character varying", "character", "bit varying", "bit");
  private static final Set<String> NUMBERS =
      Set.of("smallint", "integer", "bigint", "numeric", "real", "double precision");

  /** A name or a call, maybe cast. */
  private static final Pattern ONE_VALUE =
      Pattern.compile("[\\w.\"]+(?:\\([^()]*\\))?(?:::[\\w.\" ]+(?:\\([\\d, ]+\\))?)*+");

  /**
   * What the new column is given, its columns named after the prefix. The server casts it as ALTER
   * TABLE does: a cast written out would cut a text that is too long, where this is an error
   * (manual, 8.3 Character Types).
   */
  String assigned(String prefix) {
    String value =
        change
            .using()
            .map(using -> bare(using.text()))
            .map(using -> isCast(using) ? using : "(" + using + ")")
            .orElse(copy.sqlFrom());
    for (String column : copy.columnNames()) {
      if (!prefix.isEmpty() && SqlWords.in(value).contains(column)) {
        value = SqlWords.qualify(value, column, prefix);
      }
    }
    return value;
  }

  static boolean isText(SqlType type) {
    return TEXTS.contains(type.name()) && type.dimensions() == 0;
  }

  /** The new value by itself. */
  String cast() {
    return assigned("") + (castByAuthor() ? "" : "::" + change.type().text());
  }

  /** What must be true of the rows, and a query that tells. */
  String fits() {
    SqlType type = change.type();
    boolean limited = !type.modifiers().isEmpty() || !type.name().endsWith("varying");
    boolean refused = LENGTHS.contains(type.name()) && limited && type.dimensions() == 0;
    return refused && !castByAuthor()
        ? "no value is too long: SELECT count(*) FROM %s WHERE length((%s)::text) > %s;"
            .formatted(
                copy.sqlTable(), assigned(""), type.modifiers().stream().findFirst().orElse("1"))
        : "every value fits: SELECT count(%s) FROM %s ends without an error;"
            .formatted(cast(), copy.sqlTable());
  }

  /** A value of the new type as the old one. */
  String asOld(String column) {
    String old = copy.from().type().orElseThrow().name();
    String fresh = change.type().name();
    boolean direct =
        TEXTS.contains(old)
            || TEXTS.contains(fresh)
            || (NUMBERS.contains(old) && NUMBERS.contains(fresh));
    return column + (direct ? "::" : "::text::") + oldType();
  }

  String oldType() {
    return Definitions.plain(copy.from().type().orElseThrow());
  }

  private boolean castByAuthor() {
    return change.using().filter(using -> isCast(bare(using.text()))).isPresent();
  }

  /** Whether an expression of the author is one value cast to the new type. */
  private boolean isCast(String expression) {
    String end = "::" + change.type().text();
    if (!expression.endsWith(end)) {
      return false;
    }
    String value = expression.substring(0, expression.length() - end.length());
    return ONE_VALUE.matcher(value).matches()
        || (value.startsWith("(") && closes(value) == value.length() - 1);
  }

  /** An expression without the brackets around all of it. */
  private static String bare(String expression) {
    String text = expression.strip();
    return text.startsWith("(") && closes(text) == text.length() - 1
        ? bare(text.substring(1, text.length() - 1))
        : text;
  }

  /** Where the bracket closes that a text begins with; strings in it are passed over. */
  private static int closes(String text) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '\'';
      depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }
}
