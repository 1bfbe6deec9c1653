package dev.flux.repository;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.CorruptPackIndexException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.PackInvalidException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One bare repository of the cache. Whoever fetches or deletes holds its {@link #lock}; readers
 * hold a snapshot instead, and while there is one the directory stays.
 */
final class CachedRepository {
  /** Each fetch leaves a pack; past this many it is cheaper to start anew than to search them. */
  private static final int MAX_PACKS = 50;

  private static final String LAST_USED = "flux-last-used";

  final ReentrantLock lock = new ReentrantLock();

  private final Path directory;

  /** Weak, so that a snapshot that nobody closed still lets go. */
  private final Set<CommitSnapshot> readers =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private @Nullable Repository open;

  CachedRepository(Path directory) {
    this.directory = directory;
  }

  /** Whether a failure says that the files on this side are broken. */
  static boolean isDamage(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof MissingObjectException
          || e instanceof CorruptObjectException
          || e instanceof CorruptPackIndexException
          || e instanceof PackInvalidException) {
        return true;
      }
    }
    return false;
  }

  Path directory() {
    return directory;
  }

  /** The repository, made where there is none; notes that it was used. */
  Repository open(Instant now) throws IOException {
    Repository repository = open;
    if (repository == null) {
      Files.createDirectories(directory);
      repository = new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build();
      if (!Files.exists(directory.resolve("HEAD"))) {
        repository.create(true);
      }
      open = repository;
    }
    Path mark = directory.resolve(LAST_USED);
    if (!Files.exists(mark)) {
      Files.createFile(mark);
    }
    Files.setLastModifiedTime(mark, FileTime.from(now));
    return repository;
  }

  /** Whether a commit and its tree are here. */
  static boolean has(Repository repository, ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.parseTree(commit);
      return true;
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      return false;
    }
  }

  /** Names a commit that is here, so that the next fetch tells the server of it. */
  static void keep(Repository repository, ObjectId commit) throws IOException {
    RefUpdate ref = repository.updateRef("refs/flux/" + commit.name());
    ref.setNewObjectId(commit);
    ref.disableRefLog();
    RefUpdate.Result result = ref.forceUpdate();
    if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.NO_CHANGE) {
      throw new IOException("cannot write " + ref.getName() + ": " + result);
    }
  }

  /** The files of a commit that is here; holds the directory until it is closed. */
  CommitSnapshot snapshot(Repository repository, ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      CommitSnapshot snapshot =
          new CommitSnapshot(repository, walk.parseTree(commit).getId(), readers::remove);
      readers.add(snapshot);
      return snapshot;
    }
  }

  /** Whether so much has gathered that the next fetch should start anew. */
  boolean isWorn() throws IOException {
    Path packs = directory.resolve("objects").resolve("pack");
    if (!Files.isDirectory(packs)) {
      return false;
    }
    try (Stream<Path> files = Files.list(packs)) {
      return files.filter(file -> file.toString().endsWith(".pack")).count() >= MAX_PACKS;
    }
  }

  /** When it was last used; long ago where that is not noted. */
  Instant lastUsed() throws IOException {
    Path mark = directory.resolve(LAST_USED);
    return Files.exists(mark) ? Files.getLastModifiedTime(mark).toInstant() : Instant.EPOCH;
  }

  /** Bytes on disk. */
  long size() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum();
    }
  }

  /**
   * Deletes the directory, unless a snapshot is being read.
   *
   * @return whether it is gone
   */
  boolean delete() throws IOException {
    if (!readers.isEmpty()) {
      return false;
    }
    if (open != null) {
      open.close();
      open = null;
    }
    if (Files.exists(directory)) {
      Files.walkFileTree(directory, new Deletion());
    }
    return true;
  }

  void close() {
    lock.lock();
    try {
      if (open != null) {
        open.close();
        open = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
