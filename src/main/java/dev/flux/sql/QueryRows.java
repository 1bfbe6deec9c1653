package dev.flux.sql;

import java.util.regex.Pattern;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.PlainSelect;

/** Which rows a query gives of those that it reads. */
final class QueryRows {
  private static final Pattern WINDOW = Pattern.compile("(?i)\\bover\\b");
  private static final Pattern AGGREGATES =
      Pattern.compile(
          "(?i)\\b(?:count|sum|avg|min|max|array_agg|string_agg|json_agg|jsonb_agg|bool_and|bool_or"
              + "|every)\\s*\\(");

  private QueryRows() {}

  /** Each of them by itself. */
  static boolean keepsAll(PlainSelect plain) {
    return plain.getDistinct() == null
        && plain.getGroupBy() == null
        && plain.getHaving() == null
        && !isLimited(plain)
        && plain.getWindowDefinitions() == null
        && !WINDOW.matcher(plain.getSelectItems().toString()).find();
  }

  /** One for all of them, or only the first ones that it finds. */
  static boolean isFew(PlainSelect plain) {
    String items = plain.getSelectItems().toString();
    return isLimited(plain)
        || plain.getFromItem() == null
        || (plain.getGroupBy() == null
            && AGGREGATES.matcher(items).find()
            && !WINDOW.matcher(items).find());
  }

  static boolean isLimited(PlainSelect plain) {
    return plain.getLimit() != null || plain.getFetch() != null || plain.getOffset() != null;
  }

  /** Whether it has a column of what it reads under this name. */
  static boolean has(PlainSelect plain, String column, Dialect dialect) {
    return plain.getSelectItems().stream()
        .filter(item -> item.getExpression() instanceof Column)
        .map(
            item ->
                item.getAlias() == null
                    ? ((Column) item.getExpression()).getColumnName()
                    : item.getAlias().getName())
        .anyMatch(name -> QueryNames.fold(name.strip(), dialect).equals(column));
  }
}
