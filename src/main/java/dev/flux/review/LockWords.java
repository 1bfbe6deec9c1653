package dev.flux.review;

import dev.flux.engine.Impact;
import dev.flux.engine.LockMode;
import dev.flux.hazard.ExaminedStatement;
import dev.flux.sql.ObjectName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the locks of an impact mean for the application, in words. */
final class LockWords {
  private static final int MOST_TABLES = 4;

  private LockWords() {}

  /** "SHARE on `orders` — writes wait while an index is built."; empty without facts. */
  static Optional<String> sentence(ExaminedStatement statement) {
    return statement
        .impact()
        .map(
            impact ->
                switch (statement.clauses().get(0).engine().dialect()) {
                  case POSTGRESQL -> ofTables(impact);
                  case MYSQL, MARIADB -> MetadataLockWords.sentence(impact);
                  case SQLITE -> ofFile(impact);
                });
  }

  /** SQLite has no locks of tables: what writes, writes the file. */
  private static String ofFile(Impact impact) {
    List<ObjectName> written =
        impact.locks().stream()
            .filter(lock -> lock.mode().blocksWrites())
            .map(Impact.TableLock::table)
            .toList();
    if (written.isEmpty()) {
      return impact.locks().isEmpty()
          ? "Touches no existing table."
          : "Reads only; readers and writers go on.";
    }
    return "Writes "
        + names(written)
        + " — every other write of the database file waits "
        + duration(impact)
        + "; readers go on in WAL mode.";
  }

  private static String ofTables(Impact impact) {
    if (impact.locks().isEmpty()) {
      return impact.assumptions().isEmpty()
          ? "Takes no lock on an existing table."
          : "No table that it locks is known by name; see what is assumed.";
    }
    return String.join(", ", locks(impact)) + " — " + blocks(impact) + ".";
  }

  /** Each mode once: "SHARE ROW EXCLUSIVE on `orders` and `users`". */
  private static List<String> locks(Impact impact) {
    Map<LockMode, List<ObjectName>> tables =
        impact.locks().stream()
            .collect(
                Collectors.groupingBy(
                    Impact.TableLock::mode,
                    LinkedHashMap::new,
                    Collectors.mapping(Impact.TableLock::table, Collectors.toList())));
    return tables.entrySet().stream()
        .map(entry -> entry.getKey().words() + " on " + names(entry.getValue()))
        .toList();
  }

  /** "`orders` and `users`", a few of them. */
  static String names(List<ObjectName> tables) {
    List<String> names = tables.stream().map(name -> "`" + name + "`").distinct().toList();
    return Headline.list(names, MOST_TABLES);
  }

  /** "writes wait while an index is built". */
  static String blocks(Impact impact) {
    if (impact.blocksReads()) {
      return "reads and writes wait " + duration(impact);
    }
    return impact.blocksWrites() ? "writes wait " + duration(impact) : "reads and writes go on";
  }

  private static String duration(Impact impact) {
    return switch (impact.blocking()) {
      case INSTANT -> "for an instant";
      case SCAN -> "while the table is scanned";
      case BUILD -> "while an index is built";
      case REWRITE -> "while the table is rewritten";
    };
  }
}
