package dev.flux.migration;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Migrations written as programs or in a tool's own language, which Flux cannot read yet. */
final class ProgramMigrations {

  /**
   * One kind.
   *
   * @param path of such a file
   * @param text what must stand in it, unless empty
   */
  private record Kind(String tool, Pattern path, String text) {}

  /** Those that only include other files say nothing that those do not. */
  private static final Kind CHANGELOGS =
      kind("Liquibase", "(.*/)?[^/]+\\.(xml|ya?ml|json)", "databaseChangeLog");

  /** The surest first. */
  private static final List<Kind> KINDS =
      List.of(
          kind("Alembic", "(.*/)?versions/(.*/)?[^/]+\\.py", "down_revision"),
          kind("Django", "(.*/)?migrations/\\d{4}_\\w+\\.py", ""),
          kind("Rails", "(.*/)?db/(\\w+_)?migrate/\\d+_\\w+\\.rb", ""),
          kind("Sequel", "(.*/)?(db/)?migrations?/\\d+_\\w+\\.rb", "Sequel"),
          kind("TypeORM", "(.*/)?[^/]+\\.[cm]?[jt]s", "MigrationInterface"),
          kind("node-pg-migrate", "(.*/)?migrations?/[^/]*\\d[^/]*\\.[cm]?[jt]s", "pgm"),
          kind("Sequelize", "(.*/)?migrations?/[^/]*\\d[^/]*\\.[cm]?[jt]s", "queryInterface"),
          kind("Knex", "(.*/)?migrat\\w*/(.*/)?\\d+[^/]*\\.[cm]?[jt]s", "knex"),
          kind("JavaScript", "(.*/)?migrat\\w*/(.*/)?\\d{3,}[^/]*\\.[cm]?[jt]s", ""),
          kind("Laravel", "(.*/)?migrations/\\d{4}_\\d{2}_\\d{2}_\\w+\\.php", ""),
          kind("Doctrine", "(.*/)?[^/]*[mM]igrations?/(.*/)?Version\\w+\\.php", ""),
          kind("Ecto", "(.*/)?priv/(.*/)?migrations/\\d+_\\w+\\.exs", ""),
          kind("Entity Framework", "(.*/)?Migrations/(.*/)?\\d{14}_\\w+\\.cs", ""),
          kind("Flyway (Java)", "(.*/)?[VR][\\d_.]*_\\w+\\.(java|kt)", "BaseJavaMigration"),
          kind("goose (Go)", "(.*/)?migrat\\w*/\\d+_\\w+\\.go", ""),
          kind("pop (fizz)", "(.*/)?\\d+_[^/]+\\.fizz", ""),
          CHANGELOGS);

  private static final Pattern LIQUIBASE_PATH =
      Pattern.compile("(?i).*(liquibase|change-?_?log|migration|/db/|schema).*");
  private static final Pattern CHANGELOG = Pattern.compile(".*\\.(xml|ya?ml|json)");
  private static final Pattern PROGRAM_PATH =
      Pattern.compile("migrat|(^|/)versions/|\\.fizz$", Pattern.CASE_INSENSITIVE);
  private static final Pattern OF_TESTS =
      Pattern.compile(".*\\.(d|test|spec|stories)\\.[cm]?[jt]sx?|.*_test\\.go");

  private ProgramMigrations() {}

  private static Kind kind(String tool, String path, String text) {
    return new Kind(tool, Pattern.compile(path), text);
  }

  /** The tool whose migration a file is; reads the file only where its path leaves it open. */
  static Optional<String> tool(String path, Supplier<Optional<String>> text) {
    if (OF_TESTS.matcher(path).matches() || !mayBe(path)) {
      return Optional.empty();
    }
    return KINDS.stream()
        .filter(kind -> kind.path().matcher(path).matches())
        .filter(kind -> kind.text().isEmpty() || text.get().orElse("").contains(kind.text()))
        .filter(kind -> !kind.equals(CHANGELOGS) || text.get().orElse("").contains("changeSet"))
        .map(Kind::tool)
        .findFirst();
  }

  private static boolean mayBe(String path) {
    return CHANGELOG.matcher(path).matches()
        ? LIQUIBASE_PATH.matcher(path).matches()
        : PROGRAM_PATH.matcher(path).find();
  }
}
