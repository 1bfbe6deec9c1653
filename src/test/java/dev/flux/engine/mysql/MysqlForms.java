package dev.flux.engine.mysql;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.MeasuredFact;
import dev.flux.engine.StatementForm;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Optional;

/**
 * The forms of statement that are measured on MySQL and MariaDB, and what the facts say of them.
 */
public final class MysqlForms {
  private static final List<String> FILES =
      List.of(
          "alter.txt",
          "everyday.txt",
          "generated.txt",
          "migrations.txt",
          "places.txt",
          "together.txt",
          "types.txt");

  private MysqlForms() {}

  /** All of them, those of one dialect alone too. */
  public static List<StatementForm> all() {
    return FILES.stream()
        .map(Resources::text)
        .map(StatementForm::read)
        .flatMap(List::stream)
        .toList();
  }

  /** The tables that they meet, with rows. */
  static String schema() {
    return Resources.text("schema.sql") + Resources.text("everyday.sql");
  }

  /** What is said of those that a server takes. */
  public static List<MeasuredFact> facts(Dialect dialect, EngineVersion version) {
    Catalog schema = Claim.fold(Catalog.empty(dialect), schema());
    return all().stream()
        .filter(form -> form.knownTo(dialect, version))
        .map(
            form ->
                new MeasuredFact(
                    form,
                    Claim.of(form.statement(), Claim.fold(schema, form.setup()), version),
                    Optional.empty()))
        .toList();
  }
}
