package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationPaths;
import dev.flux.migration.NamedEngine;
import dev.flux.migration.Section;
import dev.flux.migration.Tool;
import dev.flux.migration.TransactionMode;
import dev.flux.migration.tool.Scripts.Script;
import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Drizzle Kit: {@code 0007_x.sql} in the order of {@code meta/_journal.json}, or a directory for
 * each migration with {@code migration.sql} and {@code snapshot.json}. All pending migrations run
 * in one transaction (documentation, "drizzle-kit migrate"; drizzle-orm issue 860), so that what
 * must not is run by hand. Flux writes files with a journal, as {@code drizzle-kit generate
 * --custom} does; the newest snapshot stays that of the change, which tells the schema that the
 * code declares.
 */
public final class Drizzle implements Tool {
  private static final String JOURNAL = DrizzleJournal.NAME;
  private static final String MARK = "--> statement-breakpoint";
  private static final String BREAK = "\n" + MARK + "\n";

  private final Optional<DrizzleJournal> journal;

  /** The tool. */
  public Drizzle() {
    this(Optional.empty());
  }

  private Drizzle(Optional<DrizzleJournal> journal) {
    this.journal = journal;
  }

  @Override
  public String id() {
    return "drizzle";
  }

  @Override
  public String title() {
    return "Drizzle";
  }

  @Override
  public Tool in(Directory directory) {
    return new Drizzle(
        directory
            .find(JOURNAL)
            .map(DrizzleJournal::of)
            .filter(journal -> journal.dialect().isPresent()));
  }

  @Override
  public boolean runs(NewMigration step) {
    return switch (journal.flatMap(DrizzleJournal::dialect).orElse(Dialect.MYSQL)) {
      case POSTGRESQL -> Pieces.runsAmongOthers(Transactions.upAlone(step));
      case SQLITE -> step.transactional();
      // What alters commits there, whatever began before.
      case MYSQL, MARIADB -> true;
    };
  }

  @Override
  public List<String> companions(Migration migration) {
    return journal.map(DrizzleJournal::path).stream().toList();
  }

  @Override
  public List<MigrationFile> listing(List<String> gone, List<String> come) {
    return journal.map(known -> known.with(tags(gone), tags(come))).stream().toList();
  }

  private static List<String> tags(List<String> paths) {
    return paths.stream().map(path -> Scripts.stem(MigrationPaths.file(path))).toList();
  }

  /** The way up alone, as the tool has it. */
  @Override
  public List<WrittenMigration> write(
      List<Migration> existing, Migration replaced, List<NewMigration> steps, Dialect dialect) {
    if (journal.isEmpty()) {
      throw new UnsupportedOperationException(
          "Flux writes files for Drizzle with " + JOURNAL + " alone.");
    }
    return NewFiles.writeBeside(
        existing,
        replaced,
        steps,
        step -> String.join(BREAK, Pieces.statements(step.up(), dialect, each -> true)) + "\n");
  }

  @Override
  public Optional<String> recognise(Directory directory) {
    if (directory.find(JOURNAL).isPresent()) {
      return Optional.of("`" + directory.pathOf(JOURNAL) + "`");
    }
    return directory.names().stream()
        .filter(name -> name.endsWith("/snapshot.json"))
        .filter(name -> directory.names().contains(Directory.parent(name) + "/migration.sql"))
        .findFirst()
        .map(name -> "`" + directory.pathOf(name) + "`");
  }

  @Override
  public Optional<NamedEngine> engine(Directory directory) {
    return directory
        .find(JOURNAL)
        .or(
            () ->
                directory.names().stream()
                    .filter(name -> name.endsWith("/snapshot.json"))
                    .findFirst()
                    .flatMap(directory::find))
        .flatMap(
            file -> {
              String dialect = DrizzleJournal.tree(file).path("dialect").asText("");
              return dialect.isEmpty()
                  ? Optional.empty()
                  : Optional.of(new NamedEngine(dialect, "`dialect` in `" + file.path() + "`"));
            });
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    Map<String, Integer> places = new HashMap<>();
    directory
        .find(JOURNAL)
        .ifPresent(
            file ->
                DrizzleJournal.tree(file)
                    .path("entries")
                    .forEach(entry -> places.put(entry.path("tag").asText(""), places.size())));
    List<Script> scripts = new ArrayList<>(Scripts.flat(directory, Scripts.BY_VERSION));
    scripts.addAll(Scripts.nested(directory, Scripts.BY_NAME));
    scripts.sort(
        Comparator.comparing(script -> places.getOrDefault(script.stem(), Integer.MAX_VALUE)));
    TransactionMode mode =
        Transactions.wrapped("Drizzle runs all pending migrations in one transaction");
    return scripts.stream().map(script -> cut(script.whole(directory, mode))).toList();
  }

  /** Where the tool cuts a file, a statement ends; no server gets to see the mark. */
  private static Migration cut(Migration migration) {
    String text = migration.up().file().content();
    String marked = text.replace(MARK, ";" + " ".repeat(MARK.length() - 1));
    return new Migration(
        migration.path(),
        migration.version(),
        migration.description(),
        Section.whole(new MigrationFile(migration.path(), marked)),
        migration.down(),
        migration.transaction());
  }
}
