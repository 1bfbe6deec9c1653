package dev.flux.engine.postgresql;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.Impact;
import dev.flux.engine.MeasuredFact;
import dev.flux.engine.StatementForm;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The forms of statement that are measured on PostgreSQL, and what the facts say of them. */
public final class PostgresForms {
  private static final List<String> FILES =
      List.of(
          "statements.txt",
          "tables.txt",
          "partitions.txt",
          "inheritance.txt",
          "objects.txt",
          "rows.txt",
          "only.txt");

  /** Each has statements, and a schema of its own beside the common one. */
  private static final List<String> WORLDS =
      List.of(
          "shop", "meters", "things", "library", "clinic", "hub", "bank", "parcels", "campus",
          "arena", "depot", "rental", "press", "ferry", "studio", "orchard");

  private PostgresForms() {}

  /** All of them, those that only some versions take too. */
  public static List<StatementForm> all() {
    Stream<StatementForm> common =
        FILES.stream().map(Resources::text).map(StatementForm::read).flatMap(List::stream);
    Stream<StatementForm> others =
        WORLDS.stream()
            .flatMap(
                world ->
                    StatementForm.read(Resources.text(world + ".txt")).stream()
                        .map(form -> form.in(world)));
    return Stream.concat(common, others).toList();
  }

  /** SQL that is run and committed before the form. */
  static String setup(StatementForm form) {
    return form.world().map(world -> Resources.text(world + ".sql")).orElse("") + form.setup();
  }

  /** What is said of those that a version takes. */
  public static List<MeasuredFact> facts(EngineVersion version) {
    Worlds worlds = new Worlds(PopulatedSchema.catalog(version));
    return all().stream()
        .filter(form -> form.knownTo(Dialect.POSTGRESQL, version))
        .map(
            form ->
                new MeasuredFact(
                    form, impact(form, worlds.before(form), version), Optional.empty()))
        .toList();
  }

  private static Optional<Impact> impact(
      StatementForm form, Catalog before, EngineVersion version) {
    return Claim.of(form.statement(), before, version).impact();
  }

  /** Types that a column is changed from and to, each to each. */
  public static List<String> types() {
    return Resources.text("types.txt").lines().filter(line -> !line.startsWith("#")).toList();
  }

  /**
   * What is said of the change of an indexed column to each type, in the order of {@link #types},
   * where TimeZone is UTC.
   */
  public static List<Optional<Impact>> typeChanges(String from, EngineVersion version) {
    String table =
        "SET TimeZone = 'UTC'; CREATE TABLE typed (changed "
            + from
            + "); CREATE INDEX typed_idx ON typed (changed);";
    String named =
        Resources.text("schema.sql")
            .lines()
            .filter(line -> line.matches("CREATE (TYPE|DOMAIN|EXTENSION) .*;"))
            .collect(Collectors.joining("\n"));
    Catalog before = Claim.fold(Catalog.empty(Dialect.POSTGRESQL), named + table).nextEra();
    return types().stream()
        .map(to -> "ALTER TABLE typed ALTER COLUMN changed TYPE " + to)
        .map(statement -> Claim.of(statement, before, version).impact())
        .toList();
  }
}
