package dev.flux.rollout;

import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlType;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a column is in rows that exist, where nobody told it yet.
 *
 * @param name of the column with its table, as {@link ColumnValue#parse} reads it
 * @param example an expression of the column's type
 */
public record MissingValue(String name, String example) {
  private static final Pattern PLAIN = Pattern.compile("[\\p{Ll}_][\\p{Ll}\\p{Nd}_$]*");

  /** That of a column of a type that may not be known. */
  public static MissingValue of(ObjectName table, String column, Optional<SqlType> type) {
    String schema = table.schema().map(name -> quoted(name) + ".").orElse("");
    return new MissingValue(
        schema + quoted(table.name()) + "." + quoted(column),
        type.map(MissingValue::example).orElse("'new'"));
  }

  private static String quoted(String name) {
    return PLAIN.matcher(name).matches() ? name : "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static String example(SqlType type) {
    String name = type.name();
    if (type.dimensions() > 0 || name.startsWith("json")) {
      return "'{}'";
    }
    if (name.equals("uuid")) {
      return "gen_random_uuid()";
    }
    if (name.contains("char") || name.contains("text") || name.contains("clob")) {
      return "'new'";
    }
    if (name.startsWith("bool")) {
      return "false";
    }
    if (name.startsWith("timestamp") || name.startsWith("date") || name.startsWith("time")) {
      return "CURRENT_" + (name.startsWith("datetime") ? "TIMESTAMP" : moment(name));
    }
    boolean number =
        name.contains("int")
            || name.contains("serial")
            || Pattern.matches("numeric|decimal|real|double.*|float.*|money", name);
    return number ? "0" : "'new'";
  }

  private static String moment(String name) {
    return name.startsWith("timestamp") ? "TIMESTAMP" : name.startsWith("date") ? "DATE" : "TIME";
  }

  /** What is asked, and the three ways to answer, for people. */
  String question() {
    return "Say what `%1$s` is in rows that exist, as an SQL expression. If it is `%2$s`, for"
            .formatted(name, example)
        + " example: comment `/flux split value %1$s = %2$s`, or write".formatted(name, example)
        + " `-- flux: backfill %1$s = %2$s` into the migration, or set".formatted(name, example)
        + " `backfill: {%1$s: \"%2$s\"}` in flux.yml of the target branch."
            .formatted(name.contains("\"") ? "'" + name + "'" : name, example);
  }
}
