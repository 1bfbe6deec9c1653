package dev.flux.accuracy;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.Impact;
import dev.flux.engine.MeasuredFact;
import dev.flux.engine.mysql.MysqlForms;
import dev.flux.engine.postgresql.PostgresForms;
import dev.flux.engine.sqlite.SqliteForms;
import dev.flux.sql.Dialect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The whole table of facts, from the same code and forms that are held to live servers. */
final class FactsDocument {
  private static final String FORMS = "../test/resources/dev/flux/engine/";

  /** Each version that changed what MySQL does, and the one before it. */
  private static final List<String> MYSQL =
      List.of("5.7", "8.0.11", "8.0.12", "8.0.16", "8.0.28", "8.0.29", "8.4");

  private static final List<String> MARIADB = List.of("10.6", "11.1", "11.2", "11.4");

  private FactsDocument() {}

  static String write(MeasuredVersions versions) {
    return intro()
        + postgresql(versions.postgresql())
        + mysql(Dialect.MYSQL, MYSQL, versions.mysql())
        + mysql(Dialect.MARIADB, MARIADB, versions.mariadb())
        + sqlite(versions.sqlite());
  }

  private static String intro() {
    return """
    # What statements do to a live database

    Written by `mvn -B -Paccuracy test` from the code that judges migrations; do not edit. How right it is:
    [accuracy.md](accuracy.md). Of any other statement, `./flux facts STATEMENT` says the same.

    The tables are those of the schemas named below, with rows in them. Where versions differ, each is named. "(assumed)" is
    said where something had to be assumed that only the server knows. The number at the end of a row is that of its source.

    [PostgreSQL](#postgresql) · [MySQL](#mysql) · [MariaDB](#mariadb) · [SQLite](#sqlite)
    """;
  }

  private static String schema(String folder) {
    return "The schema is [schema.sql](" + FORMS + folder + "/schema.sql).\n";
  }

  private static String postgresql(List<EngineVersion> versions) {
    SortedMap<EngineVersion, List<MeasuredFact>> facts = new TreeMap<>();
    versions.forEach(version -> facts.put(version, PostgresForms.facts(version)));
    Map<String, Function<MeasuredFact, String>> columns = new LinkedHashMap<>();
    columns.put("Locks", FactWords::locks);
    columns.put("Who waits", FactWords::waits);
    columns.put("Work", FactWords::work);
    columns.put("Transaction", FactWords::transaction);
    return "\n## PostgreSQL\n\nMeasured on "
        + Spread.words(versions)
        + ". "
        + schema("postgresql")
        + new VersionTable(columns).write(facts)
        + typeChanges(versions);
  }

  /**
   * The pairs that need not be written anew; all others are, where the server takes them at all.
   */
  private static String typeChanges(List<EngineVersion> versions) {
    StringBuilder text =
        new StringBuilder(
            """

            ### Changes of a column's type

            Of an indexed column, in a session whose TimeZone is UTC. Every other pair of these types rewrites the table
            and its indexes, where the server takes it at all.

            | From | Nothing is written | The index is built anew |
            |---|---|---|
            """);
    for (String from : PostgresForms.types()) {
      SortedMap<EngineVersion, List<Optional<Impact>>> changes = new TreeMap<>();
      versions.forEach(version -> changes.put(version, PostgresForms.typeChanges(from, version)));
      String nothing = targets(from, changes, impact -> impact.builds().isEmpty());
      String index = targets(from, changes, impact -> !impact.builds().isEmpty());
      text.append("| `").append(from).append("` | ");
      text.append(nothing).append(" | ").append(index).append(" |\n");
    }
    return text.toString();
  }

  private static String targets(
      String from,
      SortedMap<EngineVersion, List<Optional<Impact>>> changes,
      Predicate<Impact> kind) {
    List<String> types = PostgresForms.types();
    return IntStream.range(0, types.size())
        .filter(to -> !types.get(to).equals(from))
        .mapToObj(
            to -> {
              List<EngineVersion> which =
                  changes.entrySet().stream()
                      .filter(
                          said ->
                              said.getValue().get(to).stream()
                                  .anyMatch(i -> i.rewrites().isEmpty() && kind.test(i)))
                      .map(Map.Entry::getKey)
                      .toList();
              if (which.isEmpty()) {
                return "";
              }
              boolean all = which.size() == changes.size();
              return "`" + types.get(to) + "`" + (all ? "" : " (" + Spread.words(which) + ")");
            })
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String mysql(Dialect dialect, List<String> names, EngineVersion measured) {
    SortedMap<EngineVersion, List<MeasuredFact>> facts = new TreeMap<>();
    names.stream()
        .map(name -> EngineVersion.parse(name).orElseThrow())
        .forEach(version -> facts.put(version, MysqlForms.facts(dialect, version)));
    Map<String, Function<MeasuredFact, String>> columns = new LinkedHashMap<>();
    columns.put("Algorithm", FactWords::algorithm);
    columns.put("LOCK=NONE", FactWords::concurrentWrites);
    columns.put("Rebuild", FactWords::rebuild);
    return "\n## "
        + dialect.title()
        + "\n\nMeasured on "
        + measured
        + "; other versions as the manual says. The algorithm is the lightest that the server"
        + " accepts. "
        + schema("mysql")
        + new VersionTable(columns).write(facts);
  }

  private static String sqlite(List<EngineVersion> versions) {
    SortedMap<EngineVersion, List<MeasuredFact>> facts = new TreeMap<>();
    versions.forEach(version -> facts.put(version, SqliteForms.facts(version)));
    Map<String, Function<MeasuredFact, String>> columns = new LinkedHashMap<>();
    columns.put("What", FactWords::writes);
    columns.put("Work", FactWords::work);
    columns.put("Transaction", FactWords::transaction);
    return "\n## SQLite\n\nMeasured on "
        + versions.stream().map(EngineVersion::toString).collect(Collectors.joining(", "))
        + ". What writes the file makes every other writer wait. "
        + schema("sqlite")
        + new VersionTable(columns).write(facts);
  }
}
