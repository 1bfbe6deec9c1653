package dev.flux.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.eclipse.jgit.diff.ContentSource;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.WorkingTreeIterator;
import org.jspecify.annotations.Nullable;

/**
 * One walk over a commit's tree, the index and the working tree side by side. It finds the files
 * that count as the head (tracked, or untracked and not ignored) and those that differ from the
 * commit. A file is opened only where the index cannot vouch for it.
 */
final class WorkingTreeScan {
  private static final int BASE = 0;
  private static final int INDEX = 1;
  private static final int DISK = 2;

  private final Repository repository;
  private final SortedSet<String> paths = new TreeSet<>();
  private final List<DiffEntry> differences = new ArrayList<>();

  private WorkingTreeScan(Repository repository) {
    this.repository = repository;
  }

  /** What differs between a commit's tree and the working tree. */
  static ChangeContent against(
      Repository repository, CommitSnapshot base, Predicate<String> ofInterest) throws IOException {
    WorkingTreeScan scan = new WorkingTreeScan(repository);
    try (ObjectReader reader = repository.newObjectReader()) {
      scan.walk(reader, base.tree());
      Path top = repository.getWorkTree().toPath();
      List<ChangedFile> files =
          new TreeDiff(ContentSource.create(reader), new Disk(top), ofInterest)
              .files(reader, scan.differences);
      return new ChangeContent(base, new DirectorySnapshot(top, scan.paths), files);
    }
  }

  private void walk(ObjectReader reader, ObjectId baseTree) throws IOException {
    try (TreeWalk walk = new TreeWalk(repository, reader)) {
      walk.addTree(baseTree);
      walk.addTree(new DirCacheIterator(repository.readDirCache()));
      FileTreeIterator disk = new FileTreeIterator(repository);
      disk.setDirCacheIterator(walk, INDEX);
      walk.addTree(disk);
      String last = "";
      while (walk.next()) {
        if (walk.isSubtree()) {
          if (walk.getTree(BASE, AbstractTreeIterator.class) != null || isHead(walk)) {
            walk.enterSubtree();
          }
        } else if (!walk.getPathString().equals(last)) { // a conflict is in the index many times
          last = walk.getPathString();
          visit(walk, last);
        }
      }
    }
  }

  private void visit(TreeWalk walk, String path) throws IOException {
    DirCacheIterator index = walk.getTree(INDEX, DirCacheIterator.class);
    if (isAbsentOnPurpose(index)) {
      return;
    }
    boolean present = isHead(walk) && TreeDiff.isRegular(walk.getFileMode(DISK));
    boolean before = TreeDiff.isRegular(walk.getFileMode(BASE));
    if (present) {
      paths.add(path);
    }
    if ((!present && !before) || (present && before && walk.idEqual(BASE, DISK))) {
      return;
    }
    Difference.find(
            path,
            before ? Optional.of(walk.getObjectId(BASE)) : Optional.empty(),
            present ? Optional.of(walk.getObjectId(DISK)) : Optional.empty())
        .ifPresent(differences::add);
  }

  /** Whether what is on disk belongs to the head: everything tracked, else what is not ignored. */
  private static boolean isHead(TreeWalk walk) throws IOException {
    WorkingTreeIterator disk = walk.getTree(DISK, WorkingTreeIterator.class);
    return walk.getTree(INDEX, DirCacheIterator.class) != null
        || (disk != null && !disk.isEntryIgnored());
  }

  /** A sparse checkout leaves files out without deleting them. */
  private static boolean isAbsentOnPurpose(@Nullable DirCacheIterator index) {
    return index != null
        && !FileMode.TREE.equals(index.getEntryFileMode())
        && index.getDirCacheEntry() != null
        && index.getDirCacheEntry().isSkipWorkTree();
  }

  /** The head's content for a diff: the files on disk, whatever id they are asked for. */
  private static final class Disk extends ContentSource {
    private final Path top;

    Disk(Path top) {
      this.top = top;
    }

    @Override
    public long size(String path, ObjectId id) throws IOException {
      return Files.size(top.resolve(path));
    }

    @Override
    public ObjectLoader open(String path, ObjectId id) throws IOException {
      byte[] bytes = Files.readAllBytes(top.resolve(path));
      return new ObjectLoader.SmallObject(Constants.OBJ_BLOB, bytes);
    }
  }
}
