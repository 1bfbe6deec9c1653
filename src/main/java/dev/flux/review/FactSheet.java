package dev.flux.review;

import dev.flux.engine.Impact;
import dev.flux.engine.OnlineDdl;
import dev.flux.engine.sqlite.SqliteFacts;
import dev.flux.hazard.Examination;
import dev.flux.hazard.ExaminedMigration;
import dev.flux.hazard.ExaminedStatement;
import dev.flux.hazard.Examiner;
import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.migration.EngineChoice;
import dev.flux.migration.FoundMigrations;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationFinder;
import dev.flux.migration.tool.Tools;
import dev.flux.sql.DataOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What statements do to a live database, by the engine's facts, with their source. */
public final class FactSheet {
  private static final int WIDTH = 96;

  /** No tool runs what somebody only asks about. */
  private static final Set<String> OF_THE_TOOL =
      Set.of("concurrently-in-transaction", "foreign-keys-pragma-in-transaction");

  private FactSheet() {}

  /** Of statements that somebody writes; tables that they name are assumed to hold rows. */
  public static String of(String sql, EngineChoice engine) {
    Examination examined = examine(List.of(), sql, engine);
    return server(examined)
        + examined.migrations().stream()
            .flatMap(
                migration ->
                    migration.statements().stream()
                        .map(each -> sheet(each, findings(each, migration))))
            .collect(Collectors.joining("\n"));
  }

  /** Of the forms of statement that people ask about most. */
  public static String ofForms(EngineChoice engine) {
    String text = forms(engine.dialect());
    int end = text.indexOf("\n\n");
    MigrationFile schema = new MigrationFile("facts/001_schema.sql", text.substring(0, end));
    List<String> sheets = new ArrayList<>();
    String server = "";
    for (String form : text.substring(end).strip().lines().toList()) {
      Examination examined = examine(List.of(schema), form, engine);
      server = server(examined);
      examined.migrations().stream()
          .flatMap(migration -> migration.statements().stream())
          .map(FactSheet::brief)
          .forEach(sheets::add);
    }
    return server + String.join("\n", sheets);
  }

  /** Which one is asked about, and whether somebody said so. */
  private static String server(Examination examined) {
    return examined.change().engine() + "\n\n";
  }

  /** A schema, an empty line, and a form on each line. */
  private static String forms(Dialect dialect) {
    String name =
        switch (dialect) {
          case POSTGRESQL -> "forms/postgresql.sql";
          case MYSQL, MARIADB -> "forms/mysql.sql";
          case SQLITE -> "forms/sqlite.sql";
        };
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

  /** What is found about the statement; of what is found about the file, what endangers it. */
  private static List<Finding> findings(ExaminedStatement statement, ExaminedMigration migration) {
    Span span = statement.statement().span();
    List<Finding> findings = new ArrayList<>(statement.findings());
    findings.removeIf(finding -> OF_THE_TOOL.contains(finding.hazard()));
    migration.findings().stream()
        .filter(finding -> finding.severity() == Severity.DANGER)
        .filter(finding -> span.line() <= finding.line() && finding.line() <= span.endLine())
        .forEach(findings::add);
    return findings;
  }

  private static String sheet(ExaminedStatement statement, List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    lines.add(statement.statement().sql().strip());
    add(lines, "locks", effect(statement));
    statement.impact().ifPresent(impact -> addFacts(lines, impact, commitsItself(statement)));
    for (Finding finding : findings) {
      String severity = finding.severity().id().toLowerCase(Locale.ROOT);
      add(lines, severity, finding.hazard() + ": " + finding.message());
    }
    return String.join("\n", lines) + "\n";
  }

  private static void addFacts(List<String> lines, Impact impact, boolean commitsItself) {
    impact.online().ifPresent(ddl -> addWay(lines, ddl));
    if (!impact.emptied().isEmpty()) {
      add(lines, "empties", names(impact.emptied()) + ": another file without rows, in an instant");
    }
    List<ObjectName> builds = impact.filled(impact.builds());
    add(lines, "rewrites", names(impact.filled(impact.rewrites())));
    add(lines, "scans", names(impact.filled(impact.scans())));
    add(lines, "builds", builds.isEmpty() ? "no index" : "on " + names(builds));
    add(
        lines,
        "may run",
        commitsItself
            ? "anywhere; it commits what is open, and cannot be rolled back"
            : transaction(impact.transaction()));
    impact.assumptions().forEach(assumed -> add(lines, "assumed", assumed));
    add(lines, "source", impact.source());
  }

  /** How MySQL or MariaDB does it at its lightest. */
  private static void addWay(List<String> lines, OnlineDdl ddl) {
    boolean instant = ddl.algorithm() == OnlineDdl.Algorithm.INSTANT;
    add(lines, "algorithm", ddl.algorithm().name());
    add(
        lines,
        "writes",
        instant
            ? "go on; no LOCK can be stated with INSTANT"
            : ddl.concurrentWrites() ? "go on: LOCK=NONE" : "wait: LOCK=SHARED");
    add(lines, "rebuild", ddl.rewrites() ? "yes" : "no");
  }

  /** DDL of MySQL and MariaDB is a transaction of its own. */
  private static boolean commitsItself(ExaminedStatement statement) {
    return statement.clauses().stream()
        .anyMatch(
            clause ->
                switch (clause.engine().dialect()) {
                  case MYSQL, MARIADB ->
                      !(clause.operation() instanceof DataOperation)
                          && !(clause.operation() instanceof SessionOperation);
                  case POSTGRESQL, SQLITE -> false;
                });
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
