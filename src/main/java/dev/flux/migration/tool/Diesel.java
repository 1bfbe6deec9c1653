package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationPaths;
import dev.flux.migration.MigrationVersion;
import dev.flux.migration.Section;
import dev.flux.migration.Tool;
import dev.flux.migration.TransactionMode;
import dev.flux.migration.VersionPrefix;
import dev.flux.migration.tool.Scripts.Script;
import dev.flux.sql.Dialect;
import java.math.BigInteger;
import java.util.ArrayList;
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
public final class Diesel implements Tool {
  private static final Pattern OUTSIDE =
      Pattern.compile("^\\s*run_in_transaction\\s*=\\s*false\\b", Pattern.MULTILINE);
  private static final int TIMESTAMP = 14;

  @Override
  public String id() {
    return "diesel";
  }

  @Override
  public String title() {
    return "Diesel";
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

  /** A directory for each step, with its way back and, outside a transaction, its metadata. */
  @Override
  public List<WrittenMigration> write(
      List<Migration> existing, Migration replaced, List<NewMigration> steps, Dialect dialect) {
    String own = Directory.parent(replaced.path());
    return NewFiles.write(
        steps,
        step -> Pieces.oneStatementEach(step, dialect),
        count -> NewFiles.named(Directory.parent(own), "", "_", existing, replaced, count),
        (name, header, step) -> {
          String folder = Directory.parent(name.stem()) + "/" + dashed(name.stem(), own) + "/";
          List<MigrationFile> files = new ArrayList<>();
          files.add(new MigrationFile(folder + "up.sql", header + Pieces.lines(step.up())));
          files.add(new MigrationFile(folder + "down.sql", header + Pieces.back(step.down())));
          if (!step.transactional()) {
            files.add(new MigrationFile(folder + "metadata.toml", "run_in_transaction = false\n"));
          }
          return files;
        });
  }

  @Override
  public List<String> companions(Migration migration) {
    return List.of(Directory.parent(migration.path()) + "/metadata.toml");
  }

  /** A name with its version's dashes where the replaced migration has them. */
  private static String dashed(String stem, String replaced) {
    String name = MigrationPaths.file(stem);
    String dashes = MigrationPaths.file(replaced).replaceFirst("_.*", "");
    int underscore = name.indexOf('_');
    if (!dashes.contains("-") || underscore < 0 || name.substring(0, underscore).contains("-")) {
      return name;
    }
    String digits = name.substring(0, underscore);
    StringBuilder dashed = new StringBuilder();
    int next = 0;
    for (int i = 0; i < dashes.length(); i++) {
      boolean keeps = dashes.charAt(i) == '-' || next >= digits.length();
      dashed.append(keeps ? dashes.charAt(i) : digits.charAt(next++));
    }
    return dashed + name.substring(underscore);
  }
}
