package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationPaths;
import dev.flux.migration.NamedEngine;
import dev.flux.migration.Tool;
import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prisma Migrate: a directory for each migration with {@code migration.sql}, in the order of their
 * names, and {@code down.sql} beside where somebody wrote one (docs, "Understanding Prisma Migrate"
 * and "Generating down migrations"). It begins no transaction of its own.
 */
public final class Prisma implements Tool {
  private static final String LOCK = "migration_lock.toml";
  private static final Pattern PROVIDER =
      Pattern.compile("^\\s*provider\\s*=\\s*\"([A-Za-z0-9]+)\"", Pattern.MULTILINE);
  private static final Pattern DATASOURCE =
      Pattern.compile("datasource\\s+\\w+\\s*\\{[^}]*?provider\\s*=\\s*\"([A-Za-z0-9]+)\"");

  @Override
  public String id() {
    return "prisma";
  }

  @Override
  public String title() {
    return "Prisma";
  }

  @Override
  public Optional<String> recognise(Directory directory) {
    if (!directory.anyName(name -> name.endsWith("/migration.sql"))
        || directory.anyName(name -> name.endsWith("/snapshot.json"))) {
      return Optional.empty();
    }
    if (directory.find(LOCK).isPresent()) {
      return Optional.of("`" + directory.pathOf(LOCK) + "`");
    }
    return Optional.of(
        schema(directory)
            .map(file -> "`" + file.path() + "`")
            .orElseGet(() -> "directories with `migration.sql` in `" + directory.path() + "`"));
  }

  @Override
  public Optional<NamedEngine> engine(Directory directory) {
    Optional<NamedEngine> locked = directory.find(LOCK).flatMap(file -> named(file, PROVIDER));
    return locked.isPresent() ? locked : schema(directory).flatMap(file -> named(file, DATASOURCE));
  }

  private static Optional<NamedEngine> named(MigrationFile file, Pattern pattern) {
    Matcher found = pattern.matcher(file.content());
    return found.find()
        ? Optional.of(
            new NamedEngine(
                found.group(1).toLowerCase(java.util.Locale.ROOT),
                "`provider` in `" + file.path() + "`"))
        : Optional.empty();
  }

  /** The schema file that goes with the migrations. */
  static Optional<MigrationFile> schema(Directory directory) {
    return directory.nearest("schema.prisma", "prisma/schema.prisma", "schema/schema.prisma");
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    return Scripts.nested(directory, Scripts.BY_NAME).stream()
        .filter(script -> script.up().endsWith("/migration.sql"))
        .map(script -> script.whole(directory, Transactions.sentWhole("Prisma", dialect)))
        .toList();
  }

  /** A directory for each step; a step outside a transaction becomes one for each statement. */
  @Override
  public List<WrittenMigration> write(
      List<Migration> existing, Migration replaced, List<NewMigration> steps, Dialect dialect) {
    String own = Directory.parent(replaced.path());
    return NewFiles.write(
        steps,
        step -> Pieces.oneStatementEach(step, dialect),
        count ->
            NewFiles.like(
                Directory.parent(own), MigrationPaths.file(own), existing, replaced, count),
        (name, header, step) -> {
          List<MigrationFile> files = new ArrayList<>();
          String up = whole(step, step.up(), dialect);
          files.add(new MigrationFile(name.stem() + "/migration.sql", header + Pieces.lines(up)));
          if (!step.down().isBlank()) {
            String down = whole(step, step.down(), dialect);
            files.add(new MigrationFile(name.stem() + "/down.sql", Pieces.lines(down)));
          }
          return files;
        });
  }

  /** SQLite would commit each statement by itself, and Prisma begins no transaction. */
  private static String whole(NewMigration step, String sql, Dialect dialect) {
    boolean several = sql.indexOf(';') != sql.lastIndexOf(';');
    return dialect == Dialect.SQLITE && step.transactional() && several
        ? "BEGIN IMMEDIATE;\n" + sql.strip() + "\nCOMMIT;"
        : sql;
  }
}
