package dev.flux.hazard;

import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.DataOperation.Update;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The statement of a rebuild on SQLite that carries the rows over.
 *
 * @param clause an {@code INSERT … SELECT}
 */
record RebuildCopy(ExaminedClause clause) {
  private static final Pattern PARTS =
      Pattern.compile(
          "'[^']*'|\"[^\"]*\"|`[^`]*`|\\[[^\\]]*\\]|--[^\\n]*|/\\*.*?\\*/|\\w+|.", Pattern.DOTALL);

  private static final Pattern SOME_ROWS =
      Pattern.compile(
          "\\binsert\\s+or\\s+(?:ignore|replace)\\b|\\breplace\\s+into\\b|\\bon\\s+conflict\\b"
              + "|\\b(?:where|limit|having|distinct|except|intersect|group\\s+by)\\b"
              + "|(?<!\\bleft\\s)(?<!\\bleft\\souter\\s)\\bjoin\\b",
          Pattern.CASE_INSENSITIVE);

  /** Whether some rows stay behind, as far as the text tells. */
  boolean leavesRowsOut() {
    return SOME_ROWS.matcher(outer(clause.statement().sql())).find();
  }

  /**
   * Of these columns those that it gives no value, and no statement behind it.
   *
   * @param table that is rebuilt, as it is called in the end
   */
  List<String> leavesOut(ObjectName table, List<String> columns) {
    if (!(clause.operation() instanceof Insert insert) || insert.columns().isEmpty()) {
      return List.of();
    }
    List<ObjectName> named = List.of(insert.table(), table);
    return columns.stream()
        .filter(column -> insert.columns().stream().noneMatch(column::equalsIgnoreCase))
        .filter(column -> clause.laterInFile().noneMatch(later -> gives(later, named, column)))
        .toList();
  }

  /** Whether it sets the column, or gives its name to another. */
  private static boolean gives(Operation operation, List<ObjectName> tables, String column) {
    return (operation instanceof Update update
            && tables.contains(update.table())
            && update.columns().stream().anyMatch(column::equalsIgnoreCase))
        || (operation instanceof RenameColumn rename
            && tables.contains(rename.table())
            && rename.to().equalsIgnoreCase(column));
  }

  /** Text without what stands in parentheses, quotes and comments. */
  private static String outer(String sql) {
    StringBuilder outer = new StringBuilder();
    int depth = 0;
    List<String> parts = PARTS.matcher(sql).results().map(MatchResult::group).toList();
    for (String part : parts) {
      depth += part.equals("(") ? 1 : part.equals(")") ? -1 : 0;
      boolean quoted = part.length() > 1 && "'\"`[-/".indexOf(part.charAt(0)) >= 0;
      outer.append(depth == 0 && !quoted ? part : " ");
    }
    return outer.toString();
  }

  /** Whether it, or an UPDATE of the column before it, gives a column a value where it has none. */
  boolean fills(ObjectName table, String column) {
    return Pattern.compile(
                "(?is)\\b(?:coalesce|ifnull|iif|case)\\b[^,]*\\b" + Pattern.quote(column) + "\\b")
            .matcher(clause.statement().sql())
            .find()
        || clause
            .earlierInFile()
            .anyMatch(
                operation ->
                    operation instanceof Update update
                        && update.table().name().equalsIgnoreCase(table.name())
                        && update.columns().stream().anyMatch(column::equalsIgnoreCase));
  }
}
