package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.sql.ObjectName;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Makes up names that fit the engine and collide with nothing that is known. */
final class FreeNames {
  /**
   * PostgreSQL's NAMEDATALEN less one (manual, 4.1.1); MySQL's limit of 64 characters is above it.
   */
  private static final int LONGEST = 63;

  private final Catalog before;
  private final Catalog after;

  FreeNames(Catalog before, Catalog after) {
    this.before = before;
    this.after = after;
  }

  /** The wanted name, shortened to fit, and numbered where it is taken. */
  String find(ObjectName table, String wanted) {
    String name = shorten(wanted, LONGEST);
    for (int number = 1; taken(table, name); number++) {
      String suffix = "_" + number;
      name = shorten(wanted, LONGEST - suffix.length()) + suffix;
    }
    return name;
  }

  /** A column's name with that end, shortened to fit, and numbered where the table has one. */
  String findColumn(ObjectName table, String column, String end) {
    String name = shorten(column, LONGEST - end.length()) + end;
    for (int number = 1; hasColumn(table, name); number++) {
      String numbered = end + number;
      name = shorten(column, LONGEST - numbered.length()) + numbered;
    }
    return name;
  }

  private boolean hasColumn(ObjectName table, String name) {
    return Stream.of(before, after)
        .flatMap(catalog -> catalog.findTable(table).stream())
        .anyMatch(known -> known.findColumn(name).isPresent());
  }

  private boolean taken(ObjectName table, String name) {
    return Stream.of(before, after)
        .anyMatch(
            catalog ->
                catalog.findTable(table.renamed(name)).isPresent()
                    || catalog.findView(table.renamed(name)).isPresent()
                    || catalog.findIndex(table.renamed(name)).isPresent()
                    || catalog.findTable(table).filter(t -> has(t, name)).isPresent());
  }

  private static boolean has(Table table, String name) {
    return table.findConstraint(name).isPresent() || table.triggers().contains(name);
  }

  private static String shorten(String name, int bytes) {
    String shortened = name;
    while (shortened.getBytes(StandardCharsets.UTF_8).length > bytes) {
      shortened = shortened.substring(0, shortened.offsetByCodePoints(shortened.length(), -1));
    }
    return shortened;
  }
}
