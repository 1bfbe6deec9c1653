package dev.flux.hazard;

import java.util.ArrayList;
import java.util.List;

/**
 * Catches a table rebuild (create, copy, drop, rename) after which an index, trigger, view or
 * constraint of the old table is missing though its columns stay, or a foreign key of another table
 * points nowhere; also one whose copy leaves rows or values out, or whose DROP TABLE takes rows
 * along that point to the old table. One that no transaction holds together is a warning.
 *
 * <p>In production: DROP TABLE takes indexes and triggers along without a word. Queries become
 * slow, what triggers did is no longer done, and rows that a constraint kept out come in. Where the
 * session checks foreign keys, every row is deleted first, and what ON DELETE says happens.
 *
 * <p>Engines: SQLite; every version. A foreign key follows a table that is renamed since 3.26.
 *
 * <p>Safe path: create every index and trigger again behind the rename, write every constraint into
 * the new table, rename that one, and switch foreign keys off before the transaction.
 *
 * <p>Source: SQLite, ALTER TABLE, 7 Making Other Kinds Of Table Schema Changes; Foreign Key
 * Support, chapter 5; measured.
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
    List<Finding> findings = new ArrayList<>();
    rebuilt.copies().stream()
        .filter(RebuildCopy::leavesRowsOut)
        .limit(1)
        .forEach(copy -> findings.addAll(rowsLost(rebuilt, copy.clause())));
    findings.addAll(RebuildValues.lost(this, rebuilt));
    findings.addAll(objectsLost(rebuilt));
    findings.addAll(rowsTaken(rebuilt));
    findings.addAll(heldTogether(rebuilt));
    return findings;
  }

  private List<Finding> heldTogether(RebuiltTable rebuilt) {
    return rebuilt.clause().inTransaction()
        ? List.of()
        : rebuilt
            .clause()
            .finding(
                this,
                Severity.WARNING,
                "Rows that are written to "
                    + Words.code(rebuilt.name())
                    + " meanwhile are gone, and after a failure the table may be",
                "no transaction holds copy, DROP TABLE and rename together",
                "Begin before the copy, behind the PRAGMAs, and commit behind the rename.");
  }

  private List<Finding> rowsTaken(RebuiltTable rebuilt) {
    List<String> children = rebuilt.childrenThatFollow();
    return children.isEmpty()
        ? List.of()
        : rebuilt
            .clause()
            .finding(
                this,
                "Rows of "
                    + Words.codes(children)
                    + " are deleted or lose their reference where the session checks foreign keys",
                "DROP TABLE deletes every row of "
                    + Words.code(rebuilt.name())
                    + " first, and what ON DELETE says is done",
                "Switch the checks off with `PRAGMA foreign_keys = OFF` before the transaction"
                    + " begins, and on again behind it.");
  }

  private List<Finding> rowsLost(RebuiltTable rebuilt, ExaminedClause copy) {
    return copy.finding(
        this,
        "Rows of " + Words.code(rebuilt.name()) + " are gone afterwards",
        "the copy leaves out those that it does not select, and the old table is dropped",
        "Copy every row, and delete what must go in a migration of its own, once it is exported.");
  }

  private List<Finding> objectsLost(RebuiltTable rebuilt) {
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
