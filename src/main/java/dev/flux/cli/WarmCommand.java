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
          CREATE TYPE mood AS ENUM ('fine', 'tired');
          CREATE TABLE users (
            id bigserial PRIMARY KEY, name text NOT NULL, age int DEFAULT 0, label varchar(20),
            state mood, seen timestamptz DEFAULT now(), note text, UNIQUE (label));
          CREATE TABLE orders (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id bigint NOT NULL,
            total numeric(10, 2) CHECK (total >= 0), at date,
            CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE);
          CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
          CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
          CREATE INDEX orders_at ON orders (at);
          CREATE VIEW people AS SELECT id, name FROM users;
          CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
          CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
          INSERT INTO users (name) VALUES ('one'), ('two');
          -- migrate:down
          DROP TRIGGER users_touch ON users;
          DROP FUNCTION touch();
          DROP VIEW people;
          DROP TABLE events, orders, users;
          DROP TYPE mood;
          """);
  private static final Map<String, String> HEAD =
      Map.of(
          CHANGE,
          """
          -- migrate:up
          CREATE INDEX users_name_idx ON users (name);
          ALTER TABLE users ALTER COLUMN age SET NOT NULL, ADD COLUMN email varchar(50);
          UPDATE users SET email = 'none' WHERE name IS NULL AND age > (SELECT 1);
          SET lock_timeout = '5s';
          ALTER TABLE users DROP COLUMN note, ALTER COLUMN age TYPE bigint;
          ALTER TABLE users RENAME COLUMN label TO tag;
          ALTER TABLE orders DROP CONSTRAINT orders_user;
          ALTER TABLE orders ADD CONSTRAINT orders_owner FOREIGN KEY (user_id) REFERENCES users (id);
          ALTER TABLE orders ADD CONSTRAINT orders_due CHECK (at > '2020-01-01') NOT VALID;
          ALTER TABLE orders VALIDATE CONSTRAINT orders_due;
          ALTER TABLE orders ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
          ALTER TABLE orders ALTER COLUMN total SET DEFAULT 0, ALTER COLUMN total DROP NOT NULL;
          CREATE UNIQUE INDEX CONCURRENTLY orders_token ON orders (token) WHERE at IS NOT NULL;
          ALTER TYPE mood ADD VALUE 'glad';
          CREATE TABLE notes (id bigserial PRIMARY KEY, user_id bigint REFERENCES users (id), body json);
          CREATE INDEX notes_user ON notes (user_id);
          INSERT INTO notes (user_id, body) SELECT id, '{}' FROM users WHERE id = 7;
          DELETE FROM orders WHERE total = 0;
          CREATE OR REPLACE VIEW people AS SELECT id, name FROM users WHERE age > 1;
          COMMENT ON TABLE users IS 'people';
          GRANT SELECT ON users TO PUBLIC;
          DO $$ BEGIN PERFORM 1; END $$;
          DROP INDEX IF EXISTS orders_at;
          ALTER TABLE events DETACH PARTITION events_1;
          DROP TABLE events;
          -- migrate:down
          DROP TABLE notes;
          DROP INDEX orders_token;
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
