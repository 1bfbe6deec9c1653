package dev.flux.migration;

import java.util.List;

/** A migration tool: how it names, orders, wraps and undoes its files. One package or file each. */
public interface Tool {

  /** In settings, flags and JSON: {@code flyway}. */
  String id();

  /** For people: {@code Flyway}. */
  String title();

  /**
   * New files that run these steps after every migration of the directory, in the directory's own
   * style, each with the tool's way out of the transaction where a step needs it.
   *
   * @param existing what the directory holds at the head, in order, the replaced migration left out
   * @param replaced the migration whose place the steps take
   */
  List<MigrationFile> write(List<Migration> existing, Migration replaced, List<NewMigration> steps);

  /**
   * A migration to be written.
   *
   * @param slug what it does, in lower case words joined by {@code _}
   * @param up complete SQL
   * @param down complete SQL, empty where nothing goes back
   * @param transactional whether it may run inside a transaction
   */
  record NewMigration(String slug, String up, String down, boolean transactional) {}
}
