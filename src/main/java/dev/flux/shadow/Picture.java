package dev.flux.shadow;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The schema of a database as its server tells it.
 *
 * @param objects one line each: columns, constraints, indexes, triggers, views, types, sequences;
 *     two schemas are equal where these are
 * @param columns of each table, in their order
 */
public record Picture(SortedSet<String> objects, SortedMap<String, List<String>> columns) {

  /**
   * What one has and the other has not, each line marked {@code -} or {@code +}; empty where they
   * are equal.
   */
  public List<String> differences(Picture after) {
    SortedSet<String> differences = new TreeSet<>();
    objects.stream()
        .filter(o -> !after.objects.contains(o))
        .forEach(o -> differences.add("- " + o));
    after.objects.stream()
        .filter(o -> !objects.contains(o))
        .forEach(o -> differences.add("+ " + o));
    return List.copyOf(differences);
  }

  /** Whether a column takes its values from a sequence. */
  public boolean drawsFromSequence(String table, String column) {
    String line = "column " + table + ".";
    return drawsFromSequence(line + column + " ")
        || drawsFromSequence(line + "\"" + column.replace("\"", "\"\"") + "\" ");
  }

  private boolean drawsFromSequence(String line) {
    return objects.tailSet(line).stream()
        .takeWhile(object -> object.startsWith(line))
        .anyMatch(object -> object.contains(" DEFAULT nextval(") || object.contains(" identity "));
  }

  /** Whether the server writes the time into a column whenever its row changes. */
  public boolean tellsTime(String table, String column) {
    String line = table + ": `" + column + "` ";
    return objects.tailSet(line).stream()
        .takeWhile(object -> object.startsWith(line))
        .anyMatch(
            object -> object.toUpperCase(Locale.ROOT).contains(" ON UPDATE CURRENT_TIMESTAMP"));
  }

  /** Whether triggers run as rows of a table change. */
  public boolean hasTrigger(String table) {
    return objects.stream()
        .anyMatch(object -> object.startsWith("trigger ") && object.contains(" ON " + table + " "));
  }

  /** Whether a table has a column. */
  public boolean hasColumn(String table, String column) {
    return columns.getOrDefault(table, List.of()).contains(column);
  }

  /** Tables that have the same columns in another order. */
  public List<String> reordered(Picture other) {
    return columns.entrySet().stream()
        .filter(
            table -> {
              List<String> those = other.columns.getOrDefault(table.getKey(), List.of());
              return !those.equals(table.getValue())
                  && new TreeSet<>(those).equals(new TreeSet<>(table.getValue()));
            })
        .map(java.util.Map.Entry::getKey)
        .toList();
  }
}
