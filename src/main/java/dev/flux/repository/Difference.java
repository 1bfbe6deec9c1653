package dev.flux.repository;

import java.util.Optional;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/** One path whose regular file differs, in the form that JGit's rename detection takes. */
final class Difference extends DiffEntry {
  private static final AbbreviatedObjectId NOTHING =
      AbbreviatedObjectId.fromObjectId(ObjectId.zeroId());

  private Difference(String path, Optional<ObjectId> before, Optional<ObjectId> after) {
    oldPath = before.isPresent() ? path : DEV_NULL;
    newPath = after.isPresent() ? path : DEV_NULL;
    oldMode = before.isPresent() ? FileMode.REGULAR_FILE : FileMode.MISSING;
    newMode = after.isPresent() ? FileMode.REGULAR_FILE : FileMode.MISSING;
    oldId = before.map(AbbreviatedObjectId::fromObjectId).orElse(NOTHING);
    newId = after.map(AbbreviatedObjectId::fromObjectId).orElse(NOTHING);
    changeType =
        before.isEmpty() ? ChangeType.ADD : after.isEmpty() ? ChangeType.DELETE : ChangeType.MODIFY;
  }

  /** Empty where both sides have the same content or neither has a regular file. */
  static Optional<DiffEntry> find(
      String path, Optional<ObjectId> before, Optional<ObjectId> after) {
    return before.equals(after)
        ? Optional.empty()
        : Optional.of(new Difference(path, before, after));
  }
}
