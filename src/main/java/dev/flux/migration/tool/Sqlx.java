package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.Tool;
import dev.flux.migration.TransactionMode;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * sqlx: {@code <version>_x.sql}, or {@code .up.sql} and {@code .down.sql}, ordered by number, each
 * in a transaction unless the file begins with {@code -- no-transaction}; then it is sent whole
 * (docs.rs, {@code sqlx::migrate::MigrationSource}; sqlx-cli README).
 */
public final class Sqlx implements Tool {
  private static final String NO_TRANSACTION = "-- no-transaction";
  private static final Pattern NAME = Pattern.compile("\\d+_.*\\.sql");
  private static final Pattern DEPENDENCY =
      Pattern.compile("^\\s*sqlx\\b|\\.sqlx\\b", Pattern.MULTILINE);

  @Override
  public String id() {
    return "sqlx";
  }

  @Override
  public String title() {
    return "sqlx";
  }

  @Override
  public Optional<String> recognise(Directory directory) {
    return directory.anyName(name -> NAME.matcher(name).matches())
        ? directory
            .nearest("Cargo.toml")
            .filter(file -> DEPENDENCY.matcher(file.content()).find())
            .map(file -> "`sqlx` in `" + file.path() + "`")
        : Optional.empty();
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    return Scripts.flat(directory, Scripts.BY_VERSION).stream()
        .filter(script -> NAME.matcher(script.up()).matches())
        .map(script -> script.whole(directory, transaction(directory.file(script.up()), dialect)))
        .toList();
  }

  private static TransactionMode transaction(MigrationFile file, Dialect dialect) {
    return file.content().startsWith(NO_TRANSACTION)
        ? Transactions.sentWhole("sqlx (`-- no-transaction`)", dialect)
        : Transactions.wrapped("sqlx wraps each file in a transaction");
  }

  /** Twin files where the directory has them, else the way up alone, as the tool has it. */
  @Override
  public List<WrittenMigration> write(
      List<Migration> existing, Migration replaced, List<NewMigration> steps, Dialect dialect) {
    boolean twins =
        replaced.down().isPresent() || existing.stream().anyMatch(each -> each.down().isPresent());
    return NewFiles.write(
        steps,
        step -> Pieces.oneStatementEach(step, dialect),
        NewFiles.beside(existing, replaced),
        (name, header, step) -> {
          String lead = (step.transactional() ? "" : NO_TRANSACTION + "\n") + header;
          MigrationFile up =
              new MigrationFile(
                  name.stem() + (twins ? ".up.sql" : ".sql"),
                  lead + Pieces.lines(Pieces.without(step.up(), "no-transaction")));
          return twins
              ? List.of(
                  up, new MigrationFile(name.stem() + ".down.sql", lead + Pieces.back(step.down())))
              : List.of(up);
        });
  }
}
