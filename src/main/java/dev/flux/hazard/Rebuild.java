package dev.flux.hazard;

import dev.flux.sql.ObjectName;
import java.util.List;

/**
 * The rebuild of a table of SQLite in one file: create, copy, drop, rename (SQLite, "ALTER TABLE",
 * 7). Others rename the old table away first, or carry its rows through a side table. The table is
 * there before and after.
 *
 * @param table that is rebuilt
 * @param drop index of the statement that drops the old table
 * @param parts indexes of its statements in the file, in order
 */
public record Rebuild(ObjectName table, int drop, List<Integer> parts) {
  public Rebuild {
    parts = List.copyOf(parts);
  }

  /** Whether the operation is part of a rebuild. */
  public static boolean isPart(ExaminedClause clause) {
    return clause.rebuilds().find(clause.statement()).isPresent();
  }
}
