package dev.flux.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.dircache.InvalidPathException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Makes commits in a git cache and pushes them. Whoever uses it holds the content of the parent
 * open meanwhile, so that the cache keeps what is made.
 */
public final class CommitWriter {
  private final GitCache cache;
  private final Duration timeout;
  private final Clock clock;

  /**
   * @param timeout for one push
   */
  public CommitWriter(GitCache cache, Duration timeout, Clock clock) {
    this.cache = cache;
    this.timeout = timeout;
    this.clock = clock;
  }

  /** One use of a cached repository, which nobody fetches into or deletes meanwhile. */
  private interface Use<T> {
    T of(Repository repository) throws GitException, IOException;
  }

  private <T> T with(GitRemote remote, Use<T> use) throws GitException {
    CachedRepository cached = cache.at(remote);
    cached.lock.lock();
    try {
      return use.of(cached.open(clock.instant()));
    } catch (IOException e) {
      throw new GitException.Unavailable(
          "cannot commit in " + cached.directory() + ": " + e.getMessage(), e);
    } finally {
      cached.lock.unlock();
    }
  }

  /**
   * Makes a commit; nothing leaves this machine.
   *
   * @param remote in whose cache the parent is
   * @return its id, 40 hex digits; the parent's own where nothing would differ
   * @throws GitException.Refused where a path is not one that may be written to, or a file would be
   *     overwritten that is not removed
   */
  public String commit(GitRemote remote, NewCommit commit) throws GitException {
    return with(remote, repository -> commit(repository, commit));
  }

  private static String commit(Repository repository, NewCommit commit)
      throws GitException, IOException {
    ObjectId parent = ObjectId.fromString(commit.parent());
    try (ObjectInserter inserter = repository.newObjectInserter();
        ObjectReader reader = repository.newObjectReader()) {
      ObjectId before = tree(repository, parent);
      Map<String, Optional<FileMode>> places = places(reader, before, commit);
      ObjectId after = tree(reader, inserter, before, commit, places);
      if (after.equals(before)) {
        return commit.parent();
      }
      CommitBuilder builder = new CommitBuilder();
      builder.setTreeId(after);
      builder.setParentId(parent);
      PersonIdent author =
          new PersonIdent(
              commit.author().name(), commit.author().email(), commit.when(), ZoneOffset.UTC);
      builder.setAuthor(author);
      builder.setCommitter(author);
      builder.setEncoding(UTF_8);
      builder.setMessage(commit.message());
      ObjectId made = inserter.insert(builder);
      inserter.flush();
      CachedRepository.keep(repository, made);
      return made.name();
    }
  }

  private static ObjectId tree(Repository repository, ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.parseTree(commit).getId();
    }
  }

  /** What stands at each path now; all are looked at before anything is written. */
  private static Map<String, Optional<FileMode>> places(
      ObjectReader reader, ObjectId tree, NewCommit commit) throws GitException, IOException {
    CommitPaths paths = new CommitPaths(reader, tree, commit.within());
    Map<String, Optional<FileMode>> places = new LinkedHashMap<>();
    for (String path : commit.removed()) {
      places.put(path, paths.require(path));
    }
    for (String path : commit.written().keySet()) {
      Optional<FileMode> stands = paths.require(path);
      if (stands.isPresent() && !commit.removed().contains(path)) {
        throw new GitException.Refused("`" + path + "` exists already, and is not replaced");
      }
      places.put(path, stands);
    }
    requireDistinct(commit);
    return places;
  }

  /** New files, too, differ in more than case. */
  private static void requireDistinct(NewCommit commit) throws GitException.Refused {
    TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String path : commit.written().keySet()) {
      if (!names.add(path)) {
        throw new GitException.Refused("`" + path + "` differs from another file in case alone");
      }
    }
  }

  private static ObjectId tree(
      ObjectReader reader,
      ObjectInserter inserter,
      ObjectId before,
      NewCommit commit,
      Map<String, Optional<FileMode>> places)
      throws GitException, IOException {
    try {
      DirCache index = DirCache.newInCore();
      DirCacheBuilder all = index.builder();
      all.addTree(new byte[0], DirCacheEntry.STAGE_0, reader, before);
      all.finish();
      DirCacheEditor editor = index.editor();
      for (String path : commit.removed()) {
        if (places.getOrDefault(path, Optional.empty()).isPresent()
            && !commit.written().containsKey(path)) {
          editor.add(new DirCacheEditor.DeletePath(path));
        }
      }
      for (Map.Entry<String, String> file : commit.written().entrySet()) {
        ObjectId blob = inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(UTF_8));
        FileMode mode =
            places.getOrDefault(file.getKey(), Optional.empty()).orElse(FileMode.REGULAR_FILE);
        editor.add(new Put(file.getKey(), blob, mode));
      }
      editor.finish();
      return index.writeTree(inserter);
    } catch (InvalidPathException e) {
      throw new GitException.Refused(
          "the branch holds a path that git does not take: " + e.getMessage(), e);
    }
  }

  private static final class Put extends DirCacheEditor.PathEdit {
    private final ObjectId blob;
    private final FileMode mode;

    Put(String path, ObjectId blob, FileMode mode) {
      super(path);
      this.blob = blob;
      this.mode = mode;
    }

    @Override
    public void apply(DirCacheEntry entry) {
      entry.setFileMode(mode);
      entry.setObjectId(blob);
    }
  }

  /** What differs between two commits of the cache, as {@code git apply} takes it. */
  public String patch(GitRemote remote, String from, String to) throws GitException {
    return with(
        remote,
        repository -> {
          ByteArrayOutputStream text = new ByteArrayOutputStream();
          try (DiffFormatter formatter = new DiffFormatter(text);
              RevWalk walk = new RevWalk(repository)) {
            formatter.setRepository(repository);
            RevCommit before = walk.parseCommit(ObjectId.fromString(from));
            RevCommit after = walk.parseCommit(ObjectId.fromString(to));
            formatter.format(before.getTree(), after.getTree());
          }
          return text.toString(UTF_8);
        });
  }

  /**
   * Whether a remote has a branch now.
   *
   * @return the commit it is at
   */
  public Optional<String> findBranch(GitRemote remote, String branch) throws GitException {
    return new Upstream(remote, timeout, clock)
        .find(Constants.R_HEADS + branch)
        .map(ObjectId::name);
  }

  /**
   * Pushes a commit to a branch that is where it is expected to be; does nothing where the branch
   * is at the commit already. Nothing is ever overwritten.
   *
   * @param cached in whose cache the commit is
   * @param to where the branch is
   * @param expected the commit the branch is at; empty for a branch that does not exist
   * @throws GitException.HeadMoved where the branch is at another commit
   * @throws GitException.Refused where the server does not take it; the message has its words
   */
  public void push(
      GitRemote cached, GitRemote to, String commit, String branch, Optional<String> expected)
      throws GitException {
    with(
        cached,
        repository -> {
          new Upstream(to, timeout, clock)
              .push(
                  repository,
                  ObjectId.fromString(commit),
                  Constants.R_HEADS + branch,
                  expected.map(ObjectId::fromString).orElse(ObjectId.zeroId()));
          return true;
        });
  }
}
