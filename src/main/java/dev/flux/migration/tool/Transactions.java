package dev.flux.migration.tool;

import dev.flux.engine.Evidence;
import dev.flux.migration.Section;
import dev.flux.migration.Tool.NewMigration;
import dev.flux.migration.TransactionMode;
import dev.flux.migration.TransactionMode.Kind;
import dev.flux.sql.Dialect;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;

/** How tools run files, and the statements that PostgreSQL refuses inside a transaction. */
final class Transactions {
  private static final Pattern SUSPECT =
      Pattern.compile(
          "\\b(concurrently|vacuum|system|database|tablespace|subscription|discard)\\b",
          Pattern.CASE_INSENSITIVE);

  /**
   * PostgreSQL manual, reference pages of CREATE and DROP INDEX, REINDEX, VACUUM, ALTER SYSTEM,
   * CREATE and DROP DATABASE, TABLESPACE and SUBSCRIPTION, ALTER TABLE (DETACH PARTITION), DISCARD.
   */
  private static final Pattern OUTSIDE_ONLY =
      Pattern.compile(
          "(create\\s+(unique\\s+)?index\\s+concurrently|drop\\s+index\\s+concurrently"
              + "|reindex\\b.*\\b(concurrently|schema|database|system)|vacuum|alter\\s+system"
              + "|(create|drop)\\s+(database|tablespace|subscription)|discard\\s+all"
              + "|alter\\s+table\\b.*\\bdetach\\s+partition\\b.*\\bconcurrently)\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** A block that ends transactions itself (manual, 41.8 Transaction Management). */
  private static final Pattern COMMITTING =
      Pattern.compile("do\\b.*\\bcommit\\s*;.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern CONTROL =
      Pattern.compile(
          "\\b(begin\\s*(;|work|transaction|isolation|read)|start\\s+transaction|commit)\\b?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SETTING =
      Pattern.compile(
          "(set|reset)\\b(?!\\s+local\\b).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Transactions() {}

  static TransactionMode wrapped(String reason) {
    return new TransactionMode(Kind.WRAPPED, Evidence.KNOWN, reason);
  }

  static TransactionMode none(String reason) {
    return new TransactionMode(Kind.NONE, Evidence.KNOWN, reason);
  }

  static TransactionMode assumed(Kind kind, String reason) {
    return new TransactionMode(kind, Evidence.ASSUMED, reason);
  }

  /**
   * A file that a tool sends in one piece: PostgreSQL runs several statements in one message as one
   * transaction (manual, 55.2.2.1 Multiple Statements in a Simple Query); the other engines commit
   * each by itself.
   */
  static TransactionMode sentWhole(String tool, Dialect dialect) {
    return dialect == Dialect.POSTGRESQL
        ? new TransactionMode(
            Kind.IMPLICIT,
            Evidence.KNOWN,
            tool + " sends the file whole; PostgreSQL runs several statements as one transaction")
        : none(tool + " begins no transaction; each statement commits by itself");
  }

  /**
   * The step as a tool sees it that never takes one back: it may be its way back alone that needs
   * to be outside a transaction.
   */
  static NewMigration upAlone(NewMigration step) {
    boolean outside = SUSPECT.matcher(step.up()).find() || CONTROL.matcher(step.up()).find();
    return new NewMigration(step.slug(), step.up(), "", step.transactional() || !outside);
  }

  /** Whether a text may hold a statement that PostgreSQL refuses inside a transaction. */
  static boolean mayHoldOutsideOnly(Section section, Dialect dialect) {
    return dialect == Dialect.POSTGRESQL
        && SUSPECT.matcher(section.file().content()).region(section.start(), section.end()).find();
  }

  /** Whether every statement but settings of the session is one that needs to be outside. */
  static boolean onlyOutside(Section section, Dialect dialect) {
    if (!mayHoldOutsideOnly(section, dialect)
        && !(dialect == Dialect.POSTGRESQL && mayControl(section))) {
      return false;
    }
    List<String> statements =
        statements(section, dialect).stream()
            .filter(sql -> !SETTING.matcher(sql).matches())
            .toList();
    return !statements.isEmpty()
        && statements.stream()
            .allMatch(
                sql -> OUTSIDE_ONLY.matcher(sql).matches() || COMMITTING.matcher(sql).matches());
  }

  /** Whether a file begins or ends transactions itself. */
  static boolean controlsItself(Section section, Dialect dialect) {
    return mayControl(section)
        && SqlReader.read(section.file().content(), section.start(), section.end(), dialect)
            .statements()
            .stream()
            .flatMap(statement -> statement.operations().stream())
            .anyMatch(
                operation ->
                    operation instanceof SessionOperation.BeginTransaction
                        || operation instanceof SessionOperation.CommitTransaction);
  }

  private static boolean mayControl(Section section) {
    return CONTROL.matcher(section.file().content()).region(section.start(), section.end()).find();
  }

  /** The statements of a section, without the comments in front of them. */
  static List<String> statements(Section section, Dialect dialect) {
    return SqlReader.read(section.file().content(), section.start(), section.end(), dialect)
        .statements()
        .stream()
        .map(Statement::sql)
        .toList();
  }
}
