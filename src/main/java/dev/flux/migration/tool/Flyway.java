package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationPaths;
import dev.flux.migration.MigrationVersion;
import dev.flux.migration.NamedEngine;
import dev.flux.migration.Section;
import dev.flux.migration.Tool;
import dev.flux.migration.VersionPrefix;
import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Flyway: {@code V1_2__x.sql} by version, then {@code R__x.sql} by description; {@code U} undoes,
 * {@code B} stands for all migrations up to its version on a new database (documentation,
 * "Migrations"; "Versioned", "Repeatable", "Undo" and "Baseline Migrations"). Locations are read
 * with the folders below them.
 */
public final class Flyway implements Tool {
  /** Kind, version and description of a file name. */
  static final Pattern NAME =
      Pattern.compile("(?:.*/)?(?:([VUB])(\\d+(?:[._]\\d+)*)__|(R)__)(.*)\\.sql");

  private static final Pattern URL =
      Pattern.compile("jdbc:(?:tc:|p6spy:|otel:|aws-wrapper:)?([a-z0-9]+):");
  private static final Set<String> ENGINES = Set.of("postgresql", "mysql", "mariadb", "sqlite");

  /** Where settings are looked for, in the directory and those above it. */
  private static final String[] CONFIGURATION = {
    "flyway.conf",
    "flyway.toml",
    "conf/flyway.conf",
    "application-prod.yml",
    "application-prod.properties",
    "application.yml",
    "application.yaml",
    "application.properties"
  };

  /** Where the lock that keeps two Flyways apart is one of a session. */
  private static final Flyway LOCKS_BY_SESSION = new Flyway(false);

  private static final Pattern SESSION_LOCK =
      Pattern.compile(
          "transactional(?:[._-]?|]\\s*)lock\\s*[=:]\\s*[\"']?false", Pattern.CASE_INSENSITIVE);
  private static final Pattern WAITS =
      Pattern.compile("\\bCONCURRENTLY\\b", Pattern.CASE_INSENSITIVE);

  private final boolean locksByTransaction;

  /** The tool as it is without settings. */
  public Flyway() {
    this(true);
  }

  private Flyway(boolean locksByTransaction) {
    this.locksByTransaction = locksByTransaction;
  }

  /**
   * Flyway holds its lock on PostgreSQL in a transaction that stays open, and what runs
   * concurrently waits for every transaction that is older, unless a setting has it otherwise
   * (documentation, "PostgreSQL Transactional Lock").
   */
  @Override
  public Tool in(Directory directory) {
    return configuration(directory)
            .filter(file -> SESSION_LOCK.matcher(file.content()).find())
            .isPresent()
        ? LOCKS_BY_SESSION
        : this;
  }

  private String needs(NewMigration step, Dialect dialect) {
    return locksByTransaction && dialect == Dialect.POSTGRESQL && WAITS.matcher(step.up()).find()
        ? "-- Needs the setting flyway.postgresql.transactional.lock=false: otherwise this waits"
            + " for Flyway's own transaction.\n"
        : "";
  }

  @Override
  public String id() {
    return "flyway";
  }

  @Override
  public String title() {
    return "Flyway";
  }

  @Override
  public Optional<String> recognise(Directory directory) {
    return directory.names().stream()
        .filter(name -> NAME.matcher(name).matches())
        .findFirst()
        .map(name -> "names such as `" + name + "`");
  }

  /** The settings nearest to a directory. */
  static Optional<MigrationFile> configuration(Directory directory) {
    return directory.nearest(CONFIGURATION);
  }

