package dev.flux.bench;

import dev.flux.hazard.Examiner;
import dev.flux.migration.FoundMigrations;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.MigrationFinder;
import dev.flux.migration.Section;
import dev.flux.migration.tool.Tools;
import dev.flux.repository.DirectorySnapshot;
import dev.flux.review.ReviewPipeline;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import dev.flux.sql.Script;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Prints statements per second for each part of a review, on generated migrations, and the time of
 * a whole {@code ./flux review} of them. {@code mvn -Pbench -Dquick package} runs it.
 */
public final class Bench {
  private static final int FILES = 7_000;
  private static final int ROUNDS = 5;

  private Bench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path directory = Path.of("target", "bench", "migrations");
    write(directory);
    DirectorySnapshot snapshot = DirectorySnapshot.of(List.of(directory));
    MigrationFinder finder = new MigrationFinder(Tools.all(), Optional.empty(), Optional.empty());
    FoundMigrations found = finder.find(snapshot, Set.of(""));
    MigrationChange change = found.changes().get(0);
    List<Script> scripts = read(change);
    int statements = scripts.stream().mapToInt(script -> script.statements().size()).sum();
    System.out.printf("%,d files, %,d statements%n", change.changed().size(), statements);
    time("finding", statements, () -> finder.find(snapshot, Set.of("")));
    time("reading", statements, () -> read(change));
    time("folding", statements, () -> fold(scripts));
    time("examining", statements, () -> Examiner.examine(change));
    time("reviewing", statements, () -> ReviewPipeline.review(found));
    for (String format : List.of("text", "json")) {
      process(statements, format, directory);
    }
  }

  private static List<Script> read(MigrationChange change) {
    return change.changed().stream()
        .map(migration -> migration.up())
        .map(up -> read(up, change.engine().dialect()))
        .toList();
  }

  private static Script read(Section up, Dialect dialect) {
    return SqlReader.read(up.file().content(), up.start(), up.end(), dialect);
  }

  private static Catalog fold(List<Script> scripts) {
    Catalog catalog = Catalog.empty(Dialect.POSTGRESQL);
    for (Script script : scripts) {
      for (Statement statement : script.statements()) {
        for (Statement.Clause clause : statement.clauses()) {
          catalog = catalog.after(clause.operation());
        }
      }
    }
    return catalog;
  }

  /** The best of some rounds, since the first ones also pay for compiling. */
  private static void time(String part, int statements, Runnable work) {
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      work.run();
      best = Math.min(best, System.nanoTime() - start);
    }
    print(part, statements, best);
  }

  private static void process(int statements, String format, Path directory)
      throws IOException, InterruptedException {
    ProcessBuilder flux =
        new ProcessBuilder(
            "./flux", "review", "--fail-on=never", "--format=" + format, directory.toString());
    flux.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    flux.redirectError(ProcessBuilder.Redirect.INHERIT);
    flux.start().waitFor();
    long start = System.nanoTime();
    int code = flux.start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("./flux review ended with " + code);
    }
    print("./flux review --format=" + format, statements, System.nanoTime() - start);
  }

  private static void print(String part, int statements, long nanos) {
    double seconds = nanos / 1e9;
    System.out.printf(
        Locale.ROOT, "%-30s %6.2f s  %,10.0f statements/s%n", part, seconds, statements / seconds);
  }

  /** Migrations as projects have them: a table every tenth file, and changes to the last ones. */
  private static void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (int i = 0; i < FILES; i++) {
      Path file = directory.resolve(String.format(Locale.ROOT, "V%05d__step.sql", i + 1));
      Files.writeString(file, String.join(";\n", statements(i)) + ";\n");
    }
  }

  private static List<String> statements(int i) {
    String table = "orders_" + i / 10;
    List<String> sql = new ArrayList<>();
    if (i % 10 == 0) {
      sql.add("-- Orders, part " + i + "\nCREATE TABLE " + table + COLUMNS);
      sql.add("CREATE INDEX " + table + "_customer_idx ON " + table + " (customer_id)");
      sql.add("COMMENT ON TABLE " + table + " IS 'what was ordered'");
    } else {
      sql.add("ALTER TABLE " + table + " ADD COLUMN note_" + i + " varchar(50) DEFAULT 'none'");
      sql.add(
          "CREATE INDEX CONCURRENTLY "
              + table
              + "_"
              + i
              + "_idx ON "
              + table
              + " (note_"
              + i
              + ")");
      sql.add("UPDATE " + table + " SET note_" + i + " = state WHERE id BETWEEN 1 AND 1000");
    }
    sql.add("ALTER TABLE " + table + " ALTER COLUMN state SET DEFAULT 's" + i + "'");
    sql.add("INSERT INTO " + table + " (customer_id, state) VALUES (" + i + ", 'new')");
    return sql;
  }

  private static final String COLUMNS =
      " (\n  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n  customer_id bigint NOT NULL,\n"
          + "  state text NOT NULL DEFAULT 'new',\n  total numeric(12, 2) CHECK (total >= 0),\n"
          + "  created_at timestamptz NOT NULL DEFAULT now()\n)";
}
