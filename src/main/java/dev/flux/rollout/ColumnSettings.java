package dev.flux.rollout;

import dev.flux.schema.Attached;
import dev.flux.schema.Table;
import dev.flux.sql.SqlWords;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Privileges and options of a column, for another that takes its place or stands beside it. */
record ColumnSettings(Situation situation, Table table, String column) {
  private static final Pattern ON_TABLES =
      Pattern.compile("\\bON\\s.*?\\s(TO|FROM)\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Options that the server takes from the type of a column. */
  private static final Pattern OF_TYPES =
      Pattern.compile("\\bSET\\s+(?:STORAGE|COMPRESSION)\\b", Pattern.CASE_INSENSITIVE);

  /**
   * The statements that give another column the same.
   *
   * @param name of the other
   * @param sameType whether it stores values as the column does
   */
  List<String> of(String name, boolean sameType) {
    return situation.before().attachedTo(table.name()).stream()
        .filter(made -> made.isOf(column))
        .filter(made -> sameType || !OF_TYPES.matcher(made.text()).find())
        .map(
            made ->
                made.kind() == Attached.Kind.PRIVILEGE
                    ? privilege(made.text(), name)
                    : situation.alter(table.name(), SqlWords.rename(made.text(), column, name)))
        .toList();
  }

  /** On this table by the name that it has by now. */
  private String privilege(String text, String name) {
    String there = Matcher.quoteReplacement("ON " + situation.sql(table.name()) + " ");
    String list = Matcher.quoteReplacement("(" + situation.sql(name) + ")");
    String sql =
        ON_TABLES.matcher(text.replaceFirst("\\([^()]*\\)", list)).replaceFirst(there + "$1");
    boolean revoked = text.regionMatches(true, 0, "revoke", 0, 6);
    String hazard = revoked ? "revoke-privilege" : "grant-to-public";
    boolean found = revoked || SqlWords.in(text).contains("public");
    return (found ? Sql.allow(hazard, "`" + column + "` has the same") : "") + sql + ";";
  }
}
