package dev.flux.schema;

import dev.flux.sql.CommaList;
import dev.flux.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What GRANT and REVOKE say of columns, as one statement for each privilege of each column. */
final class ColumnPrivileges {
  private static final Pattern VERB =
      Pattern.compile("(?is)^\\s*(grant|revoke(?:\\s+grant\\s+option\\s+for)?)\\b");
  private static final Pattern LISTED =
      Pattern.compile("(?is)\\b(\\w+(?:\\s+privileges)?)\\s*\\(([^()]*)\\)");
  private static final Pattern OBJECT = Pattern.compile("(?is)\\bon\\s.*");

  private ColumnPrivileges() {}

  /** A statement about one column. */
  record Said(String column, String text) {}

  /** None where the statement is about whole tables. */
  static List<Said> in(String sql) {
    List<Said> said = new ArrayList<>();
    Matcher verb = VERB.matcher(sql);
    Matcher object = OBJECT.matcher(sql);
    if (!verb.find() || !object.find()) {
      return said;
    }
    Matcher listed = LISTED.matcher(sql.substring(verb.end(), object.start()));
    while (listed.find()) {
      for (String column : CommaList.parts(listed.group(2))) {
        String text =
            "%s %s (%s) %s"
                .formatted(verb.group(1), listed.group(1), column.strip(), object.group().strip());
        said.add(new Said(Identifiers.name(column).name(), text));
      }
    }
    return said;
  }

  /** Whether it takes the privileges on all columns of a table too (manual, REVOKE). */
  static boolean revokesAll(String sql) {
    Matcher verb = VERB.matcher(sql);
    return verb.find() && verb.group(1).regionMatches(true, 0, "revoke", 0, 6) && in(sql).isEmpty();
  }
}
