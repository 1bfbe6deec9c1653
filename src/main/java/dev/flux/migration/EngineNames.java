package dev.flux.migration;

import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What people call engines in settings, folders, file names and images. */
final class EngineNames {
  private static final Map<String, Dialect> KNOWN =
      Map.ofEntries(
          Map.entry("postgresql", Dialect.POSTGRESQL),
          Map.entry("postgres", Dialect.POSTGRESQL),
          Map.entry("pgsql", Dialect.POSTGRESQL),
          Map.entry("psql", Dialect.POSTGRESQL),
          Map.entry("pg", Dialect.POSTGRESQL),
          Map.entry("mysql", Dialect.MYSQL),
          Map.entry("mariadb", Dialect.MARIADB),
          Map.entry("sqlite", Dialect.SQLITE),
          Map.entry("sqlite3", Dialect.SQLITE),
          Map.entry("turso", Dialect.SQLITE));

  /** Flux does not judge these, so that a file of theirs is never taken for another engine's. */
  private static final Map<String, String> FOREIGN =
      Map.ofEntries(
          Map.entry("h2", "H2"),
          Map.entry("hsqldb", "HSQLDB"),
          Map.entry("hsql", "HSQLDB"),
          Map.entry("derby", "Derby"),
          Map.entry("cockroach", "CockroachDB"),
          Map.entry("cockroachdb", "CockroachDB"),
          Map.entry("crdb", "CockroachDB"),
          Map.entry("oracle", "Oracle"),
          Map.entry("sqlserver", "SQL Server"),
          Map.entry("mssql", "SQL Server"),
          Map.entry("db2", "Db2"),
          Map.entry("cassandra", "Cassandra"),
          Map.entry("clickhouse", "ClickHouse"),
          Map.entry("snowflake", "Snowflake"),
          Map.entry("bigquery", "BigQuery"),
          Map.entry("spanner", "Spanner"),
          Map.entry("redshift", "Redshift"),
          Map.entry("singlestore", "SingleStore"));

  private static final Pattern BREAK = Pattern.compile("[-_.]");

  private EngineNames() {}

  /** The dialect of an engine that Flux knows. */
  static Optional<Dialect> dialect(String name) {
    return Optional.ofNullable(KNOWN.get(name.toLowerCase(Locale.ROOT)));
  }

  /** For people. */
  static String title(String name) {
    return dialect(name)
        .map(Dialect::title)
        .orElse(FOREIGN.getOrDefault(name.toLowerCase(Locale.ROOT), name));
  }

  /** The engine that a file is for, as in {@code 7_x.mysql.up.sql}. */
  static Optional<String> ofFile(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (file.indexOf('.') == file.lastIndexOf('.')) {
      return Optional.empty();
    }
    String[] parts = file.split("\\.", -1);
    for (int i = parts.length - 2; i > 0; i--) {
      if (KNOWN.containsKey(parts[i]) || FOREIGN.containsKey(parts[i])) {
        return Optional.of(canonical(parts[i]));
      }
    }
    return Optional.empty();
  }

  /**
   * The name that a file has where it is for every engine: {@code 1_a.mysql.sql} is {@code
   * 1_a.sql}.
   */
  static String withoutEngine(String name) {
    int start = name.lastIndexOf('/') + 1;
    List<String> parts = new ArrayList<>(List.of(name.substring(start).split("\\.", -1)));
    for (int i = parts.size() - 2; i > 0; i--) {
      String part = parts.get(i).toLowerCase(Locale.ROOT);
      if (KNOWN.containsKey(part) || FOREIGN.containsKey(part)) {
        parts.remove(i);
        return name.substring(0, start) + String.join(".", parts);
      }
    }
    return name;
  }

  /** Whether a folder is named after an engine and nothing else. */
  static boolean isEngineFolder(String segment) {
    String lower = segment.toLowerCase(Locale.ROOT);
    return KNOWN.containsKey(lower) || FOREIGN.containsKey(lower);
  }

  /**
   * The engine that a directory is named after: the nearest folder that is an engine's name, or
   * holds one that Flux knows as a word, such as {@code migration_postgres}.
   */
  static Optional<NamedEngine> ofDirectory(String path) {
    String[] segments = path.split("/", -1);
    for (int i = segments.length - 1; i >= 0; i--) {
      String segment = segments[i].toLowerCase(Locale.ROOT);
      if (FOREIGN.containsKey(segment) && i == segments.length - 1) {
        return Optional.of(new NamedEngine(canonical(segment), folder(path, segments[i])));
      }
      List<String> words = new ArrayList<>();
      for (String word : BREAK.split(segment, -1)) {
        if (KNOWN.containsKey(word)) {
          words.add(canonical(word));
        }
      }
      if (words.size() == 1) {
        return Optional.of(new NamedEngine(words.get(0), folder(path, segments[i])));
      }
    }
    return Optional.empty();
  }

  private static String folder(String path, String segment) {
    return "the folder `" + segment + "` in `" + path + "`";
  }

  private static String canonical(String name) {
    return dialect(name).map(Dialect::id).orElse(name);
  }
}
