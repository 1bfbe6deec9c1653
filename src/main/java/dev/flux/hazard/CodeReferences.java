package dev.flux.hazard;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a source file names a table, or a column of it. A name alone proves little, so that what
 * stands around it counts.
 */
final class CodeReferences {
  private static final Pattern IMPORT =
      Pattern.compile("^\\s*(?:import|from\\s+[\\w.]+\\s+import|use|using|require|package)\\b.*");
  private static final String DECLARING =
      "(?:class|struct|interface|record|model|trait|object|table!|type)\\b";
  private static final Pattern DECLARATION =
      Pattern.compile("^\\s*+(?:(?!" + DECLARING + ")[\\w@()]++\\s++)*+" + DECLARING + ".*");
  private static final Pattern MODELS =
      Pattern.compile(
          "ApplicationRecord|ActiveRecord|models\\.Model|@Entity|@Table|\\bgorm\\b|[Ss]equelize"
              + "|declarative_base|DeclarativeBase|\\(Base\\)|db\\.Model|extends Model\\b|Eloquent"
              + "|Ecto\\.Schema|FromRow|Queryable|Insertable|\\bbun:\"|\\bdb:\"|^model\\s",
          Pattern.MULTILINE);
  private static final Pattern STORES =
      Pattern.compile(
          "(?i)(?:^|[/._-])(?:models?|entit(?:y|ies)|schemas?|db|database|stores?|storage"
              + "|repositor(?:y|ies)|dao|persistence)(?:/|[._-][^/]*$|\\.\\w+$)");
  private static final int FARTHEST = 12;

  /**
   * Lines, each as {@code path:line}.
   *
   * @param sure that surely mean it
   * @param likely that may mean something else of the name
   */
  record Places(List<String> sure, List<String> likely) {
    Places {
      sure = List.copyOf(sure);
      likely = List.copyOf(likely);
    }
  }

  private final CodeText file;
  private final String table;
  private final Set<String> forms;
  private final BitSet naming;

  /**
   * @param table its name without a schema
   */
  CodeReferences(CodeText file, String table) {
    this.file = file;
    this.table = table;
    this.forms = CodeNames.ofTable(table);
    this.naming = file.containing(forms);
  }

  /** Lines that name the table. */
  Places toTable() {
    if (naming.isEmpty()) {
      return new Places(List.of(), List.of());
    }
    BitSet found = sql();
    found.or(mapped());
    if (MODELS.matcher(file.text()).find()) {
      found.or(file.matching(model(), naming));
    }
    if (table.contains("_")) {
      found.or(file.matching(word(Set.of(table)), naming));
    }
    return new Places(places(found), List.of());
  }

  /**
   * Lines that name the column: the sure ones stand in SQL on the table, in what is mapped to it,
   * or behind its name. Others name a column of several words that only this table has, near the
   * table's name.
   *
   * @param ambiguous whether another table has a column of this name
   */
  Places toColumn(String column, boolean ambiguous) {
    Set<String> columns = CodeNames.ofColumn(column);
    BitSet named =
        file.matching(Pattern.compile("(?<![\\w$-])" + column(columns)), file.containing(columns));
    if (named.isEmpty()) {
      return new Places(List.of(), List.of());
    }
    boolean telling = CodeNames.words(column).size() > 1 && !ambiguous;
    BitSet sql = sql();
    BitSet mapped = mapped();
    BitSet sure = near(sql);
    BitSet likely = telling ? around(file.matching(word(forms), naming)) : new BitSet();
    boolean stored = isStored() || !mapped.isEmpty() || !sql.isEmpty();
    (stored ? sure : likely).or(modelLines(mapped));
    String name = column(telling ? columns : Set.of(column));
    sure.or(
        file.matching(
            Pattern.compile(
                "(?<![\\w$.])"
                    + CodeNames.any(telling ? forms : Set.of(table))
                    + "[\"'`\\]]?(?:\\.|::|->|\\?\\.)[\"'`\\[]?"
                    + name),
            named));
    sure.and(named);
    likely.and(named);
    likely.andNot(sure);
    return new Places(places(sure), places(likely));
  }

  private BitSet around(BitSet marked) {
    BitSet around = new BitSet();
    for (int i = marked.nextSetBit(0); i >= 0; i = marked.nextSetBit(i + 1)) {
      around.set(Math.max(0, i - FARTHEST), Math.min(file.lines().size(), i + FARTHEST + 1));
    }
    return around;
  }

  /** Whether the file shows by itself that what it models is kept in a database. */
  private boolean isStored() {
    return file.path().endsWith(".prisma")
        || STORES.matcher(file.path()).find()
        || MODELS.matcher(file.text()).find();
  }

  private List<String> places(BitSet found) {
    List<String> places = new ArrayList<>();
    for (int i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) {
      if (!IMPORT.matcher(file.lines().get(i)).matches()) {
        places.add(file.path() + ":" + (i + 1));
      }
    }
    return places;
  }

  private static Pattern word(Set<String> forms) {
    return Pattern.compile("(?<![\\w$-])" + CodeNames.any(forms) + "(?![\\w$-])");
  }

