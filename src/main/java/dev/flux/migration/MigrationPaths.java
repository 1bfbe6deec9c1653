package dev.flux.migration;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What paths say: which migration directory a file would belong to, and what is none at all. */
public final class MigrationPaths {
  private static final Set<String> FOREIGN_FOLDERS =
      Set.of(
          "node_modules",
          "vendor",
          "third_party",
          "test",
          "tests",
          "__tests__",
          "testdata",
          "test-data",
          "test_data",
          "fixtures",
          "fixture",
          "seeds",
          "seed",
          "seeders",
          "target",
          ".git");

  /** Files that hold a whole schema or rows rather than a step. */
  private static final Set<String> DUMPS =
      Set.of(
          "schema.sql",
          "structure.sql",
          "dump.sql",
          "database.sql",
          "seed.sql",
          "seeds.sql",
          "fixtures.sql",
          "testdata.sql",
          "test_data.sql");

  private static final Set<String> NESTED =
      Set.of("migration.sql", "up.sql", "down.sql", "metadata.toml", "snapshot.json");
  private static final Pattern FLYWAY =
      Pattern.compile("(?:[VUB]\\d+(?:[._]\\d+)*|R)__.*\\.sql(?:\\.conf)?");
  private static final Pattern VERSION_FOLDER = Pattern.compile("v?\\d+(?:\\.\\d+)+");
  private static final Pattern DOWN =
      Pattern.compile(
          ".*[._-](?:down|undo|rollback|revert)\\.sql|down\\.sql|U\\d+(?:[._]\\d+)*__.*\\.sql",
          Pattern.CASE_INSENSITIVE);
  private static final Set<String> DOWN_FOLDERS =
      Set.of("down", "rollback", "rollbacks", "undo", "revert");

  private MigrationPaths() {}

  /** Whether a path leads to others' code, tests or test data. */
  static boolean isForeign(String path) {
    int from = 0;
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
      if (FOREIGN_FOLDERS.contains(path.substring(from, slash).toLowerCase(Locale.ROOT))) {
        return true;
      }
      from = slash + 1;
    }
    return false;
  }

  /** The file's own name. */
  public static String file(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether a file could be a migration, or a part of one. */
  public static boolean isCandidate(String path) {
    return path.endsWith(".sql") || isConfiguration(path);
  }

  /** Whether a file says how the migration beside it runs. */
  static boolean isConfiguration(String path) {
    return path.endsWith(".sql.conf") || path.endsWith("/metadata.toml");
  }

  /** Whether a file only goes back. */
  public static boolean goesDown(String path) {
    return DOWN.matcher(file(path)).matches()
        || DOWN_FOLDERS.contains(file(Directory.parent(path)).toLowerCase(Locale.ROOT));
  }

  /** Whether a file holds a whole schema, or rows, and lies in no version's folder. */
  static boolean isDump(String path) {
    return DUMPS.contains(file(path).toLowerCase(Locale.ROOT))
        && !VERSION_FOLDER.matcher(file(Directory.parent(path))).matches();
  }

  /** The migration directory that a file would belong to. */
  public static String root(String path) {
    String parent = Directory.parent(path);
    String file = file(path);
    if (FLYWAY.matcher(file).matches()) {
      return flywayLocation(parent);
    }
    boolean nested =
        NESTED.contains(file.toLowerCase(Locale.ROOT))
            || VERSION_FOLDER.matcher(file(parent)).matches()
            || DOWN_FOLDERS.contains(file(parent).toLowerCase(Locale.ROOT));
    return nested ? Directory.parent(parent) : parent;
  }

  /** The folder named for migrations that holds it, unless one between is an engine's own. */
  private static String flywayLocation(String parent) {
    for (String folder = parent; !folder.isEmpty(); folder = Directory.parent(folder)) {
      String name = file(folder).toLowerCase(Locale.ROOT);
      if (EngineNames.isEngineFolder(name)) {
        return parent;
      }
      if (name.equals("migration") || name.equals("migrations")) {
        return folder;
      }
    }
    return parent;
  }

  /** Whether a file below a directory may belong to it, by its path from there. */
  static boolean belongs(String name) {
    int depth = 0;
    int from = 0;
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', from)) {
      String segment = name.substring(from, slash);
      if (++depth > 3
          || EngineNames.isEngineFolder(segment)
          || FOREIGN_FOLDERS.contains(segment.toLowerCase(Locale.ROOT))) {
        return false;
      }
      from = slash + 1;
    }
    return true;
  }
}
