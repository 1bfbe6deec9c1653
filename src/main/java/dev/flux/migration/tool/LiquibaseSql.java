package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationPaths;
import dev.flux.migration.MigrationVersion;
import dev.flux.migration.Section;
import dev.flux.migration.Tool;
import dev.flux.migration.TransactionMode;
import dev.flux.migration.VersionPrefix;
import dev.flux.migration.tool.Scripts.Script;
import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Liquibase's formatted SQL: changesets one after another in a file, each in a transaction unless
 * it says {@code runInTransaction:false}, with {@code --rollback} lines (documentation, "SQL
 * changelog example", "runInTransaction" and "rollback"). Files are taken in the order of their
 * names, which is what includeAll does.
 */
public final class LiquibaseSql implements Tool {
  private static final int FLAGS = Pattern.MULTILINE | Pattern.CASE_INSENSITIVE;
  private static final Pattern HEADER =
      Pattern.compile("\\A\\s*--\\s*liquibase\\s+formatted\\s+sql\\b", FLAGS);
  private static final Pattern CHANGESET =
      Pattern.compile("^\\s*--\\s*changeset\\s+(\\S+?:\\S+)(.*)$", FLAGS);

  /** MySQL takes {@code --} for a comment only before a blank. */
  private static final Pattern DIRECTIVE =
      Pattern.compile(
          "^([ \\t]*)--(?=(?:rollback|comment|preconditions?|validCheckSum)\\b)", FLAGS);

  private static final Pattern OUTSIDE =
      Pattern.compile("runInTransaction:\"?false", Pattern.CASE_INSENSITIVE);

  private final Optional<LiquibaseChangelog> changelog;

  /** The tool. */
  public LiquibaseSql() {
    this(Optional.empty());
  }

  private LiquibaseSql(Optional<LiquibaseChangelog> changelog) {
    this.changelog = changelog;
  }

  @Override
  public String id() {
    return "liquibase";
  }

  @Override
  public String title() {
    return "Liquibase";
  }

  @Override
  public Optional<String> recognise(Directory directory) {
    return directory.samples().stream()
        .filter(file -> HEADER.matcher(file.content()).find())
        .findFirst()
        .map(file -> "`--liquibase formatted sql` in `" + file.path() + "`");
  }

  @Override
  public Tool in(Directory directory) {
    return new LiquibaseSql(LiquibaseChangelog.of(directory));
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    List<Migration> changesets = new ArrayList<>();
    for (Script script : Scripts.flat(directory, Scripts.BY_NAME)) {
      MigrationFile file = directory.file(script.up());
      if (HEADER.matcher(file.content()).find()) {
        changesets.addAll(changesets(sent(file, dialect), script));
      }
    }
    return List.copyOf(changesets);
  }

  /** The file with what the tool takes out of it as comments, which it reads as well. */
  private static MigrationFile sent(MigrationFile file, Dialect dialect) {
    return dialect == Dialect.MYSQL || dialect == Dialect.MARIADB
        ? new MigrationFile(file.path(), DIRECTIVE.matcher(file.content()).replaceAll("$1-- "))
        : file;
  }

  private static List<Migration> changesets(MigrationFile file, Script script) {
    List<Migration> found = new ArrayList<>();
    Matcher marker = CHANGESET.matcher(file.content());
    boolean more = marker.find();
    while (more) {
      int start = marker.end();
      String id = marker.group(1);
      TransactionMode mode =
          OUTSIDE.matcher(marker.group(2)).find()
              ? Transactions.none("`runInTransaction:false`")
              : Transactions.wrapped("Liquibase wraps each changeset in a transaction");
      more = marker.find();
      Section up = new Section(file, start, more ? marker.start() : file.content().length());
      found.add(
          new Migration(
              file.path(),
              new MigrationVersion(id, VersionPrefix.version(script.stem()).parts()),
              script.prefix().description(),
              up,
              LiquibaseChangeset.down(up),
              mode));
    }
    return found;
  }

  /** The file that includes the changed one by its name. */
  @Override
  public List<String> companions(Migration migration) {
    return listed().map(each -> each.file().path()).stream().toList();
  }

  @Override
  public List<MigrationFile> listing(List<String> gone, List<String> come) {
    return listed().map(each -> each.with(gone, come)).stream().toList();
  }

  private Optional<LiquibaseChangelog> listed() {
    return changelog.filter(each -> !each.all());
  }

  @Override
  public Optional<String> refusal(List<Migration> existing, List<Migration> replaced) {
    for (Migration migration : replaced) {
      String path = migration.path();
      if (existing.stream().anyMatch(each -> each.path().equals(path))) {
        return Optional.of(
            "`%s` holds changesets that are merged too: put the new ones into a file of their own"
                .formatted(path));
      }
      if (listed().filter(each -> !each.lists(path)).isPresent() || changelog.isEmpty()) {
        return Optional.of(
            "Flux finds no changelog that has Liquibase run `%s`: include it, or its directory"
                .formatted(path));
      }
    }
    return LiquibaseChangeset.refusal(replaced);
  }

  /** A file of one changeset for each step, by the author of the change. */
  @Override
  public List<WrittenMigration> write(
      List<Migration> existing, Migration replaced, List<NewMigration> steps, Dialect dialect) {
    LiquibaseChangeset style = LiquibaseChangeset.of(replaced);
    Migration named = named(replaced);
    return inOrder(
        NewFiles.write(
            steps,
            List::of,
            count ->
                NewFiles.like(
                    Directory.parent(replaced.path()),
                    Scripts.stem(MigrationPaths.file(replaced.path())),
                    existing.stream().map(LiquibaseSql::named).toList(),
                    named,
                    count),
            (name, header, step) ->
                List.of(
                    new MigrationFile(
                        name.stem() + ".sql",
                        style.file(
                            MigrationPaths.file(name.stem()), name.version(), step, dialect)))));
  }

  /** A directory that is run whole runs {@code 10-x.sql} before {@code 9-x.sql}. */
  private List<WrittenMigration> inOrder(List<WrittenMigration> written) {
    List<String> paths =
        written.stream().flatMap(each -> each.files().stream()).map(MigrationFile::path).toList();
    if (changelog.filter(LiquibaseChangelog::all).isPresent()
        && !paths.equals(paths.stream().sorted().toList())) {
      throw new UnsupportedOperationException(
          "`includeAll` would not run " + String.join(", ", paths) + " in this order.");
    }
    return written;
  }

  /** By its file, whose name is what has a style and an order. */
  private static Migration named(Migration changeset) {
    String stem = Scripts.stem(MigrationPaths.file(changeset.path()));
    VersionPrefix prefix =
        VersionPrefix.of(stem)
            .orElseGet(() -> new VersionPrefix("", VersionPrefix.version(""), "", stem));
    return new Migration(
        changeset.path(),
        prefix.version(),
        prefix.description(),
        changeset.up(),
        changeset.down(),
        changeset.transaction());
  }
}
