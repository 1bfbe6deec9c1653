package dev.flux.migration;

import dev.flux.engine.Engine;
import dev.flux.repository.ChangedFile;
import dev.flux.repository.SourceCode;
import java.util.List;
import java.util.Set;

/**
 * What a change request does to one migration directory.
 *
 * @param directory from the repository's top; empty for the top itself
 * @param toolEvidence where the tool is said, or that it was assumed; for people
 * @param history migrations that exist at the base, in the tool's order, unless the change deletes
 *     or edits them
 * @param changed migrations that the change adds or edits, in the tool's order
 * @param touched files of merged migrations that the change edits, renames or deletes
 * @param oneChange whether {@code changed} runs as one change, so that a table which one of its
 *     migrations creates is empty and unused in the next; otherwise (a review of a whole directory)
 *     each migration meets a populated schema that those before it made
 * @param code the application's code at the head
 * @param later migrations that run behind the changed ones, where single files are named: they say
 *     which versions are taken
 * @param shared paths of files that another engine runs as well, since no engine stands in their
 *     names and others of the directory are for one
 */
public record MigrationChange(
    String directory,
    Tool tool,
    String toolEvidence,
    Engine engine,
    List<Migration> history,
    List<Migration> changed,
    List<ChangedFile> touched,
    boolean oneChange,
    SourceCode code,
    List<Migration> later,
    Set<String> shared) {
  public MigrationChange {
    history = List.copyOf(history);
    changed = List.copyOf(changed);
    touched = List.copyOf(touched);
    later = List.copyOf(later);
    shared = Set.copyOf(shared);
  }

  /** A change without any application code. */
  public MigrationChange(
      String directory,
      Tool tool,
      String toolEvidence,
      Engine engine,
      List<Migration> history,
      List<Migration> changed,
      List<ChangedFile> touched,
      boolean oneChange) {
    this(
        directory,
        tool,
        toolEvidence,
        engine,
        history,
        changed,
        touched,
        oneChange,
        SourceCode.NONE,
        List.of(),
        Set.of());
  }
}
