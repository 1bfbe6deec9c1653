package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.Tool;
import dev.flux.migration.tool.Scripts.Marked;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * sql-migrate: {@code -- +migrate Up} and {@code -- +migrate Down} in one file, in the order of
 * file names, each in a transaction unless the marker says {@code notransaction} (README, "Writing
 * migrations").
 */
public final class SqlMigrate implements Tool {
  private static final Pattern UP =
      Pattern.compile("^--\\s*\\+migrate\\s+Up\\b", Pattern.MULTILINE);
  private static final Pattern DOWN =
      Pattern.compile("^--\\s*\\+migrate\\s+Down\\b", Pattern.MULTILINE);

  @Override
  public String id() {
    return "sql-migrate";
  }

  @Override
  public String title() {
    return "sql-migrate";
  }

  @Override
  public Optional<String> recognise(Directory directory) {
    return Scripts.seen(directory, UP, "-- +migrate Up");
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    return Scripts.flat(directory, Scripts.BY_NAME).stream()
        .map(
            script -> {
              MigrationFile file = directory.file(script.up());
              Marked marked = Scripts.marked(file, UP, DOWN);
              return script.marked(
                  file,
                  marked,
                  marked.upLine().endsWith("notransaction")
                      ? Transactions.none("`notransaction` in the marker")
                      : Transactions.wrapped("sql-migrate wraps each file in a transaction"));
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
        step -> {
          String option = step.transactional() ? "" : " notransaction";
          return "-- +migrate Up"
              + option
              + "\n"
              + lines(step.up(), dialect)
              + "\n-- +migrate Down"
              + option
              + "\n"
              + back(step.down(), dialect);
        });
  }

  private static String back(String sql, Dialect dialect) {
    return sql.isBlank() ? Pieces.back(sql) : lines(sql, dialect);
  }

  private static String lines(String sql, Dialect dialect) {
    String own = Pieces.without(sql, "+migrate");
    return Pieces.lines(
        Pieces.bracketed(own, dialect, "-- +migrate StatementBegin", "-- +migrate StatementEnd"));
  }
}
