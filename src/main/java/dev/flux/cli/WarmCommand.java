package dev.flux.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flux.repository.SampleRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Reviews a small change in an empty working directory, in every format, so that the launcher can
 * keep the classes that this loads in an archive for the next start.
 */
@Command(name = "warm", hidden = true)
final class WarmCommand implements Callable<Integer> {
  private static final String CHANGE = "db/migrations/20240102000000_more.sql";
  private static final Map<String, String> BASE =
      Map.of(
          "db/migrations/20240101000000_users.sql",
          """
          -- migrate:up
          CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, age int DEFAULT 0);
          -- migrate:down
          DROP TABLE users;
          """);
  private static final Map<String, String> HEAD =
      Map.of(
          CHANGE,
          """
          -- migrate:up
          CREATE INDEX users_name_idx ON users (name);
          ALTER TABLE users ALTER COLUMN age SET NOT NULL, ADD COLUMN email varchar(50);
          UPDATE users SET email = 'none' WHERE name IS NULL AND age > (SELECT 1);
          -- migrate:down
          DROP INDEX users_name_idx;
          """);

  @Override
  public Integer call() throws IOException, UsageException {
    Path here = Path.of("").toAbsolutePath();
    try (Stream<Path> entries = Files.list(here)) {
      if (entries.findAny().isPresent()) {
        throw new UsageException(here + " is not empty; warm fills the directory it runs in");
      }
    }
    checkout(here);
    int worst = FluxCommand.run("review", "--fail-on=never", "--base=main");
    for (ReviewCommand.Format format : ReviewCommand.Format.values()) {
      String chosen = "--format=" + format;
      worst = Math.max(worst, FluxCommand.run("review", "--fail-on=never", chosen, CHANGE));
    }
    return worst;
  }

  private static void checkout(Path top) throws IOException {
    Path git = top.resolve(".git");
    SampleRepository.create(git, BASE, HEAD, "refs/heads/change");
    Files.writeString(git.resolve("config"), "[core]\n\tbare = false\n", UTF_8);
    Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n", UTF_8);
    for (Map<String, String> side : List.of(BASE, HEAD)) {
      for (Map.Entry<String, String> file : side.entrySet()) {
        Path path = top.resolve(file.getKey());
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, file.getValue(), UTF_8);
      }
    }
  }
}
