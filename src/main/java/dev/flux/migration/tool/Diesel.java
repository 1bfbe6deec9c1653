package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationVersion;
import dev.flux.migration.Section;
import dev.flux.migration.TransactionMode;
import dev.flux.migration.VersionPrefix;
import dev.flux.migration.tool.Scripts.Script;
import dev.flux.sql.Dialect;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Diesel: a directory for each migration with {@code up.sql} and {@code down.sql}, ordered by what
 * stands before the first underscore with its dashes left out, each in a transaction unless {@code
 * metadata.toml} beside says {@code run_in_transaction = false}; then it is sent whole (docs.rs,
 * {@code diesel_migrations}).
 */
public final class Diesel extends ReadOnlyTool {
  private static final Pattern OUTSIDE =
      Pattern.compile("^\\s*run_in_transaction\\s*=\\s*false\\b", Pattern.MULTILINE);
  private static final int TIMESTAMP = 14;

  /** The tool. */
  public Diesel() {
    super("diesel", "Diesel");
  }

  @Override
  public Optional<String> recognise(Directory directory) {
    if (!directory.anyName(name -> name.endsWith("/up.sql"))) {
      return Optional.empty();
    }
    return directory
        .nearest("diesel.toml")
        .or(() -> directory.nearest("Cargo.toml").filter(file -> file.content().contains("diesel")))
        .map(file -> "`" + file.path() + "`");
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    return Scripts.nested(directory, Comparator.comparing(Diesel::digits)).stream()
        .filter(script -> script.up().endsWith("/up.sql"))
        .map(script -> migration(directory, script, dialect))
        .toList();
  }

  private static Migration migration(Directory directory, Script script, Dialect dialect) {
    MigrationFile file = directory.file(script.up());
    int underscore = script.stem().indexOf('_');
    return new Migration(
        file.path(),
        version(script),
        underscore < 0 ? "" : script.stem().substring(underscore + 1),
        Section.whole(file),
        Scripts.whole(directory, script.down()),
        transaction(directory, script.stem() + "/metadata.toml", dialect));
  }

  private static String digits(Script script) {
    int underscore = script.stem().indexOf('_');
    return (underscore < 0 ? script.stem() : script.stem().substring(0, underscore))
        .replace("-", "");
  }

  private static MigrationVersion version(Script script) {
    String digits = digits(script);
    if (digits.length() <= TIMESTAMP || !digits.chars().allMatch(Character::isDigit)) {
      return VersionPrefix.version(digits);
    }
    return new MigrationVersion(
        digits,
        List.of(
            new BigInteger(digits.substring(0, TIMESTAMP)),
            new BigInteger(digits.substring(TIMESTAMP))));
  }

  private static TransactionMode transaction(Directory directory, String name, Dialect dialect) {
    return directory.names().contains(name)
            && OUTSIDE.matcher(directory.file(name).content()).find()
        ? Transactions.sentWhole("Diesel (`run_in_transaction = false`)", dialect)
        : Transactions.wrapped("Diesel wraps each migration in a transaction");
  }
}
