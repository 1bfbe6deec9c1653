package dev.flux.migration.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.NamedEngine;
import dev.flux.migration.Section;
import dev.flux.migration.TransactionMode;
import dev.flux.migration.tool.Scripts.Script;
import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Drizzle Kit: {@code 0007_x.sql} in the order of {@code meta/_journal.json}, or a directory for
 * each migration with {@code migration.sql} and {@code snapshot.json}. All pending migrations run
 * in one transaction (documentation, "drizzle-kit migrate"; drizzle-orm issue 860).
 */
public final class Drizzle extends ReadOnlyTool {
  private static final String JOURNAL = "meta/_journal.json";

  /** The tool. */
  public Drizzle() {
    super("drizzle", "Drizzle");
  }

  @Override
  public Optional<String> recognise(Directory directory) {
    if (directory.find(JOURNAL).isPresent()) {
      return Optional.of("`" + directory.pathOf(JOURNAL) + "`");
    }
    return directory.names().stream()
        .filter(name -> name.endsWith("/snapshot.json"))
        .filter(name -> directory.names().contains(Directory.parent(name) + "/migration.sql"))
        .findFirst()
        .map(name -> "`" + directory.pathOf(name) + "`");
  }

  @Override
  public Optional<NamedEngine> engine(Directory directory) {
    return directory
        .find(JOURNAL)
        .or(
            () ->
                directory.names().stream()
                    .filter(name -> name.endsWith("/snapshot.json"))
                    .findFirst()
                    .flatMap(directory::find))
        .flatMap(
            file -> {
              String dialect = tree(file).path("dialect").asText("");
              return dialect.isEmpty()
                  ? Optional.empty()
                  : Optional.of(new NamedEngine(dialect, "`dialect` in `" + file.path() + "`"));
            });
  }

  /** An unreadable journal orders nothing; the names do. */
  private static JsonNode tree(MigrationFile file) {
    try {
      return Json.MAPPER.readTree(file.content());
    } catch (JsonProcessingException e) {
      return Json.MAPPER.missingNode();
    }
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    Map<String, Integer> places = new HashMap<>();
    directory
        .find(JOURNAL)
        .ifPresent(
            file ->
                tree(file)
                    .path("entries")
                    .forEach(entry -> places.put(entry.path("tag").asText(""), places.size())));
    List<Script> scripts = new ArrayList<>(Scripts.flat(directory, Scripts.BY_VERSION));
    scripts.addAll(Scripts.nested(directory, Scripts.BY_NAME));
    scripts.sort(
        Comparator.comparing(script -> places.getOrDefault(script.stem(), Integer.MAX_VALUE)));
    TransactionMode mode =
        Transactions.wrapped("Drizzle runs all pending migrations in one transaction");
    return scripts.stream()
        .map(
            script -> {
              MigrationFile file = directory.file(script.up());
              return new Migration(
                  file.path(),
                  script.prefix().version(),
                  script.prefix().description(),
                  Section.whole(file),
                  Scripts.whole(directory, script.down()),
                  mode);
            })
        .toList();
  }

  /** Made for the first journal alone: it takes longer than a whole review without one. */
  private static final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
  }
}
