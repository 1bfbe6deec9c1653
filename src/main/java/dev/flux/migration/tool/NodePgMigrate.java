package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.NamedEngine;
import dev.flux.migration.Tool;
import dev.flux.migration.tool.Scripts.Marked;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * node-pg-migrate's SQL files: {@code -- Up Migration} and {@code -- Down Migration} in one file,
 * ordered by timestamp, all pending ones in one transaction (documentation, "CLI", option
 * single-transaction; {@code sqlMigration}).
 */
public final class NodePgMigrate implements Tool {
  private static final int FLAGS = Pattern.MULTILINE | Pattern.CASE_INSENSITIVE;
  private static final Pattern NAME = Pattern.compile("\\d+[-_][^/]*\\.sql");
  private static final Pattern STAMPED = Pattern.compile("\\d{13,}[-_][^/]*\\.sql");
  private static final Pattern UP = Pattern.compile("^\\s*--[\\s-]*up\\s+migration", FLAGS);
  private static final Pattern DOWN = Pattern.compile("^\\s*--[\\s-]*down\\s+migration", FLAGS);

  @Override
  public String id() {
    return "node-pg-migrate";
  }

  @Override
  public String title() {
    return "node-pg-migrate";
  }

  @Override
  public boolean runs(NewMigration step) {
    return Pieces.runsAmongOthers(step);
  }

  @Override
  public Optional<String> recognise(Directory directory) {
    return directory
        .nearest("package.json")
        .filter(file -> file.content().contains("\"node-pg-migrate\""))
        .filter(file -> directory.anyName(name -> NAME.matcher(name).matches()))
        .map(file -> "`node-pg-migrate` in `" + file.path() + "`")
        .or(
            () ->
                Scripts.seen(directory, UP, "-- Up Migration")
                    .filter(seen -> directory.anyName(name -> STAMPED.matcher(name).matches())));
  }

  @Override
  public Optional<NamedEngine> engine(Directory directory) {
    return Optional.of(new NamedEngine("postgresql", "node-pg-migrate runs on PostgreSQL"));
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    return Scripts.flat(directory, Scripts.BY_VERSION).stream()
        .map(
            script -> {
              MigrationFile file = directory.file(script.up());
              Marked marked = Scripts.marked(file, UP, DOWN);
              return script.marked(
                  file,
                  marked,
                  Transactions.wrapped(
                      "node-pg-migrate runs all pending migrations in one transaction"));
            })
        .toList();
  }

  /** Both markers, the second one alone where nothing goes back. */
  @Override
  public List<WrittenMigration> write(
      List<Migration> existing, Migration replaced, List<NewMigration> steps, Dialect dialect) {
    return NewFiles.writeBeside(
        existing,
        replaced,
        steps,
        step ->
            "-- Up Migration\n"
                + Pieces.lines(step.up())
                + "\n-- Down Migration\n"
                + Pieces.lines(step.down()));
  }
}