  /** The column up to its end, also behind get, set and is. */
  private static String column(Set<String> forms) {
    String pascal =
        forms.stream()
            .filter(form -> form.matches("\\p{Lu}\\w*\\p{Ll}\\w*"))
            .findFirst()
            .orElse("");
    String accessor = pascal.isEmpty() ? "" : "|(?:get|set|is|with)" + Pattern.quote(pascal);
    return "(?:" + CodeNames.any(forms) + accessor + ")(?![\\w$-])";
  }

  /** Where SQL names the table. */
  private BitSet sql() {
    if (naming.isEmpty()) {
      return new BitSet();
    }
    String name =
        "\\s+(?:only\\s+)?(?:[\"`\\[]?\\w+[\"`\\]]?\\.)?[\"`\\[]?"
            + Pattern.quote(table)
            + "[\"`\\]]?(?![\\w$(.-])";
    Pattern statements =
        Pattern.compile(
            "(?i:\\bselect\\b[^;]{0,600}?\\bfrom)"
                + name
                + "|(?i:\\bdelete\\s+from|\\binsert\\s+into|\\bupsert\\s+into|\\btruncate(?:\\s+table)?)"
                + name
                + "|(?i:\\bupdate)"
                + name
                + "(?i:[^;]{0,80}?\\bset\\b)|(?i:\\bjoin)"
                + name
                + "(?i:(?:\\s+as)?(?:\\s+\\w+)?\\s+(?:on|using)\\b)|\\b(?:FROM|JOIN|INTO|UPDATE)"
                + name);
    Pattern place = Pattern.compile(Pattern.quote(table), Pattern.CASE_INSENSITIVE);
    BitSet found = new BitSet();
    Matcher statement = statements.matcher(file.text());
    while (statement.find()) {
      Matcher at = place.matcher(statement.group());
      int offset = 0;
      while (at.find()) {
        offset = at.start();
      }
      found.set(lineOf(statement.start() + offset));
    }
    return found;
  }

  private int lineOf(int offset) {
    return (int) file.text().substring(0, offset).chars().filter(c -> c == '\n').count();
  }

  /** The lines around, up to an empty one or the end of a statement. */
  private BitSet near(BitSet marked) {
    BitSet near = new BitSet();
    for (int i = marked.nextSetBit(0); i >= 0; i = marked.nextSetBit(i + 1)) {
      near.set(i);
      for (int up = i - 1; up >= Math.max(0, i - FARTHEST) && !ends(up); up--) {
        near.set(up);
      }
      for (int down = i + 1;
          !ends(down - 1) && down < Math.min(file.lines().size(), i + FARTHEST);
          down++) {
        near.set(down);
      }
    }
    return near;
  }

  private boolean ends(int line) {
    String text = file.lines().get(line).strip();
    return text.isEmpty() || text.endsWith(";");
  }

  /** Where a model or a query builder is told the table's name. */
  private BitSet mapped() {
    Pattern mapping =
        Pattern.compile(
            "(?i:table|from|into|join|relation|entity|schema)\\w*!?[\"'\\s:=>({,]*[\"'`]"
                + Pattern.quote(table)
                + "[\"'`]|\\b(?:schema::)?"
                + Pattern.quote(table)
                + "::(?:table|dsl)\\b|^\\s*(?:\\w+\\.)?"
                + Pattern.quote(table)
                + "\\s*\\([\\w, ]+\\)\\s*\\{");
    return file.matching(mapping, naming);
  }

  private Pattern model() {
    return Pattern.compile(
        "\\b(?:class|struct|interface|record|model|type)\\s+"
            + CodeNames.any(forms)
            + "(?:Entity|Model|Record|Row|Schema)?(?![\\w$-])");
  }

  /**
   * The lines of the table's model; all of a file that is named after the table.
   *
   * @param heads where the table's name is given to a model
   */
  private BitSet modelLines(BitSet heads) {
    BitSet inside = new BitSet();
    if (isNamedAfterTable()) {
      inside.set(0, file.lines().size());
      return inside;
    }
    BitSet starts = file.matching(model(), naming);
    starts.or(heads);
    for (int i = starts.nextSetBit(0); i >= 0; i = starts.nextSetBit(i + 1)) {
      inside.set(i);
      for (int j = i + 1; j < file.lines().size() && !startsAnother(j, i); j++) {
        inside.set(j);
      }
    }
    return inside;
  }

  /** A mapping may stand above the declaration that it belongs to. */
  private boolean startsAnother(int line, int head) {
    return line > head + 3 && DECLARATION.matcher(file.lines().get(line)).matches();
  }

  private boolean isNamedAfterTable() {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    String stem = name.substring(0, name.indexOf('.') < 0 ? name.length() : name.indexOf('.'));
    String plain =
        String.join("", CodeNames.words(stem))
            .replaceFirst(
                "(?<=.)(?:entity|model|record|schema|table|repository|repo|dao|mapper)$", "");
    return forms.stream()
        .map(form -> form.replace("_", "").toLowerCase(Locale.ROOT))
        .anyMatch(plain::equals);
  }
}
