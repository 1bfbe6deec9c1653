package dev.flux.repository;

import dev.flux.repository.ChangedFile.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.api.errors.CanceledException;
import org.eclipse.jgit.diff.ContentSource;
import org.eclipse.jgit.diff.DiffConfig;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffEntry.ChangeType;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RenameDetector;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * The regular files that differ between two trees, with renames and the lines that a diff shows.
 */
final class TreeDiff {
  private static final int MAX_DIFF_BYTES = 1 << 20;

  private final ContentSource base;
  private final ContentSource head;
  private final Predicate<String> ofInterest;

  /**
   * @param ofInterest paths whose renames and lines are worth the reading of their content; the
   *     others are listed without
   */
  TreeDiff(ContentSource base, ContentSource head, Predicate<String> ofInterest) {
    this.base = base;
    this.head = head;
    this.ofInterest = ofInterest;
  }

  /** What differs between two trees of one repository. */
  static List<ChangedFile> between(
      ObjectReader reader, ObjectId baseTree, ObjectId headTree, Predicate<String> ofInterest)
      throws IOException {
    List<DiffEntry> differences = new ArrayList<>();
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(baseTree);
      walk.addTree(headTree);
      walk.setRecursive(true);
      walk.setFilter(TreeFilter.ANY_DIFF);
      while (walk.next()) {
        Difference.find(
                walk.getPathString(),
                regular(walk.getFileMode(0), walk.getObjectId(0)),
                regular(walk.getFileMode(1), walk.getObjectId(1)))
            .ifPresent(differences::add);
      }
    }
    ContentSource blobs = ContentSource.create(reader);
    return new TreeDiff(blobs, blobs, ofInterest).files(reader, differences);
  }

  /** The id of a regular file; empty for a link, a submodule or nothing. */
  static Optional<ObjectId> regular(FileMode mode, ObjectId id) {
    return isRegular(mode) ? Optional.of(id) : Optional.empty();
  }

  static boolean isRegular(FileMode mode) {
    return mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE);
  }

  /** The differences as changed files in path order, renames paired. */
  List<ChangedFile> files(ObjectReader reader, List<DiffEntry> differences) throws IOException {
    List<ChangedFile> files = new ArrayList<>();
    RenameDetector renames = new RenameDetector(reader, new Config().get(DiffConfig.KEY));
    for (DiffEntry difference : differences) {
      if (ofInterest.test(path(difference))) {
        renames.addAll(List.of(difference));
      } else {
        files.add(file(difference, LineSet.NONE));
      }
    }
    for (DiffEntry difference : paired(renames)) {
      files.add(file(difference, lines(difference)));
    }
    files.sort(Comparator.comparing(ChangedFile::path));
    return files;
  }

  private List<DiffEntry> paired(RenameDetector renames) throws IOException {
    try {
      return renames.compute(new ContentSource.Pair(base, head), NullProgressMonitor.INSTANCE);
    } catch (CanceledException e) {
      throw new IllegalStateException("this monitor cancels nothing", e);
    }
  }

  private static String path(DiffEntry difference) {
    return difference.getChangeType() == ChangeType.DELETE
        ? difference.getOldPath()
        : difference.getNewPath();
  }

  private static ChangedFile file(DiffEntry difference, LineSet lines) {
    Kind kind =
        switch (difference.getChangeType()) {
          case ADD, COPY -> Kind.ADDED;
          case MODIFY -> Kind.MODIFIED;
          case DELETE -> Kind.DELETED;
          case RENAME -> Kind.RENAMED;
        };
    Optional<String> oldPath =
        kind == Kind.RENAMED ? Optional.of(difference.getOldPath()) : Optional.empty();
    return new ChangedFile(path(difference), oldPath, kind, lines);
  }

  private LineSet lines(DiffEntry difference) throws IOException {
    if (difference.getChangeType() == ChangeType.DELETE) {
      return LineSet.NONE;
    }
    Optional<RawText> before =
        difference.getChangeType() == ChangeType.ADD
            ? Optional.of(RawText.EMPTY_TEXT)
            : text(base, difference.getOldPath(), difference.getOldId().toObjectId());
    Optional<RawText> after =
        text(head, difference.getNewPath(), difference.getNewId().toObjectId());
    return before.isPresent() && after.isPresent()
        ? LineDiff.withContext(before.get(), after.get())
        : LineSet.NONE;
  }

  /** Empty for a file that is binary or too large to be worth a diff. */
  private static Optional<RawText> text(ContentSource side, String path, ObjectId id)
      throws IOException {
    ObjectLoader content = side.open(path, id);
    if (content.getSize() > MAX_DIFF_BYTES) {
      return Optional.empty();
    }
    byte[] bytes = content.getCachedBytes(MAX_DIFF_BYTES);
    return RawText.isBinary(bytes, bytes.length, true)
        ? Optional.empty()
        : Optional.of(new RawText(bytes));
  }
}
