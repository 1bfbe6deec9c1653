package dev.flux.applied;

import dev.flux.migration.EngineChoice;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationFinder;
import dev.flux.migration.tool.Tools;
import dev.flux.review.Review;
import dev.flux.review.ReviewPipeline;
import dev.flux.rollout.Split;
import dev.flux.rollout.Split.Extent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A working copy with its merged files and one change, to be split. */
final class ChangedRepository {
  private final Path top;
  private final Optional<EngineChoice> engine;
  private final List<MigrationFile> merged = new ArrayList<>();
  private final List<MigrationFile> changed = new ArrayList<>();
  private final List<MigrationFile> overwritten = new ArrayList<>();

  ChangedRepository(Path top, String engine) {
    this.top = top;
    this.engine = EngineChoice.parse(engine);
  }

  /** A file of the base, which is on disk at once. */
  ChangedRepository with(String path, String text) throws IOException {
    merged.add(new MigrationFile(path, text));
    write(List.of(new MigrationFile(path, text)));
    return this;
  }

  /** A file of the change, which no tool sees before Flux has split it. */
  ChangedRepository changes(String path, String text) {
    changed.add(new MigrationFile(path, text));
    return this;
  }

  Path top() {
    return top;
  }

  /** What Flux would put in the place of the change. */
  Split split(Extent extent) {
    Review review =
        ReviewPipeline.review(
            new MigrationFinder(Tools.all(), Optional.empty(), engine).find(merged, changed));
    return review.directories().get(0).split(extent);
  }

  /** Puts files on disk. */
  void write(List<MigrationFile> files) throws IOException {
    overwritten.clear();
    for (MigrationFile file : files) {
      Path place = top.resolve(file.path());
      if (Files.exists(place)) {
        overwritten.add(new MigrationFile(file.path(), Files.readString(place)));
      }
      Files.createDirectories(place.getParent());
      Files.writeString(place, file.content());
    }
  }

  /** Undoes the last {@link #write}. */
  void takeBack(List<MigrationFile> files) throws IOException {
    for (MigrationFile file : files) {
      Files.deleteIfExists(top.resolve(file.path()));
    }
    write(List.copyOf(overwritten));
  }
}
