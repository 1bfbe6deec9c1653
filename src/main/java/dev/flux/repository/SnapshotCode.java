package dev.flux.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The source files of a snapshot, each question one pass over them: of files up to 1 MB, and at
 * most 50 MB in all. SQL that creates, alters or drops tables is none.
 */
public final class SnapshotCode implements SourceCode {
  private static final int LONGEST_FILE = 1 << 20;
  private static final long MOST = 50L << 20;

  private static final Set<String> LANGUAGES =
      Set.of(
          "java", "kt", "kts", "scala", "groovy", "clj", "py", "rb", "php", "go", "rs", "ts", "tsx",
          "mts", "js", "jsx", "mjs", "cjs", "vue", "svelte", "cs", "fs", "vb", "ex", "exs", "erl",
          "swift", "dart", "c", "cc", "cpp", "h", "hpp", "pl", "pm", "lua", "hs", "ml", "cr", "sql",
          "prisma", "xml");

  /** Others' code, generated code, tests, documents and migrations of any tool. */
  private static final Pattern APART =
      Pattern.compile(
          "(?:^|.*/)(?:node_modules|vendor|vendors|third[_-]?party|bower_components|site-packages"
              + "|\\.?venv|env|dist|build|target|out|coverage|generated|gen|__pycache__|pods|\\.[^/]+"
              + "|docs?|examples?|tests?|testing|__tests__|__mocks__|mocks|specs?|e2e|cypress"
              + "|test[_-]?data|fixtures?|factories|seeds?|seeders"
              + "|migrations?|migrate|changelogs?|alembic|flyway|liquibase)/.*",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern APART_FILE =
      Pattern.compile(
          ".*(?:[._-](?:min|test|tests|spec|stories|generated|gen|pb|mock)\\.\\w+|Tests?\\.\\w+"
              + "|(?:^|/)(?:test_|tests_)[^/]*|(?:^|/)(?:schema|structure|dump|database)\\.(?:sql|rb)"
              + "|(?:^|/)seeds?\\.\\w+|(?:^|/)(?:[VUBR][\\d._]*__|\\d{3,})[^/]*\\.sql)");

  /** What makes the schema, such as that of another engine, and not what asks for its rows. */
  private static final Pattern MAKES_TABLES =
      Pattern.compile("(?im)^[ \\t]*(?:CREATE|ALTER|DROP)\\s+TABLE\\b");

  private final Snapshot snapshot;
  private final String migrations;

  /**
   * @param migrations the directory of the migrations under review, which are no application code;
   *     empty for the top itself
   */
  public SnapshotCode(Snapshot snapshot, String migrations) {
    this.snapshot = snapshot;
    this.migrations = migrations;
  }

  @Override
  public List<SourceFile> containing(Set<String> words) {
    List<String> wanted = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    List<SourceFile> found = new ArrayList<>();
    long read = 0;
    for (String path : snapshot.paths()) {
      if (!wanted.isEmpty() && read < MOST && isCode(path)) {
        String text = snapshot.read(path).orElse("");
        read += text.length();
        boolean schema = path.endsWith(".sql") && MAKES_TABLES.matcher(text).find();
        if (text.length() <= LONGEST_FILE && !schema && contains(text, wanted)) {
          found.add(new SourceFile(path, text));
        }
      }
    }
    return List.copyOf(found);
  }

  private boolean isCode(String path) {
    String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    boolean migration =
        migrations.isEmpty() ? extension.equals("sql") : path.startsWith(migrations + "/");
    return LANGUAGES.contains(extension)
        && !migration
        && !APART.matcher(path).matches()
        && !APART_FILE.matcher(path).matches();
  }

  private static boolean contains(String text, List<String> words) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.indexOf('\0') < 0 && words.stream().anyMatch(lower::contains);
  }
}
