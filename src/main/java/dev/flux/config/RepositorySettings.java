package dev.flux.config;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a repository says about itself in {@value #FILE} at its top.
 *
 * @param lockTimeout whether a lock_timeout is known to be set elsewhere, such as for the role
 * @param failOn from which severity on the check fails
 * @param ignored paths that Flux does not look at
 * @param statistics where the file of {@code flux stats} lies
 * @param backfills what columns are in rows that exist
 * @param syncTriggers whether triggers keep a column and its copy in step, and not the application
 * @param problems what is wrong in the file; what is right in it holds all the same
 */
public record RepositorySettings(
    List<Directory> directories,
    List<Weight> severities,
    List<TableSize> tables,
    boolean lockTimeout,
    Optional<FailOn> failOn,
    List<PathPattern> ignored,
    List<Allowed> allowed,
    Optional<String> statistics,
    List<Backfill> backfills,
    boolean syncTriggers,
    List<Problem> problems) {
  /** Where it lies, from the repository's top. */
  public static final String FILE = "flux.yml";

  /** Of a repository that says nothing. */
  public static final RepositorySettings NONE =
      new RepositorySettings(
          List.of(),
          List.of(),
          List.of(),
          false,
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          List.of(),
          false,
          List.of());

  public RepositorySettings {
    directories = List.copyOf(directories);
    severities = List.copyOf(severities);
    tables = List.copyOf(tables);
    ignored = List.copyOf(ignored);
    allowed = List.copyOf(allowed);
    backfills = List.copyOf(backfills);
    problems = List.copyOf(problems);
  }

  /** The engine, version and tool of the migration directories of a path; as far as said. */
  public record Directory(
      PathPattern path, Optional<String> engine, Optional<String> version, Optional<String> tool) {}

  /** How much findings of one hazard matter on some paths; the last that fits holds. */
  public record Weight(String hazard, PathPattern path, Level level) {}

  /** How much a finding matters. */
  public enum Level {
    OFF,
    ADVICE,
    WARNING,
    DANGER;

    /** As people write it. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** From which severity on a check fails. */
  public enum FailOn {
    DANGER,
    WARNING,
    NEVER;

    /** As people write it. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How much a table holds.
   *
   * @param name as in the database, maybe with its schema
   * @param small whether somebody vouches that it stays small
   */
  public record TableSize(String name, boolean small, OptionalLong rows, OptionalLong bytes) {}

  /**
   * Hazards that somebody allows.
   *
   * @param path where; empty for everywhere
   * @param expires the last day on which it holds
   * @param line where it is said
   */
  public record Allowed(
      List<String> hazards,
      Optional<PathPattern> path,
      String reason,
      Optional<LocalDate> expires,
      int line) {
    public Allowed {
      hazards = List.copyOf(hazards);
    }

    /** Whether its last day has gone by. */
    public boolean expired(LocalDate today) {
      return expires.filter(today::isAfter).isPresent();
    }

    /** Whether it is about this path. */
    public boolean covers(String file) {
      return path.map(pattern -> pattern.matches(file)).orElse(true);
    }
  }

  /**
   * What a column is in rows that exist.
   *
   * @param column with its table, such as {@code users.status}
   * @param expression SQL, as written
   * @param line where it is said
   */
  public record Backfill(String column, String expression, int line) {}

  /**
   * What is wrong at a line.
   *
   * @param line from 1
   * @param text of the line, shortened
   * @param cause a clause that reads after "because", without a full stop
   */
  public record Problem(int line, String text, String cause) {}

  /** The names that a file may use. */
  public record Vocabulary(Set<String> hazards, Set<String> tools) {
    public Vocabulary {
      hazards = Set.copyOf(hazards);
      tools = Set.copyOf(tools);
    }
  }

  /** Reads the text of a file; what is wrong in it becomes a problem. */
  public static RepositorySettings read(String text, Vocabulary vocabulary) {
    return new RepositorySettingsReader(text, vocabulary).read();
  }

  /** What is said about a migration directory: the longest path first. */
  public Stream<Directory> about(String directory) {
    return directories.stream()
        .filter(each -> each.path().matches(directory))
        .sorted(Comparator.comparingInt((Directory d) -> d.path().text().length()).reversed());
  }

  /** How much findings of a hazard matter in a file, where that is said. */
  public Optional<Level> level(String hazard, String file) {
    return severities.stream()
        .filter(weight -> weight.hazard().equals(hazard) && weight.path().matches(file))
        .reduce((earlier, later) -> later)
        .map(Weight::level);
  }

  /** Whether Flux leaves a file alone. */
  public boolean ignores(String file) {
    return ignored.stream().anyMatch(pattern -> pattern.matches(file));
  }
}
