package dev.flux.engine.sqlite;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.MeasuredFact;
import dev.flux.engine.StatementForm;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The forms of statement that are measured on SQLite, and what the facts say of them. */
public final class SqliteForms {
  private SqliteForms() {}

  /** All of them, those that only newer versions take too. */
  public static List<StatementForm> all() {
    return StatementForm.read(text("statements.txt"));
  }

  /** What is said of those that a version takes, or is known to refuse. */
  public static List<MeasuredFact> facts(EngineVersion version) {
    Catalog schema = schema();
    return all().stream()
        .filter(form -> form.knownTo(Dialect.SQLITE, version))
        .map(
            form -> {
              Claim claim = Claim.of(form.statement(), before(form, schema), version);
              return new MeasuredFact(form, claim.impact(), claim.refusal());
            })
        .toList();
  }

  /** As Flux reads it, before any statement is measured. */
  static Catalog schema() {
    return Claim.fold(Catalog.empty(Dialect.SQLITE), text("schema.sql")).nextEra();
  }

  /** What a setup makes is old when the statement runs; a PRAGMA of it still holds. */
  static Catalog before(StatementForm form, Catalog schema) {
    return form.setup().startsWith("PRAGMA")
        ? Claim.fold(schema, form.setup())
        : Claim.fold(schema, form.setup()).nextEra();
  }

  static String text(String name) {
    try (InputStream file = Objects.requireNonNull(SqliteForms.class.getResourceAsStream(name))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
