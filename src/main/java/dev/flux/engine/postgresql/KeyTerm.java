package dev.flux.engine.postgresql;

import dev.flux.sql.Identifiers;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a condition, and what it says of a partition key (manual, 5.12.4 Partition Pruning;
 * measured).
 */
record KeyTerm(PartitionKey key, Predicate<String> own) {
  /** Longer conditions are taken to say nothing. */
  private static final int LONGEST = 10_000;

  private static final Pattern COMPARISON =
      Pattern.compile("(?is)(.+?)\\s*(=|<=|>=|<>|!=|<|>)\\s*([^<>=].*)");
  private static final Pattern AMONG = Pattern.compile("(?is)(.+?)\\s+(not\\s+)?in\\s*\\((.*)\\)");
  private static final Pattern NOT =
      Pattern.compile(
          "(?is)not\\s*\\(\\s*([\\w.\"$]+)\\s*(=|<=|>=|<>|!=|<|>)\\s*([\\w.:'\\s+-]+)\\)");
  private static final Map<String, String> OPPOSITE =
      Map.of("=", "<>", "<>", "=", "!=", "=", "<", ">=", ">=", "<", ">", "<=", "<=", ">");
  private static final Pattern ANY_OF =
      Pattern.compile(
          "(?is)(.+?)\\s*(=\\s*any|<>\\s*all|!=\\s*all)\\s*\\(\\s*(.*?)"
              + "(?:::\\s*[\\w ]+(?:\\(\\d+\\))?\\s*\\[\\s*])?\\s*\\)");
  private static final Pattern ARRAY = Pattern.compile("(?is)array\\s*\\[(.*)]");
  private static final Pattern ARRAY_TEXT =
      Pattern.compile("(?s)'\\{((?:[\\w .:+-]+(?:,[\\w .:+-]++)*+)?)}'");
  private static final Pattern BETWEEN =
      Pattern.compile("(?is)(.+?)\\s+between\\s+(.*?)\\s+and\\s+(.*)");
  private static final Pattern NULL = Pattern.compile("(?is)(.+?)\\s+is\\s+null");
  private static final Pattern QUALIFIED =
      Pattern.compile(
          "(?is)(?:(?:(?:\"[^\"]+\"|[\\w$]+)\\.)?(\"[^\"]+\"|[\\w$]+)\\.)?(\"[^\"]+\"|[\\w$]+)");

  /**
   * What a part of a condition says of the key; empty where it says nothing that is certain.
   *
   * @param own whether what stands before a column is a name of the key's table
   */
  static Optional<KeySpan> find(String term, PartitionKey key, Predicate<String> own) {
    return new KeyTerm(key, own).read(term);
  }

  private Optional<KeySpan> read(String term) {
    if (term.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher not = NOT.matcher(term.strip());
    if (not.matches()) {
      return Optional.ofNullable(OPPOSITE.get(not.group(2)))
          .flatMap(operator -> read(not.group(1) + " " + operator + " " + not.group(3)));
    }
    Matcher anyOf = ANY_OF.matcher(term.strip());
    if (anyOf.matches() && isKey(anyOf.group(1))) {
      return listed(anyOf.group(3), !anyOf.group(2).startsWith("="));
    }
    Matcher comparison = COMPARISON.matcher(term.strip());
    if (comparison.matches() && isKey(comparison.group(1))) {
      return key.compared(comparison.group(2), comparison.group(3));
    }
    Matcher among = AMONG.matcher(term.strip());
    if (among.matches() && isKey(among.group(1))) {
      return among.group(2) == null ? key.among(among.group(3)) : key.noneOf(among.group(3));
    }
    Matcher none = NULL.matcher(term.strip());
    if (none.matches() && isKey(none.group(1))) {
      return Optional.of(KeySpan.of(Set.of(KeyValue.NULL)));
    }
    Matcher between = BETWEEN.matcher(term.strip());
    return between.matches() && isKey(between.group(1))
        ? key.compared(">=", between.group(2))
            .flatMap(from -> key.compared("<=", between.group(3)).map(from::and))
        : Optional.empty();
  }

  private boolean isKey(String written) {
    Matcher named = QUALIFIED.matcher(written.strip());
    return key.column().isPresent()
        ? named.matches()
            && Identifiers.name(named.group(2)).name().equals(key.text())
            && (named.group(1) == null || own.test(Identifiers.name(named.group(1)).name()))
        : PartitionKey.plain(written).equals(key.text());
  }

  /** The items of an array, or the values that are none of them. */
  private Optional<KeySpan> listed(String array, boolean not) {
    Matcher items = ARRAY.matcher(array.strip());
    Matcher text = ARRAY_TEXT.matcher(array.strip());
    if (items.matches()) {
      return not ? key.noneOf(items.group(1)) : key.among(items.group(1));
    }
    if (!text.matches() || text.group(1).toLowerCase(Locale.ROOT).contains("null")) {
      return Optional.empty();
    }
    String quoted = "'" + text.group(1).replaceAll("\\s*,\\s*", "','") + "'";
    return not ? key.noneOf(quoted) : key.among(quoted);
  }
}
