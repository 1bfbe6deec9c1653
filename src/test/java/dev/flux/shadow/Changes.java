package dev.flux.shadow;

import dev.flux.engine.Engine;
import dev.flux.engine.EngineVersion;
import dev.flux.engine.Evidence;
import dev.flux.hazard.Examination;
import dev.flux.hazard.Examiner;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationVersion;
import dev.flux.migration.Section;
import dev.flux.migration.TransactionMode;
import dev.flux.migration.tool.Tools;
import dev.flux.sql.Dialect;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** A change of one migration after a history of one, run by a tool that wraps each. */
final class Changes {
  private Changes() {}

  static Examination postgresql(String history, String change) {
    return examine(Dialect.POSTGRESQL, 16, history, change);
  }

  static Examination examine(Dialect dialect, int version, String history, String change) {
    return examine(dialect, new EngineVersion(version, 0, 0), history, change);
  }

  static Examination examine(
      Dialect dialect, EngineVersion version, String history, String change) {
    return Examiner.examine(
        new MigrationChange(
            "migrations",
            Tools.find("sql").orElseThrow(),
            "as given",
            new Engine(dialect, version, Evidence.KNOWN, "test"),
            history.isEmpty() ? List.of() : List.of(migration(1, history)),
            List.of(migration(2, change)),
            List.of(),
            true));
  }

  private static Migration migration(int number, String up) {
    String path = "migrations/%03d_change.sql".formatted(number);
    return new Migration(
        path,
        new MigrationVersion("%03d".formatted(number), List.of(BigInteger.valueOf(number))),
        "change",
        Section.whole(new MigrationFile(path, up)),
        Optional.empty(),
        new TransactionMode(TransactionMode.Kind.WRAPPED, Evidence.KNOWN, "test"));
  }
}
