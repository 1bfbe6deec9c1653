package dev.flux.engine.mysql;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.Impact;
import dev.flux.engine.OnlineDdl;
import dev.flux.engine.OnlineDdl.Algorithm;
import dev.flux.engine.StatementForm;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import dev.flux.sql.TableOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a server answered.
 *
 * @param algorithm the lightest that it took
 * @param concurrentWrites whether it took LOCK=NONE with it
 * @param kept whether InnoDB keeps rows for the database at all
 * @param rewritten whether rows lie in a new place now
 */
record Answer(Algorithm algorithm, boolean concurrentWrites, boolean kept, boolean rewritten) {

  /** As a line of the files of answers. */
  String line(StatementForm form) {
    String rows = rewritten ? "rewritten" : "left";
    return algorithm
        + "\t"
        + (concurrentWrites ? "NONE" : "SHARED")
        + "\t"
        + (kept ? rows : "-")
        + "\t"
        + form;
  }

  /** From such a line. */
  static Answer read(String line) {
    String[] parts = line.split("\t", 4);
    return new Answer(
        Algorithm.valueOf(parts[0]),
        parts[1].equals("NONE"),
        !parts[2].equals("-"),
        parts[2].equals("rewritten"));
  }

  /** Where the facts say something else, in words. */
  List<String> differences(StatementForm form, Catalog schema, EngineVersion version) {
    Catalog before = Claim.fold(schema, form.setup());
    Optional<OnlineDdl> said = Claim.of(form.statement(), before, version).flatMap(Impact::online);
    if (said.isEmpty()) {
      return List.of("nothing is known of " + form);
    }
    List<String> differences = new ArrayList<>();
    if (said.get().algorithm() != algorithm) {
      differences.add(said.get().algorithm() + " but " + algorithm + ": " + form);
    }
    if (said.get().concurrentWrites() != concurrentWrites) {
      differences.add("writes " + said.get().concurrentWrites() + " is wrong: " + form);
    }
    boolean comparable = kept && !onlyPartitions(form, schema.dialect());
    if (comparable && said.get().rewrites() != rewritten) {
      differences.add("rewrites " + said.get().rewrites() + " is wrong: " + form);
    }
    return differences;
  }

  /** Partitions have places of their own, which come and go. */
  private static boolean onlyPartitions(StatementForm form, Dialect dialect) {
    return Claim.operations(form.statement(), dialect).stream()
        .anyMatch(TableOperation.ChangePartitions.class::isInstance);
  }
}
