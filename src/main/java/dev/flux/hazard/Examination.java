package dev.flux.hazard;

import dev.flux.migration.MigrationChange;
import dev.flux.schema.Catalog;
import java.util.List;
import java.util.stream.Stream;

/**
 * One migration directory's change as judged.
 *
 * @param before the schema that the history gives
 * @param findings about the change as a whole
 * @param suppressed findings that somebody allows; they are in none of the other lists
 */
public record Examination(
    MigrationChange change,
    Catalog before,
    List<ExaminedMigration> migrations,
    List<Finding> findings,
    List<Suppressed> suppressed) {
  public Examination {
    migrations = List.copyOf(migrations);
    findings = List.copyOf(findings);
    suppressed = List.copyOf(suppressed);
  }

  /** Every finding: of statements, files and the change. */
  public Stream<Finding> allFindings() {
    return Stream.concat(
        findings.stream(),
        migrations.stream()
            .flatMap(
                migration ->
                    Stream.concat(
                        migration.findings().stream(),
                        migration.statements().stream().flatMap(s -> s.findings().stream()))));
  }
}
