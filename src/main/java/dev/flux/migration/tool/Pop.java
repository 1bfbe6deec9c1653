package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Optional;

/**
 * pop and soda: twin files {@code <timestamp>_x.up.sql} and {@code .down.sql}, ordered by number,
 * with an engine's name before the direction where they differ, each in a transaction (README,
 * "Migrations").
 */
public final class Pop extends ReadOnlyTool {

  /** The tool. */
  public Pop() {
    super("pop", "pop");
  }

  @Override
  public Optional<String> recognise(Directory directory) {
    return directory.anyName(name -> GolangMigrate.NAME.matcher(name).matches())
        ? directory
            .nearest("go.mod")
            .filter(
                file ->
                    file.content().contains("/gobuffalo/pop/")
                        || file.content().contains("/ory/pop/"))
            .map(file -> "`pop` in `" + file.path() + "`")
        : Optional.empty();
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    return GolangMigrate.twins(
        directory, Transactions.wrapped("pop wraps each file in a transaction"));
  }
}
