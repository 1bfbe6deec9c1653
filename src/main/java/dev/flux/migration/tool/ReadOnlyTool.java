package dev.flux.migration.tool;

import dev.flux.migration.Migration;
import dev.flux.migration.Tool;
import dev.flux.sql.Dialect;
import java.util.List;

/** A tool whose files Flux reads but does not write. */
abstract class ReadOnlyTool implements Tool {
  private final String id;
  private final String title;

  ReadOnlyTool(String id, String title) {
    this.id = id;
    this.title = title;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String title() {
    return title;
  }

  @Override
  public final List<WrittenMigration> write(
      List<Migration> existing, Migration replaced, List<NewMigration> steps, Dialect dialect) {
    throw new UnsupportedOperationException(
        "Flux does not write files for "
            + title
            + ". Create each step with the tool and copy its SQL.");
  }
}
