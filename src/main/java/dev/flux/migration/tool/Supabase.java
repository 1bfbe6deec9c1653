package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.NamedEngine;
import dev.flux.migration.Section;
import dev.flux.migration.Tool;
import dev.flux.migration.tool.Scripts.Script;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Optional;

/**
 * Supabase: {@code supabase/migrations/<timestamp>_x.sql}, in the order of file names. The command
 * line sends each file as one batch, which PostgreSQL runs as one transaction (supabase/cli issue
 * 2898).
 */
public final class Supabase implements Tool {

  @Override
  public String id() {
    return "supabase";
  }

  @Override
  public String title() {
    return "Supabase";
  }

  /** What may be in no transaction runs with some of its versions alone (issues 2898 and 5139). */
  @Override
  public boolean runs(NewMigration step) {
    return Transactions.upAlone(step).transactional();
  }

  @Override
  public Optional<String> recognise(Directory directory) {
    return ("/" + directory.path()).endsWith("/supabase/migrations")
        ? Optional.of("the folder `" + directory.path() + "`")
        : Optional.empty();
  }

  @Override
  public Optional<NamedEngine> engine(Directory directory) {
    return Optional.of(new NamedEngine("postgresql", "Supabase runs on PostgreSQL"));
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    return Scripts.flat(directory, Scripts.BY_NAME).stream()
        .filter(Script::numbered)
        .map(
            script -> {
              MigrationFile file = directory.file(script.up());
              return new Migration(
                  file.path(),
                  script.prefix().version(),
                  script.prefix().description(),
                  Section.whole(file),
                  Optional.empty(),
                  Transactions.sentWhole("Supabase", dialect));
            })
        .toList();
  }

  /** The way up alone, as the tool has it. */
  @Override
  public List<WrittenMigration> write(
      List<Migration> existing, Migration replaced, List<NewMigration> steps, Dialect dialect) {
    return NewFiles.writeBeside(existing, replaced, steps, step -> Pieces.lines(step.up()));
  }
}
