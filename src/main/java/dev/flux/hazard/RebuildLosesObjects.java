package dev.flux.hazard;

import java.util.List;

/**
 * Catches a table rebuild (create, copy, drop, rename) after which an index, trigger, view or
 * constraint of the old table is missing though its columns stay, or a foreign key of another table
 * points nowhere.
 *
 * <p>In production: DROP TABLE takes indexes and triggers along without a word. Queries become
 * slow, what triggers did is no longer done, and rows that a constraint kept out come in.
 *
 * <p>Engines: SQLite; every version. A foreign key follows a table that is renamed since 3.26.
 *
 * <p>Safe path: create every index and trigger again behind the rename, write every constraint into
 * the new table, and rename the new table, not the old one.
 *
 * <p>Source: SQLite, ALTER TABLE, 7 Making Other Kinds Of Table Schema Changes; measured.
 */
final class RebuildLosesObjects implements Hazard {
  @Override
  public String id() {
    return "rebuild-loses-objects";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    return RebuiltTable.in(migration).stream()
        .flatMap(rebuilt -> examine(rebuilt).stream())
        .toList();
  }

  private List<Finding> examine(RebuiltTable rebuilt) {
    String table = Words.code(rebuilt.name());
    if (!rebuilt.known()) {
      return rebuilt
          .clause()
          .finding(
              this,
              "Indexes and triggers of " + table + " may be gone",
              "the history does not show what the table had before it is rebuilt",
              "Compare `sqlite_schema` before and after, and create again what is missing.");
    }
    List<String> lost = rebuilt.lost();
    return lost.isEmpty()
        ? List.of()
        : rebuilt
            .clause()
            .finding(
                this,
                "Missing afterwards: " + String.join(", ", lost),
                table + " is rebuilt without them",
                "Create indexes and triggers again behind the rename, and write constraints into"
                    + " the new table.");
  }
}
