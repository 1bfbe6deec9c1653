package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.Section;
import dev.flux.migration.TransactionMode;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether Flyway wraps a file in a transaction (documentation, "Execute In Transaction", "Mixed"
 * and "Script Config Files"; the statements are those of its PostgreSQL parser, 13.12).
 */
final class FlywayTransactions {
  private static final Pattern OUTSIDE =
      Pattern.compile(
          "((create|drop)\\s+(database|tablespace|subscription)|alter\\s+system"
              + "|(create|drop)\\s+(unique\\s+)?index\\s+concurrently"
              + "|reindex\\s+(verbose\\s+)?(schema|database|system)|vacuum|discard\\s+all"
              + "|pragma\\s+foreign_keys)\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern FOREIGN_KEYS =
      Pattern.compile("pragma\\s+foreign_keys\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern MIXED = setting("mixed");
  private static final Pattern EXECUTE = setting("executeInTransaction|execute-in-transaction");

  private final Directory directory;
  private final Dialect dialect;
  private final boolean mixed;
  private final boolean wraps;

  private FlywayTransactions(Directory directory, Dialect dialect, boolean mixed, boolean wraps) {
    this.directory = directory;
    this.dialect = dialect;
    this.mixed = mixed;
    this.wraps = wraps;
  }

  static FlywayTransactions of(Directory directory, Dialect dialect) {
    String configuration = Flyway.configuration(directory).map(MigrationFile::content).orElse("");
    return new FlywayTransactions(
        directory,
        dialect,
        value(MIXED, configuration).orElse(false),
        value(EXECUTE, configuration).orElse(true));
  }

  private static Pattern setting(String key) {
    return Pattern.compile(
        "^\\s*(?:(?:spring\\.)?flyway\\.)?(?:" + key + ")\\s*[=:]\\s*\"?(true|false)\\b",
        Pattern.MULTILINE);
  }

  private static Optional<Boolean> value(Pattern setting, String text) {
    Matcher found = setting.matcher(text);
    return found.find() ? Optional.of(found.group(1).equals("true")) : Optional.empty();
  }

  TransactionMode of(String name, Section up) {
    String conf = name + ".conf";
    Optional<Boolean> own =
        directory.names().contains(conf)
            ? value(EXECUTE, directory.file(conf).content())
            : Optional.empty();
    if (own.isPresent()) {
      return own.get()
          ? Transactions.wrapped("`executeInTransaction=true` in `" + directory.pathOf(conf) + "`")
          : Transactions.none("`executeInTransaction=false` in `" + directory.pathOf(conf) + "`");
    }
    if (!wraps) {
      return Transactions.none("`executeInTransaction=false` in Flyway's configuration");
    }
    return Transactions.mayHoldOutsideOnly(up, dialect) || setsForeignKeys(up)
        ? byStatements(Transactions.statements(up, dialect))
        : Transactions.wrapped("Flyway wraps each file in a transaction");
  }

  /** Of SQLite's statements Flyway keeps this one out of transactions, and no other. */
  private boolean setsForeignKeys(Section up) {
    return dialect == Dialect.SQLITE
        && FOREIGN_KEYS.matcher(up.file().content()).region(up.start(), up.end()).find();
  }

  private TransactionMode byStatements(List<String> statements) {
    long outside = statements.stream().filter(sql -> OUTSIDE.matcher(sql).matches()).count();
    if (outside == 0) {
      return Transactions.wrapped("Flyway wraps each file in a transaction");
    }
    if (outside == statements.size()) {
      return Transactions.none(
          "Flyway runs a file without a transaction when no statement of it may be in one");
    }
    return mixed
        ? Transactions.none("Flyway runs a file of mixed statements without a transaction")
        : Transactions.wrapped(
            "Flyway refuses a file that mixes statements which may be in a transaction with"
                + " others, unless `mixed=true` or `executeInTransaction=false` is set");
  }
}
