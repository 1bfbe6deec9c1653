package dev.flux.hazard;

import dev.flux.engine.Engine;
import dev.flux.engine.EngineVersion;
import dev.flux.engine.Evidence;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationVersion;
import dev.flux.migration.Section;
import dev.flux.migration.TransactionMode;
import dev.flux.migration.tool.PlainSql;
import dev.flux.repository.ChangedFile;
import dev.flux.repository.LineSet;
import dev.flux.repository.MemorySnapshot;
import dev.flux.repository.SnapshotCode;
import dev.flux.sql.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An example of a hazard: a file that says what was there, what changes, and where Flux speaks.
 *
 * <p>Lines that begin with {@code -- word:} steer it; all others are SQL.
 *
 * <pre>
 * -- engine: postgresql 16          (the default)
 * -- also: unbounded-update         other hazards that may speak as well
 * -- fails: reason                  the last file of the change fails on a live server
 * -- live: no, reason               not to be run on a live server
 * -- history:                       what follows was merged before
 * -- rows:                          what follows fills the tables, on the live server only
 * -- change:                        what follows is the change under review
 * -- later:                         what follows stands behind it, where it is reviewed by its name
 * -- file: 002_name.sql             begins another file
 * -- edited:                        the file was merged before and is edited by the change
 * -- transaction: none              how the tool runs this file: wrapped (default), implicit, none
 * -- down: yes                      the file has a way back, of no matter here
 * -- down:                          what follows, up to the next file, is its way back
 * -- code: src/Order.java           what follows is a file of the application
 * -- finding:                       Flux speaks at the next line
 * -- whole:                         Flux speaks about the file as a whole
 * </pre>
 */
final class HazardExample {
  /** One file of the example. */
  static final class File {
    final String name;
    final StringBuilder sql = new StringBuilder();
    final List<Integer> findings = new ArrayList<>();
    TransactionMode.Kind transaction = TransactionMode.Kind.WRAPPED;
    boolean edited;
    Optional<StringBuilder> down = Optional.empty();
    private boolean goesBack;
    private int lines;

    File(String name) {
      this.name = name;
    }

    void line(String line) {
      if (goesBack) {
        down.orElseThrow().append(line).append('\n');
        return;
      }
      sql.append(line).append('\n');
      lines++;
    }

    Migration migration() {
      MigrationFile file = new MigrationFile("migrations/" + name, sql.toString());
      String number = name.replaceAll("\\D.*", "");
      List<BigInteger> parts = number.isEmpty() ? List.of() : List.of(new BigInteger(number));
      return new Migration(
          file.path(),
          new MigrationVersion(number, parts),
          name,
          Section.whole(file),
          down.map(
              back -> Section.whole(new MigrationFile(file.path() + ".down", back.toString()))),
          new TransactionMode(
              transaction, Evidence.KNOWN, "the example's tool runs it as " + transaction));
    }
  }

  final Path path;
  final List<File> history = new ArrayList<>();
  final List<File> changed = new ArrayList<>();
  private final List<File> later = new ArrayList<>();
  final List<String> also = new ArrayList<>();
  final StringBuilder rows = new StringBuilder();
  private final Map<String, StringBuilder> code = new TreeMap<>();
  Optional<String> fails = Optional.empty();
  Optional<String> offline = Optional.empty();
  private String engine = "postgresql 16";
  private String part = "";

  private HazardExample(Path path) {
    this.path = path;
  }

  static HazardExample read(Path path) {
    HazardExample example = new HazardExample(path);
    try {
      Files.readAllLines(path).forEach(example::line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return example;
  }

  /** Every example of the project by its hazard's id. */
  static Map<String, List<HazardExample>> all() {
    Map<String, List<HazardExample>> examples = new TreeMap<>();
    try (var files = Files.walk(Path.of("src/test/resources/hazards"))) {
      files
          .filter(file -> file.toString().endsWith(".sql"))
          .sorted()
          .map(HazardExample::read)
          .forEach(e -> examples.computeIfAbsent(e.hazard(), id -> new ArrayList<>()).add(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return examples;
  }

  String hazard() {
    return String.valueOf(Objects.requireNonNull(path.getParent()).getFileName());
  }

  /** {@code bad}, {@code good}, {@code near-miss}, or one of these with {@code -what} behind. */
  String role() {
    return String.valueOf(path.getFileName()).replace(".sql", "");
  }

  EngineVersion version() {
    return EngineVersion.parse(engine.split(" ", -1)[1]).orElseThrow();
  }

  Dialect dialect() {
    return Dialect.valueOf(engine.split(" ", -1)[0].toUpperCase(java.util.Locale.ROOT));
  }

  Engine engine() {
    return new Engine(dialect(), version(), Evidence.KNOWN, "the example says so");
  }

  MigrationChange change() {
    return new MigrationChange(
        "migrations",
        new PlainSql(),
        "an example",
        engine(),
        history.stream().filter(file -> !isEdited(file)).map(File::migration).toList(),
        changed.stream().map(File::migration).toList(),
        changed.stream()
            .filter(file -> file.edited)
            .map(
                file ->
                    new ChangedFile(
                        "migrations/" + file.name,
                        Optional.empty(),
                        ChangedFile.Kind.MODIFIED,
                        LineSet.NONE))
            .toList(),
        true,
        new SnapshotCode(
            new MemorySnapshot(
                code.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().toString()))),
            "migrations"),
        later.stream().map(File::migration).toList(),
        Set.of());
  }

  private boolean isEdited(File merged) {
    return changed.stream().anyMatch(file -> file.edited && file.name.equals(merged.name));
  }

  private void line(String line) {
    var directive = line.matches("-- [a-z]+:.*") ? line.substring(3).split(":", 2) : null;
    if (directive == null || !steer(directive[0], directive[1].strip())) {
      if (part.equals("rows")) {
        rows.append(line).append('\n');
      } else if (code.containsKey(part)) {
        code.getOrDefault(part, rows).append(line).append('\n');
      } else if (!part.isEmpty()) {
        file().line(line);
      }
    }
  }

  private boolean steer(String word, String value) {
    switch (word) {
      case "engine" -> engine = value;
      case "also" -> also.addAll(List.of(value.split(", *")));
      case "fails" -> fails = Optional.of(value);
      case "live" -> offline = Optional.of(value);
      case "history", "change", "later", "rows" -> part = word;
      case "code" -> {
        part = value;
        code.put(value, new StringBuilder());
      }
      case "file" -> files().add(new File(value));
      case "edited" -> file().edited = true;
      case "flux" -> {
        return false; // a comment of the migration's own
      }
      case "down" -> {
        file().down = Optional.of(new StringBuilder(value.isEmpty() ? "" : "SELECT 1;"));
        file().goesBack = value.isEmpty();
      }
      case "transaction" ->
          file().transaction =
              TransactionMode.Kind.valueOf(value.toUpperCase(java.util.Locale.ROOT));
      case "whole" -> file().findings.add(1);
      case "finding" -> {
        file().line("-- finding:");
        file().findings.add(file().lines + 1);
      }
      default -> throw new IllegalArgumentException(path + ": what is '" + word + ":'?");
    }
    return true;
  }

  private List<File> files() {
    return part.equals("history") ? history : part.equals("later") ? later : changed;
  }

  private File file() {
    if (files().isEmpty()) {
      files().add(new File(part.equals("history") ? "001_history.sql" : "100_change.sql"));
    }
    return files().get(files().size() - 1);
  }
}
