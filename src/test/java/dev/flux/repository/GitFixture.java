package dev.flux.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A bare repository that tests fill with commits, without a working tree. */
public final class GitFixture implements AutoCloseable {
  private static final Instant WHEN = Instant.parse("2026-01-05T09:00:00Z");

  private final Repository repository;
  private int commits;

  private GitFixture(Repository repository) {
    this.repository = repository;
  }

  /** Makes an empty bare repository with {@code main} as its default branch. */
  public static GitFixture create(Path directory) {
    JGitSettings.apply();
    try {
      Repository repository =
          new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build();
      repository.create(true);
      repository.updateRef(Constants.HEAD).link("refs/heads/main");
      return new GitFixture(repository);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits exactly these files (path to text) on top of the parents; returns the commit. */
  public String commit(Map<String, String> files, String... parents) {
    SortedMap<String, Entry> entries = new TreeMap<>();
    files.forEach((path, text) -> entries.put(path, Entry.file(text)));
    return commitEntries(entries, parents);
  }

  /** Commits exactly these entries, of any kind, on top of the parents; returns the commit. */
  public String commitEntries(SortedMap<String, Entry> entries, String... parents) {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      DirCache index = DirCache.newInCore();
      DirCacheBuilder builder = index.builder();
      for (Map.Entry<String, Entry> file : entries.entrySet()) {
        DirCacheEntry entry = new DirCacheEntry(file.getKey());
        entry.setFileMode(file.getValue().mode());
        entry.setObjectId(
            FileMode.GITLINK.equals(file.getValue().mode())
                ? ObjectId.fromString(new String(file.getValue().content(), UTF_8))
                : inserter.insert(Constants.OBJ_BLOB, file.getValue().content()));
        builder.add(entry);
      }
      builder.finish();
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(inserter));
      for (String parent : parents) {
        commit.addParentId(ObjectId.fromString(parent));
      }
      commits++;
      PersonIdent author =
          new PersonIdent("Robin", "robin@example.com", WHEN.plusSeconds(commits), ZoneOffset.UTC);
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setMessage("Commit " + commits);
      String sha = inserter.insert(commit).name();
      inserter.flush();
      return sha;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A commit with the files of another one, on top of a parent alone. */
  public String squash(String commit, String parent) {
    try (ObjectInserter inserter = repository.newObjectInserter();
        RevWalk walk = new RevWalk(repository)) {
      CommitBuilder squashed = new CommitBuilder();
      squashed.setTreeId(walk.parseTree(ObjectId.fromString(commit)));
      squashed.setParentId(ObjectId.fromString(parent));
      PersonIdent author =
          new PersonIdent(
              "Robin", "robin@example.com", WHEN.plusSeconds(++commits), ZoneOffset.UTC);
      squashed.setAuthor(author);
      squashed.setCommitter(author);
      squashed.setMessage("Squash " + commits);
      String sha = inserter.insert(squashed).name();
      inserter.flush();
      return sha;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commit that a ref points to. */
  public Optional<String> find(String name) {
    try {
      return Optional.ofNullable(repository.resolve(name)).map(ObjectId::name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commit that both grew from; empty text where there is none. */
  public String mergeBase(String one, String other) {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.setRevFilter(RevFilter.MERGE_BASE);
      walk.markStart(walk.parseCommit(ObjectId.fromString(one)));
      walk.markStart(walk.parseCommit(ObjectId.fromString(other)));
      RevCommit found = walk.next();
      return found == null ? "" : found.name();
    } catch (MissingObjectException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a file in a commit. */
  public Optional<String> read(String commit, String path) {
    try (RevWalk walk = new RevWalk(repository);
        TreeWalk file =
            TreeWalk.forPath(repository, path, walk.parseTree(ObjectId.fromString(commit)))) {
      return file == null
          ? Optional.empty()
          : Optional.of(new String(repository.open(file.getObjectId(0)).getBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Points a ref, such as {@code refs/pull/7/head}, to a commit. */
  public void ref(String name, String sha) {
    try {
      RefUpdate update = repository.updateRef(name);
      update.setNewObjectId(ObjectId.fromString(sha));
      update.forceUpdate();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    repository.close();
  }

  /** One entry of a tree. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Entry(FileMode mode, byte[] content) {

    /** A regular file with text. */
    public static Entry file(String text) {
      return new Entry(FileMode.REGULAR_FILE, text.getBytes(UTF_8));
    }

    /** A symbolic link. */
    public static Entry link(String target) {
      return new Entry(FileMode.SYMLINK, target.getBytes(UTF_8));
    }

    /** A submodule at a commit. */
    public static Entry submodule(String sha) {
      return new Entry(FileMode.GITLINK, sha.getBytes(UTF_8));
    }
  }
}
