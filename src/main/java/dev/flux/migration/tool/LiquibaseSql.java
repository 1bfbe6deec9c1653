package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.Section;
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
 * it says {@code runInTransaction:false} (documentation, "SQL changelog example" and
 * "runInTransaction"). Files are taken in the order of their names, which is what includeAll does.
 */
public final class LiquibaseSql extends ReadOnlyTool {
  private static final int FLAGS = Pattern.MULTILINE | Pattern.CASE_INSENSITIVE;
  private static final Pattern HEADER =
      Pattern.compile("\\A\\s*--\\s*liquibase\\s+formatted\\s+sql\\b", FLAGS);
  private static final Pattern CHANGESET =
      Pattern.compile("^\\s*--\\s*changeset\\s+(\\S+?:\\S+)(.*)$", FLAGS);
  private static final Pattern OUTSIDE =
      Pattern.compile("runInTransaction:\"?false", Pattern.CASE_INSENSITIVE);

  /** The tool. */
  public LiquibaseSql() {
    super("liquibase", "Liquibase");
  }

  @Override
  public Optional<String> recognise(Directory directory) {
    return directory.samples().stream()
        .filter(file -> HEADER.matcher(file.content()).find())
        .findFirst()
        .map(file -> "`--liquibase formatted sql` in `" + file.path() + "`");
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    List<Migration> changesets = new ArrayList<>();
    for (Script script : Scripts.flat(directory, Scripts.BY_NAME)) {
      MigrationFile file = directory.file(script.up());
      if (HEADER.matcher(file.content()).find()) {
        changesets.addAll(changesets(file, script));
      }
    }
    return List.copyOf(changesets);
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
      int end = more ? marker.start() : file.content().length();
      found.add(
          new Migration(
              file.path(),
              new dev.flux.migration.MigrationVersion(
                  id, VersionPrefix.version(script.stem()).parts()),
              id,
              new Section(file, start, end),
              Optional.empty(),
              mode));
    }
    return found;
  }
}
