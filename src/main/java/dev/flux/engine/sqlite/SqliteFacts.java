package dev.flux.engine.sqlite;

import dev.flux.engine.EngineFacts;
import dev.flux.engine.EngineVersion;
import dev.flux.engine.Impact;
import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Catalog;
import dev.flux.sql.Operation;
import java.util.Optional;

/**
 * What an operation does to a live SQLite 3.35 or later.
 *
 * <p>SQLite locks files, not tables: one connection writes the file at a time, from its first write
 * to its commit, whatever tables it writes ("Isolation In SQLite"; "File Locking And Concurrency",
 * chapter 3). An impact says so by {@code EXCLUSIVE} on each existing table that the operation
 * names, the mode that lets readers go on and makes writers wait: so it is in WAL mode, and in the
 * others up to the instant of the commit. That writes of all other tables wait as well is left out,
 * as is the lock of an operation that names no existing table. Reads take {@code ACCESS SHARE}.
 *
 * <p>Scans are those that the statement cannot do without, and those of INSERT … SELECT and CREATE
 * TABLE … AS, which last as long as the file is locked. What triggers do is not read.
 */
public final class SqliteFacts implements EngineFacts {

  @Override
  public Optional<Impact> impact(Operation operation, Catalog before, EngineVersion version) {
    return answer(operation, before, version).impact().map(ImpactDraft::impact);
  }

  /**
   * Why SQLite of this version refuses the operation: a cause that stands behind "because"; empty
   * where it takes it, as far as is known.
   */
  public static Optional<String> findRefusal(
      Operation operation, Catalog before, EngineVersion version) {
    return answer(operation, before, version).refusal();
  }

  private static Answer answer(Operation operation, Catalog before, EngineVersion version) {
    return operation.accept(new SqliteAnswers(before, version));
  }
}