  /**
   * Databases in memory are left out: a project that names one for its developers runs its
   * migrations elsewhere too.
   */
  @Override
  public Optional<NamedEngine> engine(Directory directory) {
    return configuration(directory)
        .flatMap(
            file ->
                URL.matcher(file.content())
                    .results()
                    .map(url -> url.group(1))
                    .filter(ENGINES::contains)
                    .findFirst()
                    .map(name -> new NamedEngine(name, "the URL in `" + file.path() + "`")));
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    FlywayTransactions transactions = FlywayTransactions.of(directory, dialect);
    Map<MigrationVersion, Section> undo = new TreeMap<>();
    List<Migration> versioned = new ArrayList<>();
    List<Migration> baselines = new ArrayList<>();
    List<Migration> repeatable = new ArrayList<>();
    for (String name : directory.names()) {
      Matcher form = NAME.matcher(name);
      if (!form.matches()) {
        continue;
      }
      MigrationFile file = directory.file(name);
      Section up = Section.whole(file);
      if (form.group(3) != null) {
        MigrationVersion version = new MigrationVersion(form.group(4), List.of());
        repeatable.add(migration(file, version, form.group(4), up, transactions.of(name, up)));
        continue;
      }
      MigrationVersion version = VersionPrefix.version(form.group(2));
      if (form.group(1).equals("U")) {
        undo.put(version, up);
      } else {
        Migration migration =
            migration(file, version, form.group(4), up, transactions.of(name, up));
        (form.group(1).equals("B") ? baselines : versioned).add(migration);
      }
    }
    List<Migration> ordered = new ArrayList<>(withUndo(withBaseline(versioned, baselines), undo));
    ordered.sort(Comparator.comparing(Migration::version));
    repeatable.sort(Comparator.comparing(Migration::version));
    ordered.addAll(repeatable);
    return List.copyOf(ordered);
  }

  private static Migration migration(
      MigrationFile file,
      MigrationVersion version,
      String description,
      Section up,
      dev.flux.migration.TransactionMode mode) {
    return new Migration(file.path(), version, description, up, Optional.empty(), mode);
  }

  /**
   * A baseline never runs on a database that has a history, so it counts only where the migrations
   * it stands for are gone.
   */
  private static List<Migration> withBaseline(
      List<Migration> versioned, List<Migration> baselines) {
    List<Migration> all = new ArrayList<>(versioned);
    baselines.stream()
        .max(Comparator.comparing(Migration::version))
        .filter(
            baseline ->
                versioned.stream()
                    .noneMatch(each -> each.version().compareTo(baseline.version()) <= 0))
        .ifPresent(all::add);
    return all;
  }

  private static List<Migration> withUndo(
      List<Migration> versioned, Map<MigrationVersion, Section> undo) {
    return versioned.stream()
        .map(
            each ->
                new Migration(
                    each.path(),
                    each.version(),
                    each.description(),
                    each.up(),
                    Optional.ofNullable(undo.get(each.version())),
                    each.transaction()))
        .toList();
  }

  /** The script configuration, which says whether the script runs in a transaction. */
  @Override
  public List<String> companions(Migration migration) {
    return List.of(migration.path() + ".conf");
  }

  /**
   * One file for each step, with a script configuration where it needs to be outside a transaction,
   * and an undo file where the directory has such.
   */
  @Override
  public List<WrittenMigration> write(
      List<Migration> existing, Migration replaced, List<NewMigration> steps, Dialect dialect) {
    boolean undo =
        replaced.down().isPresent() || existing.stream().anyMatch(each -> each.down().isPresent());
    String folder = Directory.parent(replaced.path());
    return NewFiles.write(
        steps,
        List::of,
        count -> NewFiles.named(folder, "V", "__", existing, replaced, count),
        (name, header, step) -> {
          List<MigrationFile> files = new ArrayList<>();
          files.add(script(name.stem(), header + needs(step, dialect) + lines(step.up(), dialect)));
          String back =
              Directory.parent(name.stem())
                  + (folder.isEmpty() ? "U" : "/U")
                  + MigrationPaths.file(name.stem()).substring(1);
          if (undo && !step.down().isBlank()) {
            files.add(script(back, header + lines(step.down(), dialect)));
          }
          if (!step.transactional()) {
            List.copyOf(files)
                .forEach(
                    file ->
                        files.add(
                            new MigrationFile(
                                file.path() + ".conf", "executeInTransaction=false\n")));
          }
          return files;
        });
  }

  private static String lines(String sql, Dialect dialect) {
    return Pieces.lines(Pieces.delimited(sql, dialect));
  }

  private static MigrationFile script(String stem, String content) {
    return new MigrationFile(stem + ".sql", content);
  }
}
