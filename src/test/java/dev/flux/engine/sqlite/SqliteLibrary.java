package dev.flux.engine.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One version of SQLite, as its JDBC library brings it along.
 *
 * @param jar empty for the library of the class path
 */
public record SqliteLibrary(String title, Optional<Path> jar, Driver driver) {

  /** The library of the class path. */
  public static SqliteLibrary standard() {
    return new SqliteLibrary("SQLite", Optional.empty(), new org.sqlite.JDBC());
  }

  /**
   * Every version below the folder that the system property {@code flux.engines} names (profile
   * {@code engines}), the oldest first; the one of the class path where it is not set.
   */
  static List<SqliteLibrary> all() {
    String engines = System.getProperty("flux.engines");
    if (engines == null) {
      return List.of(standard());
    }
    try (Stream<Path> files = Files.list(Path.of(engines, "sqlite"))) {
      return files.sorted().map(SqliteLibrary::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the libraries of -Pengines are not below " + engines, e);
    }
  }

  private static SqliteLibrary of(Path jar) {
    String version = String.valueOf(jar.getFileName()).replaceAll("sqlite-jdbc-|\\.jar", "");
    try {
      Driver driver =
          (Driver) new Apart(jar).loadClass("org.sqlite.JDBC").getConstructor().newInstance();
      return new SqliteLibrary("SQLite " + version, Optional.of(jar), driver);
    } catch (ReflectiveOperationException | MalformedURLException e) {
      throw new IllegalStateException("no SQLite in " + jar, e);
    }
  }

  /** The database in a file, which is made where it is missing. */
  public Connection open(Path file) throws SQLException {
    return Objects.requireNonNull(driver.connect("jdbc:sqlite:" + file, new Properties()));
  }

  @Override
  public String toString() {
    return title;
  }

  /** Finds classes of SQLite in its own file first. */
  private static final class Apart extends URLClassLoader {
    Apart(Path jar) throws MalformedURLException {
      super(new URL[] {jar.toUri().toURL()}, SqliteLibrary.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.sqlite")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known == null ? findClass(name) : known;
      }
    }

    @Override
    public @Nullable URL getResource(String name) {
      URL own = findResource(name);
      return own == null ? super.getResource(name) : own;
    }
  }
}
