package dev.flux.hazard;

import dev.flux.sql.DataOperation.Insert;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Catches migrations that insert accounts of developers and testers. Spoken once a file.
 *
 * <p>In production: made-up people appear beside real ones, and an account whose password everybody
 * knows can log in.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: a seed script that only development and tests run.
 *
 * <p>Source: RFC 2606 and RFC 6761, the names reserved for examples and tests.
 */
final class SeedDataInMigration implements Hazard {
  private static final Pattern RESERVED =
      Pattern.compile(
          "'[^'\\s@]+@(?:[a-z0-9-]+\\.){0,9}(?:example\\.(?:com|net|org)|test\\.com"
              + "|[a-z0-9-]+\\.(?:test|example|invalid)|localhost)'",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern TESTER =
      Pattern.compile(
          "'(?:test[ _-]?(?:user|account|admin)?\\d*|(?:john|jane)[ ._]?doe|foo|foobar|dummy["
              + " _-]?\\w*)'",
          Pattern.CASE_INSENSITIVE);
  private static final Set<String> PEOPLE =
      Set.of(
          "user",
          "users",
          "account",
          "accounts",
          "customer",
          "customers",
          "member",
          "members",
          "person",
          "people",
          "profile",
          "profiles",
          "employee",
          "employees");

  @Override
  public String id() {
    return "seed-data-in-migration";
  }

  @Override
  public Severity severity() {
    return Severity.ADVICE;
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    return migration.clauses().stream()
        .filter(SeedDataInMigration::seeds)
        .findFirst()
        .map(this::finding)
        .orElse(List.of());
  }

  private static boolean seeds(ExaminedClause clause) {
    if (!(clause.operation() instanceof Insert insert) || insert.source() != Insert.Source.VALUES) {
      return false;
    }
    String name = insert.table().name().toLowerCase(Locale.ROOT);
    return RESERVED.matcher(clause.statement().sql()).find()
        || (PEOPLE.contains(name) && TESTER.matcher(clause.statement().sql()).find());
  }

  private List<Finding> finding(ExaminedClause clause) {
    return clause.finding(
        this,
        "Production gets accounts that are made up",
        "rows for tests are inserted into " + Words.codes(clause.table().stream().toList()),
        "Insert them with a seed script that only development and tests run.");
  }
}
