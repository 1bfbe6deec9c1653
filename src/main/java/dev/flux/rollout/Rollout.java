package dev.flux.rollout;

import dev.flux.migration.MigrationFile;
import dev.flux.sql.KeywordCase;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The safe sequence for a change.
 *
 * @param phases those that have steps, in order
 * @param files what the tool would write, by phase
 * @param fixes places where other lines in the same file are the whole remedy
 */
public record Rollout(Type type, List<Phase> phases, List<PhasedFile> files, List<Fix> fixes) {
  public Rollout {
    phases = List.copyOf(phases);
    files = List.copyOf(files);
    fixes = List.copyOf(fixes);
  }

  /** Nothing to run instead of the change. */
  public static final Rollout NONE = new Rollout(Type.SAFE, List.of(), List.of(), List.of());

  /** What kind of sequence it is. */
  public enum Type {
    /** The change can run as it is. */
    SAFE("safe"),
    /** Several deploys, old and new side by side. */
    EXPAND_CONTRACT("expand-contract"),
    /** One deploy, with rows changed in batches. */
    BACKFILL("backfill"),
    /** One deploy, with operations that do not block. */
    ONLINE("online");

    private final String id;

    Type(String id) {
      this.id = id;
    }

    /** In JSON and for people. */
    public String id() {
      return id;
    }
  }

  /**
   * A file of one phase.
   *
   * @param step that it was written for, as an index into {@link #steps()}
   */
  public record PhasedFile(MigrationFile file, Phase.Name phase, int step) {}

  /**
   * Lines that take the place of others.
   *
   * @param hazard the finding that they settle
   * @param replacement whole lines, without the last line break
   */
  public record Fix(String hazard, String path, int line, int endLine, String replacement) {
    Fix written(KeywordCase keywords) {
      return new Fix(hazard, path, line, endLine, keywords.write(replacement));
    }
  }

  /** The files that were written for each step that has some, the one that goes up first. */
  public Map<Integer, List<MigrationFile>> filesByStep() {
    return files.stream()
        .collect(
            Collectors.groupingBy(
                PhasedFile::step, Collectors.mapping(PhasedFile::file, Collectors.toList())));
  }

  /** Every step, in order. */
  public List<Step> steps() {
    return phases.stream().flatMap(phase -> phase.steps().stream()).toList();
  }
}
