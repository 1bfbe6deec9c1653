package dev.flux.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** The files of a commit; the tree is listed once, when it is first asked for. */
final class CommitSnapshot implements Snapshot {
  private final Repository repository;
  private final ObjectId tree;
  private final Consumer<CommitSnapshot> onClose;
  private @Nullable NavigableMap<String, ObjectId> files;

  CommitSnapshot(Repository repository, ObjectId tree, Consumer<CommitSnapshot> onClose) {
    this.repository = repository;
    this.tree = tree;
    this.onClose = onClose;
  }

  ObjectId tree() {
    return tree;
  }

  @Override
  public SortedSet<String> paths() {
    return Collections.unmodifiableSortedSet(files().navigableKeySet());
  }

  @Override
  public Optional<String> read(String path) {
    ObjectId blob = files().get(path);
    if (blob == null) {
      return Optional.empty();
    }
    try (ObjectReader reader = repository.newObjectReader()) {
      ObjectLoader content = reader.open(blob, Constants.OBJ_BLOB);
      return content.getSize() > MAX_BYTES
          ? Optional.empty()
          : Optional.of(new String(content.getCachedBytes(MAX_BYTES), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + " of tree " + tree.name(), e);
    }
  }

  private synchronized NavigableMap<String, ObjectId> files() {
    if (files == null) {
      files = list();
    }
    return files;
  }

  private NavigableMap<String, ObjectId> list() {
    NavigableMap<String, ObjectId> found = new TreeMap<>();
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      while (walk.next()) {
        if (TreeDiff.isRegular(walk.getFileMode(0))) {
          found.put(walk.getPathString(), walk.getObjectId(0));
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list tree " + tree.name(), e);
    }
  }

  @Override
  public void close() {
    onClose.accept(this);
  }
}
