package dev.flux.migration;

import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Optional;

/** A migration tool: how it names, orders, wraps and undoes its files. One package or file each. */
public interface Tool {

  /** In settings, flags and JSON: {@code flyway}. */
  String id();

  /** For people: {@code Flyway}. */
  String title();

  /**
   * Why a directory belongs to this tool, for people; empty where it does not seem to. Looks at
   * names first and reads only a few files.
   */
  Optional<String> recognise(Directory directory);

  /** The engine that the tool's own files name; most tools have none. */
  default Optional<NamedEngine> engine(Directory directory) {
    return Optional.empty();
  }

  /** Every migration of the directory, in the order the tool runs them on an empty database. */
  List<Migration> read(Directory directory, Dialect dialect);

  /**
   * Paths of files that would make no sense without a migration, besides those of its sections;
   * they may not exist.
   */
  default List<String> companions(Migration migration) {
    return List.of();
  }

  /** The same tool, knowing what a directory keeps beside its migrations. */
  default Tool in(Directory directory) {
    return this;
  }

  /** Whether it can run a step by itself; somebody runs the others by hand. */
  default boolean runs(NewMigration step) {
    return true;
  }

  /**
   * Files in which the tool lists its migrations, as they must be once some are gone and others
   * came; none for most tools.
   *
   * @param gone paths of migrations
   * @param come paths of migrations, in the order they run
   */
  default List<MigrationFile> listing(List<String> gone, List<String> come) {
    return List.of();
  }

  /**
   * Why Flux writes nothing in the place of these migrations, and what to do instead, as a sentence
   * without its full stop; empty where it does.
   *
   * @param existing what the directory holds at the head, the replaced migrations left out
   * @param replaced at least one
   */
  default Optional<String> refusal(List<Migration> existing, List<Migration> replaced) {
    return Optional.empty();
  }

  /**
   * New files that run these steps after every migration of the directory, in the directory's own
   * style, each with the tool's way out of the transaction where a step needs it.
   *
   * <p>The first takes the version of the replaced one, which is not merged yet; the others follow
   * the newest of the directory. No other file that exists is written.
   *
   * @param existing what the directory holds at the head, in order, the replaced migration left out
   * @param replaced the migration whose place the steps take
   * @return one for each step, in their order
   * @throws UnsupportedOperationException where Flux does not write for this tool; the message says
   *     what to do instead
   */
  List<WrittenMigration> write(
      List<Migration> existing, Migration replaced, List<NewMigration> steps, Dialect dialect);

  /**
   * A migration to be written.
   *
   * @param slug what it does, in lower case words joined by {@code _}
   * @param up complete SQL
   * @param down complete SQL, empty where nothing goes back
   * @param transactional whether it may run inside a transaction
   */
  record NewMigration(String slug, String up, String down, boolean transactional) {

    /** The same, going forward without these lines, which stand above it already; may be empty. */
    public NewMigration without(String lines) {
      int at = lines.isEmpty() ? -1 : up.indexOf(lines);
      return at < 0
          ? this
          : new NewMigration(
              slug, up.substring(0, at) + up.substring(at + lines.length()), down, transactional);
    }
  }

  /**
   * A step as files.
   *
   * @param files in the order they run; several migrations where the tool needs one for each
   *     statement
   */
  record WrittenMigration(NewMigration step, List<MigrationFile> files) {
    public WrittenMigration {
      files = List.copyOf(files);
    }
  }
}
