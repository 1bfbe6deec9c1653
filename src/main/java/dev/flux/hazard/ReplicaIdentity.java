package dev.flux.hazard;

import dev.flux.sql.TableOperation.SetTableOption;
import java.util.List;
import java.util.Locale;

/**
 * Catches {@code REPLICA IDENTITY FULL} and {@code NOTHING} on an existing table.
 *
 * <p>In production: FULL writes the whole old row into the log for every update and delete, and a
 * subscriber may have to search its table for each; with NOTHING updates and deletes of a published
 * table fail.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: a primary key, or {@code REPLICA IDENTITY USING INDEX} of a unique index.
 *
 * <p>Source: PostgreSQL manual, 29.1.1 Replica Identity; ALTER TABLE, REPLICA IDENTITY.
 */
final class ReplicaIdentity extends OperationHazard<SetTableOption> {
  ReplicaIdentity() {
    super("replica-identity", Severity.WARNING, SetTableOption.class);
  }

  @Override
  List<Finding> examine(SetTableOption set, ExaminedClause clause) {
    String action = set.text().toLowerCase(Locale.ROOT).strip();
    boolean full = action.endsWith("full");
    if (set.option() != SetTableOption.Option.REPLICA_IDENTITY
        || !(full || action.endsWith("nothing"))
        || clause.isNew(set.table())) {
      return List.of();
    }
    String table = Words.code(set.table());
    return clause.finding(
        this,
        full
            ? "Every update and delete of " + table + " writes the whole old row into the log"
            : "Updates and deletes of " + table + " fail where a publication carries them",
        full
            ? "no key stands for a row any more, and a subscriber searches for each"
            : "nothing tells a subscriber which row is meant",
        "Use the primary key, or REPLICA IDENTITY USING INDEX of a unique index.");
  }
}
