package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.Tool;
import dev.flux.migration.TransactionMode;
import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * golang-migrate: twin files {@code 7_x.up.sql} and {@code 7_x.down.sql}, ordered by number. It
 * begins no transaction; PostgreSQL runs a file of several statements as one (MIGRATIONS.md;
 * database/postgres/README.md, "Multi-statement mode").
 */
public final class GolangMigrate implements Tool {
  static final Pattern NAME = Pattern.compile("[0-9]+_.*\\.(up|down)\\.sql");

  @Override
  public String id() {
    return "golang-migrate";
  }

  @Override
  public String title() {
    return "golang-migrate";
  }

  @Override
  public Optional<String> recognise(Directory directory) {
    return directory.names().stream()
        .filter(name -> name.endsWith(".up.sql") && NAME.matcher(name).matches())
        .findFirst()
        .map(name -> "names such as `" + name + "`");
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    return twins(
        directory,
        dialect == Dialect.SQLITE
            ? Transactions.wrapped(
                "golang-migrate wraps each file in a transaction on SQLite, unless its URL says"
                    + " `x-no-tx-wrap=true`")
            : Transactions.sentWhole("golang-migrate", dialect));
  }

  /** Twin files that all run alike, ordered by number. */
  static List<Migration> twins(Directory directory, TransactionMode mode) {
    return Scripts.flat(directory, Scripts.BY_VERSION).stream()
        .filter(script -> NAME.matcher(script.up()).matches())
        .map(script -> script.whole(directory, mode))
        .toList();
  }

  /** Twin files for each step; a step outside a transaction becomes one migration a statement. */
  @Override
  public List<WrittenMigration> write(
      List<Migration> existing, Migration replaced, List<NewMigration> steps, Dialect dialect) {
    if (dialect == Dialect.SQLITE && steps.stream().anyMatch(step -> !step.transactional())) {
      throw new UnsupportedOperationException(
          "golang-migrate runs no file outside a transaction on SQLite");
    }
    return twins(existing, replaced, steps, step -> Pieces.oneStatementEach(step, dialect), "");
  }

  /**
   * Twin files for each piece of a step.
   *
   * @param suffix what stands before the direction in every name
   */
  static List<WrittenMigration> twins(
      List<Migration> existing,
      Migration replaced,
      List<NewMigration> steps,
      Function<NewMigration, List<NewMigration>> pieces,
      String suffix) {
    boolean twins =
        replaced.down().isPresent() || existing.stream().anyMatch(each -> each.down().isPresent());
    return NewFiles.write(
        steps,
        pieces,
        NewFiles.beside(existing, replaced),
        (name, header, step) -> {
          String stem = name.stem() + suffix;
          List<MigrationFile> files = new ArrayList<>();
          files.add(new MigrationFile(stem + ".up.sql", header + Pieces.lines(step.up())));
          if (twins || !step.down().isBlank()) {
            files.add(new MigrationFile(stem + ".down.sql", header + Pieces.back(step.down())));
          }
          return files;
        });
  }
}
