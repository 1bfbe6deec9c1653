package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.Tool;
import dev.flux.migration.tool.Scripts.Marked;
import dev.flux.migration.tool.Scripts.Script;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * goose: {@code -- +goose Up} and {@code -- +goose Down} in one file, ordered by number, each in a
 * transaction unless {@code -- +goose NO TRANSACTION} stands in it; then each statement by itself
 * (documentation, "SQL file annotations").
 */
public final class Goose implements Tool {
  private static final int FLAGS = Pattern.MULTILINE | Pattern.CASE_INSENSITIVE;
  private static final Pattern UP = Pattern.compile("^--\\s*\\+goose\\s+up\\s*$", FLAGS);
  private static final Pattern DOWN = Pattern.compile("^--\\s*\\+goose\\s+down\\s*$", FLAGS);
  private static final Pattern NO_TRANSACTION =
      Pattern.compile("^--\\s*\\+goose\\s+no\\s+transaction\\s*$", FLAGS);

  @Override
  public String id() {
    return "goose";
  }

  @Override
  public String title() {
    return "goose";
  }

  @Override
  public Optional<String> recognise(Directory directory) {
    return Scripts.seen(directory, UP, "-- +goose Up");
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    return Scripts.flat(directory, Scripts.BY_VERSION).stream()
        .filter(Script::numbered)
        .map(
            script -> {
              MigrationFile file = directory.file(script.up());
              Marked marked = Scripts.marked(file, UP, DOWN);
              return script.marked(
                  file,
                  marked,
                  NO_TRANSACTION.matcher(file.content()).find()
                      ? Transactions.none("`-- +goose NO TRANSACTION`")
                      : Transactions.wrapped("goose wraps each file in a transaction"));
            })
        .toList();
  }

  /** Statements with a semicolon inside stand between {@code StatementBegin} and its end. */
  @Override
  public List<WrittenMigration> write(
      List<Migration> existing, Migration replaced, List<NewMigration> steps, Dialect dialect) {
    return NewFiles.writeBeside(
        existing,
        replaced,
        steps,
        step ->
            (step.transactional() ? "" : "-- +goose NO TRANSACTION\n")
                + "-- +goose Up\n"
                + lines(step.up(), dialect)
                + "\n-- +goose Down\n"
                + back(step.down(), dialect));
  }

  private static String back(String sql, Dialect dialect) {
    return sql.isBlank() ? Pieces.back(sql) : lines(sql, dialect);
  }

  private static String lines(String sql, Dialect dialect) {
    String own = Pieces.without(sql, "+goose");
    return Pieces.lines(
        Pieces.bracketed(own, dialect, "-- +goose StatementBegin", "-- +goose StatementEnd"));
  }
}
