package dev.flux.migration.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flux.migration.MigrationFile;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Optional;

/**
 * The journal of Drizzle Kit: the migrations in the order they run, each with the time by which the
 * tool knows whether it ran (drizzle-orm, {@code migrator.ts}: those later than the newest that
 * ran).
 */
record DrizzleJournal(String path, JsonNode tree) {
  static final String NAME = "meta/_journal.json";

  static DrizzleJournal of(MigrationFile file) {
    return new DrizzleJournal(file.path(), tree(file));
  }

  /** An unreadable journal orders nothing; the names do. */
  static JsonNode tree(MigrationFile file) {
    try {
      return Json.MAPPER.readTree(file.content());
    } catch (JsonProcessingException e) {
      return Json.MAPPER.missingNode();
    }
  }

  /** What the migrations are written in; empty where it is none that Flux knows. */
  Optional<Dialect> dialect() {
    return !tree.path("entries").isArray()
        ? Optional.empty()
        : switch (tree.path("dialect").asText("")) {
          case "pg", "postgresql" -> Optional.of(Dialect.POSTGRESQL);
          case "mysql" -> Optional.of(Dialect.MYSQL);
          case "sqlite", "turso" -> Optional.of(Dialect.SQLITE);
          default -> Optional.empty();
        };
  }

  /**
   * The journal without some migrations and with others at its end: the first has the time of the
   * first that is gone, the others follow a second apart, so that no clock is in it.
   */
  MigrationFile with(List<String> gone, List<String> come) {
    ObjectNode journal = tree.deepCopy();
    ArrayNode entries = journal.putArray("entries");
    long newest = 0;
    long freed = 0;
    String version = tree.path("version").asText("7");
    for (JsonNode entry : tree.path("entries")) {
      long when = entry.path("when").asLong();
      if (gone.contains(entry.path("tag").asText(""))) {
        freed = freed == 0 ? when : freed;
      } else {
        ObjectNode kept = entry.deepCopy();
        entries.add(kept.put("idx", entries.size()));
        newest = Math.max(newest, when);
      }
      version = entry.path("version").asText(version);
    }
    long when = Math.max(freed, newest + 1);
    for (String tag : come) {
      ObjectNode entry = entries.addObject();
      entry.put("idx", entries.size() - 1).put("version", version).put("when", when);
      entry.put("tag", tag).put("breakpoints", true);
      when += 1000;
    }
    return new MigrationFile(path, Json.written(journal));
  }

  /** Made for the first journal alone: it takes longer than a whole review without one. */
  private static final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** As the tool writes it: two blanks for each level, every entry on lines of its own. */
    static String written(JsonNode journal) {
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter(
              Separators.createDefaultInstance()
                  .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
      DefaultIndenter lines = new DefaultIndenter("  ", "\n");
      printer.indentArraysWith(lines);
      printer.indentObjectsWith(lines);
      try {
        return MAPPER.writer(printer).writeValueAsString(journal);
      } catch (JsonProcessingException impossible) {
        throw new IllegalStateException("a tree is always written", impossible);
      }
    }
  }
}
