package dev.flux.engine.postgresql;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.Impact;
import dev.flux.engine.MeasuredFact;
import dev.flux.engine.StatementForm;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Optional;

/** The forms of statement that are measured on PostgreSQL, and what the facts say of them. */
public final class PostgresForms {
  private static final List<String> FILES =
      List.of(
          "statements.txt",
          "tables.txt",
          "partitions.txt",
          "inheritance.txt",
          "objects.txt",
          "rows.txt");

  private PostgresForms() {}

  /** All of them, those that only some versions take too. */
  public static List<StatementForm> all() {
    return FILES.stream()
        .map(Resources::text)
        .map(StatementForm::read)
        .flatMap(List::stream)
        .toList();
  }

  /** What is said of those that a version takes. */
  public static List<MeasuredFact> facts(EngineVersion version) {
    Catalog schema = PopulatedSchema.catalog(version);
    return all().stream()
        .filter(form -> form.knownTo(Dialect.POSTGRESQL, version))
        .map(form -> new MeasuredFact(form, impact(form, schema, version), Optional.empty()))
        .toList();
  }

  private static Optional<Impact> impact(
      StatementForm form, Catalog schema, EngineVersion version) {
    return Claim.of(form.statement(), before(form, schema), version).impact();
  }

  /** The schema that a form meets. */
  static Catalog before(StatementForm form, Catalog schema) {
    return Claim.fold(Claim.fold(schema, form.setup()), form.session());
  }

  /** Types that a column is changed from and to, each to each. */
  public static List<String> types() {
    return Resources.text("types.txt").lines().filter(line -> !line.startsWith("#")).toList();
  }

  /** What is said of changes of the type of an indexed column, where TimeZone is UTC. */
  public static Optional<Impact> typeChange(String from, String to, EngineVersion version) {
    String table =
        "SET TimeZone = 'UTC'; CREATE TABLE typed (changed "
            + from
            + "); CREATE INDEX typed_idx ON typed (changed);";
    Catalog before = Claim.fold(PopulatedSchema.catalog(version), table);
    return Claim.of("ALTER TABLE typed ALTER COLUMN changed TYPE " + to, before, version).impact();
  }
}
