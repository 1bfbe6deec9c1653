package dev.flux.hazard;

import dev.flux.migration.MigrationChange;
import dev.flux.schema.Catalog;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One migration directory's change as judged.
 *
 * @param before the schema that the history gives
 * @param findings about the change as a whole
 * @param sizes of tables, as far as somebody says
 * @param suppressed findings that somebody allows; they are in none of the other lists
 */
public record Examination(
    MigrationChange change,
    Catalog before,
    List<ExaminedMigration> migrations,
    List<Finding> findings,
    List<Suppressed> suppressed,
    TableSizes sizes) {
  public Examination {
    migrations = List.copyOf(migrations);
    findings = List.copyOf(findings);
    suppressed = List.copyOf(suppressed);
  }

  /** The same with other statements: the same ones, judged on more evidence, in the same order. */
  public Examination with(UnaryOperator<ExaminedStatement> edit) {
    return new Examination(
        change,
        before,
        migrations.stream()
            .map(
                migration ->
                    migration.with(
                        migration.statements().stream().map(edit).toList(), migration.findings()))
            .toList(),
        findings,
        suppressed,
        sizes);
  }

  /** The same with each of its lists of findings changed. */
  Examination each(UnaryOperator<List<Finding>> edit) {
    return new Examination(
        change,
        before,
        migrations.stream()
            .map(
                migration ->
                    migration.with(
                        migration.statements().stream()
                            .map(statement -> statement.with(edit.apply(statement.findings())))
                            .toList(),
                        edit.apply(migration.findings())))
            .toList(),
        edit.apply(findings),
        suppressed,
        sizes);
  }

  /** The schema that a migration leaves in the end: with those behind it in the same change. */
  Catalog after(ExaminedMigration migration) {
    return change.oneChange() ? migrations.get(migrations.size() - 1).after() : migration.after();
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
