package dev.flux.hazard;

import dev.flux.schema.Table;
import dev.flux.sql.ObjectOperation.CreateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The columns of a view, as far as the text of its query says. */
final class ViewColumns {
  private static final Pattern SELECT =
      Pattern.compile("\\s*select\\s+(?!distinct\\b|all\\b)", Pattern.CASE_INSENSITIVE);
  private static final Pattern PART =
      Pattern.compile(
          "'[^']*+'|\"[^\"]*+\"|`[^`]*+`|--[^\n]*+|/\\*.*?\\*/|\\(|\\)|,|\\bfrom\\b|[^\\s(),'\"`]+",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern NAME =
      Pattern.compile("(?:\"([^\"]+)\"|`([^`]+)`|(?:\\w+\\.)*+([a-zA-Z_]\\w*))");
  private static final Pattern EVERYTHING = Pattern.compile("(?is)(?:\\bselect|,|\\.)\\s*\\*");

  /** A query of more characters is not looked through. */
  private static final int LONGEST = 20_000;

  private ViewColumns() {}

  /** In lower case, in their order; none where the text does not say all of them. */
  static List<String> of(String query) {
    Matcher select = SELECT.matcher(query);
    if (query.length() > LONGEST || !select.lookingAt()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    Matcher parts = PART.matcher(query).region(select.end(), query.length());
    int depth = 0;
    String last = "";
    boolean more = true;
    while (more && parts.find()) {
      String part = parts.group();
      depth += part.equals("(") ? 1 : part.equals(")") ? -1 : 0;
      more = depth > 0 || !part.equalsIgnoreCase("from");
      if (depth == 0 && (part.equals(",") || !more)) {
        names.add(last);
      } else if (depth == 0 && !part.startsWith("--") && !part.startsWith("/*")) {
        last = part;
      }
    }
    List<String> read = names.stream().map(ViewColumns::name).toList();
    return more || read.contains("") || read.contains("end") ? List.of() : read;
  }

  /** Whether a query gives the column, or may do so. */
  static boolean offers(String query, String column) {
    List<String> known = of(query);
    return known.isEmpty()
        ? EVERYTHING.matcher(query).find()
            || Pattern.compile("(?iu)\\b" + Pattern.quote(column) + "\\b").matcher(query).find()
        : known.contains(column.toLowerCase(Locale.ROOT));
  }

  /** Whether a view may stand for the table; for one that is not known any may. */
  static boolean offersAll(CreateView view, Optional<Table> table) {
    return !view.columns().isEmpty()
        || table.stream()
            .flatMap(known -> known.columns().stream())
            .allMatch(column -> offers(view.query(), column.name()));
  }

  private static String name(String part) {
    Matcher name = NAME.matcher(part);
    if (!name.matches()) {
      return "";
    }
    for (int group = 1; group <= 3; group++) {
      if (name.group(group) != null) {
        return name.group(group).toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }
}
