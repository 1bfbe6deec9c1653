package dev.flux.hazard;

import dev.flux.schema.Table;
import dev.flux.sql.Constraint;
import dev.flux.sql.DataOperation.Delete;
import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.DataOperation.Merge;
import dev.flux.sql.DataOperation.Update;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.Predicate;
import dev.flux.sql.Predicate.Term;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How many rows a condition can match, as far as its text says. */
enum Reach {
  /** A few: bound by a key, or none at all. */
  KEY,
  /** As many as the data says, perhaps all: a value that is no key may stand in most rows. */
  MANY;

  /** In one of three groups. */
  private static final String NAME = "(?:\"([^\"]++)\"|`([^`]++)`|\\b([a-zA-Z_]\\w*+))";

  private static final Pattern QUALIFIER = Pattern.compile(NAME + "\\s*+\\.");

  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])\\d{1,15}(?![\\w.])");

  /** As many rows as this are no batch. */
  private static final long WIDE = 100_000;

  private static final Pattern STRING = Pattern.compile("'[^']*+'");

  /** Values of a query, however many. */
  private static final Pattern ANY_OF_QUERY =
      Pattern.compile("(?is).*\\b(?:any|some)\\b.*\\bselect\\b.*");

  private static final Pattern INNER_QUERY =
      Pattern.compile("\\bselect\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern SIDES =
      Pattern.compile("\\s*(\\w+)(?:\\.\\w+)?\\s*=\\s*(\\w+)(?:\\.\\w+)?\\s*");

  /** A WITH query, behind its name, whose own text has a LIMIT. */
  private static final String FEW_ROWS =
      "\\s+as\\s+(?:not\\s+)?(?:materialized\\s*)?\\("
          + "(?:[^()]|\\([^()]*+\\))*?\\blimit\\b(?:[^()]|\\([^()]*+\\))*+\\)";

  /** A statement of more characters is not looked through. */
  private static final int LONGEST = 4_000;

  /** The reach of a WHERE; of the whole table where there is none. */
  static Reach of(Optional<Predicate> where, ObjectName table, ExaminedClause clause) {
    List<Term> terms = where.map(Predicate::terms).orElse(List.of());
    if (terms.isEmpty()) {
      return MANY;
    }
    if (terms.stream().anyMatch(term -> term.shape() == Predicate.Shape.ALWAYS_FALSE)) {
      return KEY;
    }
    if (BlockLoops.repeat(clause)) {
      return MANY;
    }
    List<Set<String>> keys = keys(clause.findTable(table));
    List<Term> own = terms.stream().filter(term -> isAbout(table, term, clause)).toList();
    Set<String> given = new HashSet<>();
    own.stream()
        .filter(term -> isValue(term) || comparesVariable(term, clause))
        .forEach(term -> given.addAll(term.columns()));
    if (keys.stream().anyMatch(given::containsAll)) {
      return KEY;
    }
    List<Term> ranges =
        own.stream().filter(t -> t.shape() == Predicate.Shape.RANGE && touches(t, keys)).toList();
    boolean bound = ranges.size() > 1 || own.stream().anyMatch(term -> isBound(term, keys, clause));
    return bound && !isWide(ranges) ? KEY : MANY;
  }

  /** The table whose rows, more than a few, a statement changes. */
  static Optional<ObjectName> changedTable(ExaminedClause clause) {
    Operation operation = clause.operation();
    if (operation instanceof Update update) {
      return of(update.where(), update.table(), clause) == KEY
          ? Optional.empty()
          : Optional.of(update.table());
    }
    if (operation instanceof Delete delete) {
      return of(delete.where(), delete.table(), clause) == KEY
          ? Optional.empty()
          : Optional.of(delete.table());
    }
    if (operation instanceof Insert insert && insert.source() == Insert.Source.QUERY) {
      return insert.reads().stream().allMatch(read -> read.equals(insert.table()))
          ? Optional.empty()
          : Optional.of(insert.table());
    }
    return operation instanceof Merge merge ? Optional.of(merge.table()) : Optional.empty();
  }

  /** Whether it changes a few rows that a key singles out. */
  static boolean isKeyed(ExaminedClause clause) {
    Operation operation = clause.operation();
    return (operation instanceof Update || operation instanceof Delete)
        && changedTable(clause).isEmpty();
  }

  private static boolean isBound(Term term, List<Set<String>> keys, ExaminedClause clause) {
    return switch (term.shape()) {
      case EQUALS_VALUE, IN_VALUES -> false; // all columns of a key have a value, or none counts
      case RANGE -> touches(term, keys) && lower(term).contains(" between ");
      case IN_QUERY -> lower(term).matches(".* limit (?!all\\b|null\\b).*");
      case JOIN -> touches(term, keys) && joinsFew(term, clause.statement().sql());
      case ALWAYS_TRUE, ALWAYS_FALSE, IS_NULL, IS_NOT_NULL, NEGATION, OTHER -> false;
    };
  }

  /** Whether it joins a WITH query that takes so many rows and no more. */
  private static boolean joinsFew(Term term, String statement) {
    return statement.length() <= LONGEST
        && qualifiers(term.text()).stream()
            .map(name -> Pattern.compile("(?is)\\b" + Pattern.quote(name) + "[\"`]?" + FEW_ROWS))
            .anyMatch(few -> few.matcher(statement).find());
  }

  /** Names before a dot, without their quotes. */
  private static List<String> qualifiers(String text) {
    return found(QUALIFIER, text);
  }

  private static List<String> found(Pattern name, String text) {
    return name.matcher(text)
        .results()
        .map(m -> Stream.of(m.group(1), m.group(2), m.group(3)))
        .map(names -> names.filter(Objects::nonNull).findFirst().orElseThrow())
        .toList();
  }

  private static boolean isValue(Term term) {
    return (term.shape() == Predicate.Shape.EQUALS_VALUE
            || term.shape() == Predicate.Shape.IN_VALUES)
        && (term.text().length() > LONGEST || !ANY_OF_QUERY.matcher(term.text()).matches());
  }

  /** Whether the ranges say themselves that they are wide. */
  private static boolean isWide(List<Term> ranges) {
    LongSummaryStatistics ends =
        ranges.stream()
            .flatMap(term -> NUMBER.matcher(term.text()).results())
            .mapToLong(number -> Long.parseLong(number.group()))
            .summaryStatistics();
    return ends.getCount() > 1 && ends.getMax() - ends.getMin() > WIDE;
  }

  /**
   * Whether it is a condition on the table's own columns, not on those of one it is joined with.
   */
  private static boolean isAbout(ObjectName table, Term term, ExaminedClause clause) {
    String sql = clause.statement().sql();
    String compared = INNER_QUERY.split(STRING.matcher(term.text()).replaceAll("''"), 2)[0];
    List<String> names = qualifiers(compared);
    if (names.isEmpty() || sql.length() > LONGEST) {
      return true;
    }
    Pattern alias =
        Pattern.compile("(?i)\\b" + Pattern.quote(table.name()) + "[\"`]?\\s+(?:as\\s+)?" + NAME);
    return names.stream().anyMatch(table.name()::equalsIgnoreCase)
        || found(alias, sql).stream().anyMatch(names::contains);
  }

  /** Whether the other side is a variable of the block that holds the statement. */
  private static boolean comparesVariable(Term term, ExaminedClause clause) {
    Matcher sides = SIDES.matcher(term.text());
    return term.shape() == Predicate.Shape.JOIN
        && sides.matches()
        && (BlockLoops.declares(sides.group(1), clause)
            || BlockLoops.declares(sides.group(2), clause));
  }

  private static boolean touches(Term term, List<Set<String>> keys) {
    return keys.stream().anyMatch(key -> term.columns().stream().anyMatch(key::contains));
  }

  private static String lower(Term term) {
    return term.text().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }

  /** Columns that together single out rows, key by key; {@code id} where nothing is known. */
  private static List<Set<String>> keys(Optional<Table> table) {
    Set<Set<String>> keys = new HashSet<>();
    table.ifPresent(
        known -> {
          keys.add(Set.copyOf(known.primaryKey()));
          known.indexes().stream()
              .filter(index -> index.unique() && (index.plain() || index.where().isPresent()))
              .forEach(index -> keys.add(Set.copyOf(index.columns())));
          known.constraints().stream()
              .filter(c -> c.definition().kind() == Constraint.Kind.UNIQUE)
              .forEach(c -> keys.add(Set.copyOf(c.definition().columns())));
        });
    keys.remove(Set.of());
    return keys.isEmpty() ? List.of(Set.of("id")) : List.copyOf(keys);
  }
}
