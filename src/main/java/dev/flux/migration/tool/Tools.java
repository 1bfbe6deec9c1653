package dev.flux.migration.tool;

import dev.flux.migration.Tool;
import java.util.List;
import java.util.Optional;

/** Every tool that Flux reads. */
public final class Tools {
  /** The first that recognises a directory has it, so plain SQL comes last. */
  private static final List<Tool> ALL =
      List.of(
          new Drizzle(),
          new Prisma(),
          new Diesel(),
          new Flyway(),
          new Supabase(),
          new Dbmate(),
          new Goose(),
          new SqlMigrate(),
          new LiquibaseSql(),
          new NodePgMigrate(),
          new Sqlx(),
          new Pop(),
          new GolangMigrate(),
          new PlainSql());

  private Tools() {}

  /** Every tool, the surest first. */
  public static List<Tool> all() {
    return ALL;
  }

  /** The tool of that id. */
  public static Optional<Tool> find(String id) {
    return ALL.stream().filter(tool -> tool.id().equals(id)).findFirst();
  }
}
