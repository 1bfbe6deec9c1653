package dev.flux.hazard;

import dev.flux.sql.Pragma;
import dev.flux.sql.SessionOperation.Session;
import java.util.List;

/**
 * Catches {@code PRAGMA foreign_keys = …} inside a transaction, where it does nothing.
 *
 * <p>In production: foreign keys stay on. DROP TABLE of a rebuild then deletes every row first, and
 * what ON DELETE says happens to the rows that point to them: they go too, lose their reference, or
 * the migration fails.
 *
 * <p>Engines: SQLite; every version.
 *
 * <p>Safe path: let the tool run the file outside a transaction, switch the checks off, and begin
 * and commit in the file; or {@code PRAGMA defer_foreign_keys = ON} where no row is deleted.
 *
 * <p>Source: SQLite, PRAGMA foreign_keys; Foreign Key Support, chapter 5.
 */
final class ForeignKeysPragmaInTransaction extends OperationHazard<Session> {
  ForeignKeysPragmaInTransaction() {
    super("foreign-keys-pragma-in-transaction", Severity.DANGER, Session.class);
  }

  @Override
  List<Finding> examine(Session session, ExaminedClause clause) {
    boolean sets =
        clause.sqlite()
            && Pragma.find(session)
                .filter(pragma -> pragma.name().equals("foreign_keys"))
                .flatMap(Pragma::value)
                .isPresent();
    return sets && clause.inTransaction()
        ? clause.finding(
            this,
            "Foreign keys are checked as before, and DROP TABLE deletes the rows that point to it",
            "`PRAGMA foreign_keys` does nothing inside a transaction",
            "Let the tool run this file outside a transaction, and begin and commit behind the"
                + " PRAGMA.")
        : List.of();
  }
}
