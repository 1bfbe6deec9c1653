package dev.flux.rollout;

import dev.flux.sql.DataOperation.Update;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.Script;
import dev.flux.sql.SqlReader;
import dev.flux.sql.SqlWords;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a column is in rows that exist: only a human knows it.
 *
 * @param table as written, folded to lower case where it was not quoted
 * @param expression SQL
 */
public record ColumnValue(ObjectName table, String column, String expression) {
  private static final int LONGEST = 500;
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*(?:(%1$s)\\.)?(%1$s)\\.(%1$s)[ \\t]*=[ \\t]*(\\S.*?)[ \\t]*;?\\s*"
              .formatted(SqlWords.NAME));

  /**
   * Reads {@code users.status = 'active'}, maybe with a schema before it.
   *
   * @return empty where it has another form, or more than 500 characters
   */
  public static Optional<ColumnValue> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (text.length() > LONGEST || !form.matches()) {
      return Optional.empty();
    }
    ObjectName table =
        new ObjectName(
            Optional.ofNullable(form.group(1)).map(ColumnValue::fold), fold(form.group(2)));
    return Optional.of(new ColumnValue(table, fold(form.group(3)), form.group(4)));
  }

  private static String fold(String written) {
    String quote = written.substring(0, 1);
    return quote.equals("\"") || quote.equals("`")
        ? written.substring(1, written.length() - 1).replace(quote + quote, quote)
        : written.toLowerCase(Locale.ROOT);
  }

  /**
   * Whether the value is one expression: it stands in brackets as well as without, sets nothing
   * else, and leaves nothing open that the SQL around it would have to end.
   */
  public boolean isExpression(Dialect dialect) {
    return sets("UPDATE t SET c = " + expression + ";", dialect)
        && sets("UPDATE t SET c = (" + expression + ");", dialect);
  }

  private static boolean sets(String sql, Dialect dialect) {
    Script script = SqlReader.read(sql, dialect);
    if (script.statements().size() != 1 || !script.comments().isEmpty()) {
      return false;
    }
    List<Operation> operations = script.statements().get(0).operations();
    return operations.size() == 1
        && operations.get(0) instanceof Update update
        && update.columns().equals(List.of("c"))
        && update.where().isEmpty();
  }

  @Override
  public String toString() {
    return table + "." + column + " = " + expression;
  }
}
