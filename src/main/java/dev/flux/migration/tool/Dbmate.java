package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.Tool;
import dev.flux.migration.TransactionMode;
import dev.flux.migration.tool.Scripts.Marked;
import dev.flux.migration.tool.Scripts.Script;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * dbmate: {@code -- migrate:up} and {@code -- migrate:down} in one file, in the order of file
 * names, each in a transaction unless the marker's options say {@code transaction:false}; then the
 * file is sent whole (README, "Migration Options"; issue 126).
 */
public final class Dbmate implements Tool {
  private static final Pattern UP =
      Pattern.compile("^--\\s*migrate:up(?=\\s|$)", Pattern.MULTILINE);
  private static final Pattern DOWN =
      Pattern.compile("^--\\s*migrate:down(?=\\s|$)", Pattern.MULTILINE);
  private static final Pattern NO_TRANSACTION = Pattern.compile("\\stransaction:false(\\s|$)");

  @Override
  public String id() {
    return "dbmate";
  }

  @Override
  public String title() {
    return "dbmate";
  }

  @Override
  public Optional<String> recognise(Directory directory) {
    return Scripts.seen(directory, UP, "-- migrate:up");
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    return Scripts.flat(directory, Scripts.BY_NAME).stream()
        .filter(Script::numbered)
        .map(
            script -> {
              MigrationFile file = directory.file(script.up());
              Marked marked = Scripts.marked(file, UP, DOWN);
              return script.marked(file, marked, transaction(marked.upLine(), dialect));
            })
        .toList();
  }

  private static TransactionMode transaction(String upLine, Dialect dialect) {
    return NO_TRANSACTION.matcher(upLine).find()
        ? Transactions.sentWhole("dbmate (`transaction:false`)", dialect)
        : Transactions.wrapped("dbmate wraps each file in a transaction");
  }

  /**
   * One file for each step, with both markers; a step outside a transaction one for each statement.
   */
  @Override
  public List<WrittenMigration> write(
      List<Migration> existing, Migration replaced, List<NewMigration> steps, Dialect dialect) {
    return NewFiles.write(
        steps,
        step -> Pieces.oneStatementEach(step, dialect),
        NewFiles.beside(existing, replaced),
        (name, header, step) -> {
          String option = step.transactional() ? "" : " transaction:false";
          String content =
              header
                  + "-- migrate:up"
                  + option
                  + "\n"
                  + Pieces.lines(Pieces.without(step.up(), "migrate:"))
                  + "\n-- migrate:down"
                  + option
                  + "\n"
                  + Pieces.back(step.down());
          return List.of(new MigrationFile(name.stem() + ".sql", content));
        });
  }
}
