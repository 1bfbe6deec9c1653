package dev.flux.migration;

import dev.flux.config.RepositorySettings;
import dev.flux.engine.Engine;
import dev.flux.engine.EngineVersion;
import dev.flux.engine.Evidence;
import dev.flux.repository.Snapshot;
import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says which server a directory's migrations run on: a flag, else names, the tool's own files, a
 * connection string's scheme, the SQL itself, drivers and images, else assumed. Of connection
 * strings nothing but the scheme is read.
 */
final class EngineFinder {
  private static final Map<Dialect, EngineVersion> ASSUMED =
      Map.of(
          Dialect.POSTGRESQL, new EngineVersion(16, 0, 0),
          Dialect.MYSQL, new EngineVersion(8, 0, 0),
          Dialect.MARIADB, new EngineVersion(11, 4, 0),
          Dialect.SQLITE, new EngineVersion(3, 45, 0));
  private static final Pattern URL =
      Pattern.compile(
          "^\\s*(?:export\\s+)?\\w*(?:DATABASE|DB)_?(?:URL|URI|DSN)\\w*\\s*=\\s*[\"']?(\\w+):",
          Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
  private static final Pattern SUPABASE =
      Pattern.compile("^\\s*major_version\\s*=\\s*(\\d+)", Pattern.MULTILINE);
  private static final Map<Dialect, Pattern> DRIVERS =
      Map.of(
          Dialect.POSTGRESQL,
          Pattern.compile(
              "jackc/pgx|lib/pq\\b|org\\.postgresql|\"pg\"\\s*:|psycopg|tokio-postgres"
                  + "|\\[[^\\]]*\"postgres(?:ql)?\"|flyway-database-postgresql"),
          Dialect.MYSQL,
          Pattern.compile(
              "go-sql-driver/mysql|mysql-connector|\"mysql2?\"\\s*:|pymysql|\\[[^\\]]*\"mysql\""
                  + "|flyway-mysql"),
          Dialect.SQLITE,
          Pattern.compile(
              "mattn/go-sqlite3|modernc\\.org/sqlite|sqlite-jdbc|\"better-sqlite3\"\\s*:|rusqlite"
                  + "|\\[[^\\]]*\"sqlite\""));

  private final Optional<EngineChoice> choice;
  private final RepositorySettings settings;
  private final DatabaseImages images;

  EngineFinder(Snapshot repository, Optional<EngineChoice> choice, RepositorySettings settings) {
    this.settings = settings;
    this.choice = choice;
    this.images = DatabaseImages.of(repository, path -> !MigrationPaths.isForeign(path));
  }

  /**
   * The engine's name; one that Flux may not know.
   *
   * @param suffix the engine that the files' own names say
   */
  NamedEngine name(Directory directory, Tool tool, Optional<String> suffix) {
    return suffix
        .map(name -> new NamedEngine(name, "file names in `" + directory.path() + "`"))
        .or(() -> choice.map(chosen -> new NamedEngine(chosen.dialect().id(), "as given")))
        .or(() -> said(directory))
        .or(() -> EngineNames.ofDirectory(directory.path()))
        .or(() -> tool.engine(directory))
        .or(() -> url(directory))
        .or(() -> SqlSigns.engine(sample(directory)).map(this::mariadb))
        .or(() -> driver(directory).map(this::mariadb))
        .or(() -> images.engine(directory.path()))
        .orElse(new NamedEngine("postgresql", ""));
  }

  private Optional<NamedEngine> said(Directory directory) {
    return settings
        .about(directory.path())
        .flatMap(about -> about.engine().stream())
        .findFirst()
        .map(name -> new NamedEngine(name, "`" + RepositorySettings.FILE + "`"));
  }

  /** The version that the settings say of a directory, unless they say it of another engine. */
  private Optional<DatabaseImages.Version> said(Dialect dialect, Directory directory) {
    boolean other =
        said(directory)
            .flatMap(named -> EngineNames.dialect(named.name()))
            .filter(said -> said != dialect)
            .isPresent();
    return other
        ? Optional.empty()
        : settings
            .about(directory.path())
            .flatMap(about -> about.version().stream())
            .findFirst()
            .flatMap(EngineVersion::parse)
            .map(
                version ->
                    new DatabaseImages.Version(version, "`" + RepositorySettings.FILE + "`"));
  }

  private NamedEngine mariadb(NamedEngine engine) {
    return engine.name().equals(Dialect.MYSQL.id())
            && images.has(Dialect.MARIADB)
            && !images.has(Dialect.MYSQL)
        ? new NamedEngine(Dialect.MARIADB.id(), engine.source() + " and an image of MariaDB")
        : engine;
  }

  private static Optional<NamedEngine> url(Directory directory) {
    return directory
        .nearest(".env", ".env.example", ".env.sample", ".env.development", ".env.local.example")
        .flatMap(
            file -> {
              Matcher url = URL.matcher(file.content());
              return url.find() && EngineNames.dialect(url.group(1)).isPresent()
                  ? Optional.of(
                      new NamedEngine(
                          url.group(1).toLowerCase(Locale.ROOT),
                          "the scheme of a URL in `" + file.path() + "`"))
                  : Optional.empty();
            });
  }

  private static Optional<NamedEngine> driver(Directory directory) {
    Optional<MigrationFile> build =
        directory.nearest(
            "Cargo.toml", "go.mod", "package.json", "build.gradle", "build.gradle.kts", "pom.xml");
    return build.flatMap(
        file -> {
          List<Dialect> found = new ArrayList<>();
          DRIVERS.forEach(
              (dialect, driver) -> {
                if (driver.matcher(file.content()).find()) {
                  found.add(dialect);
                }
              });
          return found.size() == 1
              ? Optional.of(
                  new NamedEngine(found.get(0).id(), "the driver in `" + file.path() + "`"))
              : Optional.empty();
        });
  }

  /** Texts of the change, and the first and last ones of the directory. */
  private static List<MigrationFile> sample(Directory directory) {
    List<MigrationFile> files = new ArrayList<>(directory.samples());
    directory.names().stream()
        .filter(name -> name.endsWith(".sql"))
        .limit(10)
        .map(directory::file)
        .forEach(files::add);
    return files;
  }

  /** The engine with its version. */
  Engine engine(Dialect dialect, NamedEngine name, Directory directory) {
    Optional<DatabaseImages.Version> version = version(dialect, directory);
    EngineVersion assumed = ASSUMED.getOrDefault(dialect, new EngineVersion(0, 0, 0));
    boolean named = !name.source().isEmpty();
    String engine =
        named
            ? dialect.title() + ": " + name.source()
            : dialect.title() + " assumed: nothing in the repository names the engine";
    String which =
        version
            .map(found -> "version " + found.version() + ": " + found.source())
            .orElse("version " + assumed + " assumed: nothing in the repository names it");
    return new Engine(
        dialect,
        version.map(DatabaseImages.Version::version).orElse(assumed),
        named && version.isPresent() ? Evidence.KNOWN : Evidence.ASSUMED,
        engine + "; " + which);
  }

  private Optional<DatabaseImages.Version> version(Dialect dialect, Directory directory) {
    Optional<DatabaseImages.Version> given =
        choice
            .filter(chosen -> chosen.dialect() == dialect)
            .flatMap(EngineChoice::version)
            .map(version -> new DatabaseImages.Version(version, "as given"))
            .or(() -> said(dialect, directory));
    if (given.isPresent()) {
      return given;
    }
    Optional<DatabaseImages.Version> supabase =
        Directory.parent(directory.path()).endsWith("supabase")
            ? directory.nearest("config.toml").flatMap(EngineFinder::majorVersion)
            : Optional.empty();
    return supabase.isPresent()
        ? supabase
        : images
            .version(dialect, directory.path())
            .map(
                found ->
                    new DatabaseImages.Version(
                        found.version(), "the image in `" + found.source() + "`"));
  }

  private static Optional<DatabaseImages.Version> majorVersion(MigrationFile file) {
    Matcher major = SUPABASE.matcher(file.content());
    return major.find()
        ? EngineVersion.parse(major.group(1))
            .map(
                version ->
                    new DatabaseImages.Version(version, "`major_version` in `" + file.path() + "`"))
        : Optional.empty();
  }
}
