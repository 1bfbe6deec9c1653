package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationPaths;
import dev.flux.migration.Tool;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * pop and soda: twin files {@code <timestamp>_x.up.sql} and {@code .down.sql}, ordered by number,
 * with an engine's name before the direction where they differ, each in a transaction (README,
 * "Migrations").
 */
public final class Pop implements Tool {
  private static final Pattern ENGINE =
      Pattern.compile(".*(\\.(?:postgres|postgresql|mysql|mariadb|cockroach|sqlite3?))");

  @Override
  public String id() {
    return "pop";
  }

  @Override
  public String title() {
    return "pop";
  }

  /** Nothing takes a file out of its transaction. */
  @Override
  public boolean runs(NewMigration step) {
    return step.transactional();
  }

  @Override
  public Optional<String> recognise(Directory directory) {
    return directory.anyName(name -> GolangMigrate.NAME.matcher(name).matches())
        ? directory
            .nearest("go.mod")
            .filter(
                file ->
                    file.content().contains("/gobuffalo/pop/")
                        || file.content().contains("/ory/pop/"))
            .map(file -> "`pop` in `" + file.path() + "`")
        : Optional.empty();
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    return GolangMigrate.twins(
        directory, Transactions.wrapped("pop wraps each file in a transaction"));
  }

  /** Twin files for each step, for the engine that the replaced one is for. */
  @Override
  public List<WrittenMigration> write(
      List<Migration> existing, Migration replaced, List<NewMigration> steps, Dialect dialect) {
    Matcher engine = ENGINE.matcher(Scripts.stem(MigrationPaths.file(replaced.path())));
    return GolangMigrate.twins(
        existing, replaced, steps, List::of, engine.matches() ? engine.group(1) : "");
  }
}
