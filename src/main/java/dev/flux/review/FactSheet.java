package dev.flux.review;

import dev.flux.engine.Impact;
import dev.flux.engine.sqlite.SqliteFacts;
import dev.flux.hazard.Examination;
import dev.flux.hazard.ExaminedStatement;
import dev.flux.hazard.Examiner;
import dev.flux.hazard.Finding;
import dev.flux.migration.EngineChoice;
import dev.flux.migration.FoundMigrations;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationFinder;
import dev.flux.migration.tool.Tools;
import dev.flux.sql.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What statements do to a live database, by the engine's facts, with their source. */
public final class FactSheet {
  private static final int WIDTH = 96;

  private FactSheet() {}

  /** Of statements that somebody writes; tables that they name are assumed to hold rows. */
  public static String of(String sql, EngineChoice engine) {
    return examine(List.of(), sql, engine).migrations().stream()
        .flatMap(migration -> migration.statements().stream())
        .map(FactSheet::sheet)
        .collect(Collectors.joining("\n"));
  }

  /** Of the forms of statement that people ask about most. */
  public static String ofForms(EngineChoice engine) {
    String text = forms(engine.dialect());
    int end = text.indexOf("\n\n");
    MigrationFile schema = new MigrationFile("facts/001_schema.sql", text.substring(0, end));
    List<String> sheets = new ArrayList<>();
    for (String form : text.substring(end).strip().lines().toList()) {
      examine(List.of(schema), form, engine).migrations().stream()
          .flatMap(migration -> migration.statements().stream())
          .map(FactSheet::brief)
          .forEach(sheets::add);
    }
    return String.join("\n", sheets) + "\n";
  }

  /** A schema, an empty line, and a form on each line. */
  private static String forms(Dialect dialect) {
    String name = dialect == Dialect.SQLITE ? "forms/sqlite.sql" : "forms/postgresql.sql";
    try (InputStream text = FactSheet.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(text, "packed with Flux").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Examination examine(List<MigrationFile> history, String sql, EngineChoice engine) {
    MigrationFinder finder =
        new MigrationFinder(Tools.all(), Tools.find("sql"), Optional.of(engine));
    FoundMigrations found =
        finder.find(history, List.of(new MigrationFile("facts/002_facts.sql", sql)));
    return Examiner.examine(found.changes().get(0));
  }

  private static String brief(ExaminedStatement statement) {
    return statement.statement().sql()
        + "\n    "
        + effect(statement)
        + statement.impact().map(known -> " [" + known.source() + "]").orElse("")
        + "\n";
  }

  private static String effect(ExaminedStatement statement) {
    return LockWords.sentence(statement)
        .or(() -> refusal(statement))
        .orElse("Flux has no fact about this: a human must judge.")
        .replace("`", "");
  }

  private static Optional<String> refusal(ExaminedStatement statement) {
    return statement.clauses().stream()
        .filter(clause -> clause.engine().dialect() == Dialect.SQLITE)
        .flatMap(
            clause ->
                SqliteFacts.findRefusal(
                    clause.operation(), clause.before(), clause.engine().version())
                    .stream())
        .findFirst()
        .map(cause -> "Refused: " + cause + ".");
  }

  private static String sheet(ExaminedStatement statement) {
    List<String> lines = new ArrayList<>();
    lines.add(statement.statement().sql().strip());
    Optional<Impact> impact = statement.impact();
    add(lines, "locks", effect(statement));
    impact.ifPresent(
        known -> {
          add(lines, "rewrites", names(known.rewrites()));
          add(lines, "scans", names(known.scans()));
          add(
              lines,
              "builds",
              known.builds().isEmpty() ? "no index" : "on " + names(known.builds()));
          add(lines, "may run", transaction(known.transaction()));
          known.assumptions().forEach(assumed -> add(lines, "assumed", assumed));
          add(lines, "source", known.source());
        });
    for (Finding finding : statement.findings()) {
      String severity = finding.severity().id().toLowerCase(Locale.ROOT);
      add(lines, severity, finding.hazard() + ": " + finding.message());
    }
    return String.join("\n", lines) + "\n";
  }

  private static String names(List<?> tables) {
    return tables.isEmpty()
        ? "nothing"
        : tables.stream().map(String::valueOf).distinct().collect(Collectors.joining(", "));
  }

  private static String transaction(Impact.TransactionRule rule) {
    return switch (rule) {
      case ANYWHERE -> "inside or outside a transaction";
      case OUTSIDE_ONLY -> "only outside a transaction";
      case USABLE_AFTER_COMMIT ->
          "in a transaction, but its result is of use after the commit only";
    };
  }

  private static void add(List<String> lines, String label, String text) {
    List<String> wrapped = Lines.wrap(text, WIDTH - 13);
    for (int i = 0; i < wrapped.size(); i++) {
      lines.add(String.format(Locale.ROOT, "  %-9s  %s", i == 0 ? label : "", wrapped.get(i)));
    }
  }
}
