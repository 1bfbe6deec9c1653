package dev.flux.rollout;

import dev.flux.hazard.Examination;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.Tool.NewMigration;
import dev.flux.migration.Tool.WrittenMigration;
import dev.flux.rollout.Rollout.PhasedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files in which the steps of a rollout stand, written by the change's own tool. */
final class RolloutFiles {
  private RolloutFiles() {}

  /**
   * Those of every step that is complete SQL; none where the tool does not write.
   *
   * @param replaced paths of the migrations whose place the steps take
   */
  static List<PhasedFile> of(Examination examination, Set<String> replaced, List<Phase> phases) {
    List<NewMigration> migrations = new ArrayList<>();
    List<Phase.Name> owners = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    int index = 0;
    for (Phase phase : phases) {
      for (Step step : phase.steps()) {
        if (step.kind() == Step.Kind.MIGRATION && !step.forward().isEmpty()) {
          migrations.add(step.migration());
          owners.add(phase.name());
          steps.add(index);
        }
        index++;
      }
    }
    List<WrittenMigration> written = write(examination.change(), replaced, migrations);
    List<PhasedFile> files = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      for (MigrationFile file : written.get(i).files()) {
        files.add(new PhasedFile(file, owners.get(i), steps.get(i)));
      }
    }
    return List.copyOf(files);
  }

  private static List<WrittenMigration> write(
      MigrationChange change, Set<String> replaced, List<NewMigration> migrations) {
    List<Migration> existing = new ArrayList<>(change.history());
    List<Migration> gone = new ArrayList<>();
    for (Migration migration : change.changed()) {
      (replaced.contains(migration.path()) ? gone : existing).add(migration);
    }
    existing.addAll(change.later());
    if (migrations.isEmpty()
        || gone.isEmpty()
        || change.tool().refusal(existing, gone).isPresent()) {
      return List.of();
    }
    try {
      return change.tool().write(existing, gone.get(0), migrations, change.engine().dialect());
    } catch (UnsupportedOperationException refusal) {
      return List.of();
    }
  }
}
