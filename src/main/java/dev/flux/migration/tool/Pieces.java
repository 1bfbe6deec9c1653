package dev.flux.migration.tool;

import dev.flux.migration.Tool.NewMigration;
import dev.flux.sql.Dialect;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Steps cut so that each can be a migration of a tool that sends a file whole. */
final class Pieces {
  private static final Pattern SETTING =
      Pattern.compile("(?:set|reset)\\s.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Pieces() {}

  /**
   * A step that needs to be outside a transaction becomes one migration for each statement, since
   * PostgreSQL runs several in one message as one transaction. Settings of the session are left out
   * of those: they would not last from one migration to the next.
   */
  static List<NewMigration> oneStatementEach(NewMigration step, Dialect dialect) {
    List<String> ups = statements(step.up(), dialect);
    if (step.transactional() || ups.isEmpty()) {
      return List.of(step);
    }
    List<String> downs = statements(step.down(), dialect);
    List<NewMigration> pieces = new ArrayList<>();
    for (int i = 0; i < ups.size(); i++) {
      String slug = ups.size() == 1 ? step.slug() : step.slug() + "_" + (i + 1);
      int back = ups.size() - 1 - i;
      String down = back < downs.size() ? downs.get(back) : "";
      if (i == 0 && downs.size() > ups.size()) {
        down = String.join("\n", downs.subList(back, downs.size()));
      }
      pieces.add(new NewMigration(slug, ups.get(i), down, false));
    }
    return List.copyOf(pieces);
  }

  private static List<String> statements(String text, Dialect dialect) {
    return SqlReader.read(text, dialect).statements().stream()
        .map(Statement::sql)
        .filter(sql -> !SETTING.matcher(sql).matches())
        .map(sql -> sql + ";")
        .toList();
  }

  /** SQL as the whole of a file: one line end behind its last character. */
  static String lines(String sql) {
    return sql.isBlank() ? "" : sql.strip() + "\n";
  }

  /** The way back as the whole of a file, which says so where there is none. */
  static String back(String sql) {
    return sql.isBlank() ? "-- Nothing goes back.\n" : lines(sql);
  }
}
