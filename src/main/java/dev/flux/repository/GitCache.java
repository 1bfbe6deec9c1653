package dev.flux.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;

/**
 * Shallow bare repositories on disk, one for each remote URL, filled by fetches of single commits.
 * Safe for concurrent use within one process; a directory belongs to one process.
 */
public final class GitCache implements AutoCloseable {
  private static final int WHOLE_HISTORY = Integer.MAX_VALUE;
  private static final int MAX_READABLE = 60;

  private final Path directory;
  private final Duration timeout;
  private final Clock clock;
  private final ConcurrentMap<Path, CachedRepository> repositories = new ConcurrentHashMap<>();

  /**
   * @param directory where the repositories are kept; made when first needed
   * @param timeout for one exchange with a server
   */
  public GitCache(Path directory, Duration timeout, Clock clock) {
    JGitSettings.apply();
    this.directory = directory;
    this.timeout = timeout;
    this.clock = clock;
  }

  /** As {@link #fetch(GitRemote, String, String, Predicate)}, with every path of interest. */
  public ChangeContent fetch(GitRemote remote, String headSha, String mergeBaseSha)
      throws GitException {
    return fetch(remote, headSha, mergeBaseSha, path -> true);
  }

  /**
   * The content of a change, fetched where it is not here yet. It is to be closed: until then its
   * repository is not evicted.
   *
   * @param headSha the commit under review, 40 hex digits
   * @param mergeBaseSha where it forked from the target branch, 40 hex digits
   * @param ofInterest paths whose renames and lines are wanted; others are listed without
   * @throws GitException.Unavailable where trying again may help
   * @throws GitException.HeadMoved where the head is no longer served and the remote's head ref is
   *     at another commit
   * @throws GitException.Refused where the repository or a commit is gone or not allowed
   */
  public ChangeContent fetch(
      GitRemote remote, String headSha, String mergeBaseSha, Predicate<String> ofInterest)
      throws GitException {
    ObjectId head = ObjectId.fromString(headSha);
    ObjectId base = ObjectId.fromString(mergeBaseSha);
    CachedRepository cached = at(remote);
    try {
      return content(cached, remote, head, base, ofInterest);
    } catch (IOException damage) {
      startAnew(cached, damage);
    }
    try {
      return content(cached, remote, head, base, ofInterest);
    } catch (IOException e) {
      throw new GitException.Unavailable(
          "cannot keep commits in " + cached.directory() + ": " + e.getMessage(), e);
    }
  }

  /**
   * The commit that the remote's head ref is at now.
   *
   * @return 40 hex digits
   * @throws GitException.Unavailable where trying again may help
   * @throws GitException.Refused where there is no such repository or ref, or it is not allowed
   */
  public String headNow(GitRemote remote) throws GitException {
    return new Upstream(remote, timeout, clock)
        .find(remote.headRef())
        .orElseThrow(() -> noHeadRef(remote))
        .name();
  }

  /**
   * Deletes the repositories that were not used for the longest time until the others take no more
   * than {@code maxBytes}. What is being fetched or read stays.
   *
   * @throws IOException where the cache's directory cannot be read or written
   */
  public void evict(long maxBytes) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<Occupant> occupants = new ArrayList<>();
    try (Stream<Path> places = Files.list(directory)) {
      for (Path place : places.toList()) {
        occupants.add(measure(repositories.computeIfAbsent(place, CachedRepository::new)));
      }
    }
    occupants.sort(Comparator.comparing(Occupant::lastUsed));
    long total = occupants.stream().mapToLong(Occupant::bytes).sum();
    for (Occupant occupant : occupants) {
      if (total > maxBytes && deleteIfFree(occupant.repository())) {
        total -= occupant.bytes();
      }
    }
  }

  private record Occupant(CachedRepository repository, Instant lastUsed, long bytes) {}

  private static Occupant measure(CachedRepository cached) throws IOException {
    cached.lock.lock(); // a fetch moves files about
    try {
      return new Occupant(cached, cached.lastUsed(), cached.size());
    } finally {
      cached.lock.unlock();
    }
  }

  private static boolean deleteIfFree(CachedRepository cached) throws IOException {
    if (!cached.lock.tryLock()) {
      return false;
    }
    try {
      return cached.delete();
    } finally {
      cached.lock.unlock();
    }
  }

  /** The repository of a remote, not opened yet. */
  CachedRepository at(GitRemote remote) {
    return repositories.computeIfAbsent(place(remote), CachedRepository::new);
  }

  /** A directory name that people recognise and no two URLs share. */
  private Path place(GitRemote remote) {
    URI url = Upstream.withoutUserInfo(remote.url());
    String readable =
        (url.getHost() == null ? "local" : url.getHost())
            + url.getPath().replaceAll("[^A-Za-z0-9.]+", "_");
    String hash =
        new ObjectInserter.Formatter()
            .idFor(Constants.OBJ_BLOB, url.toString().getBytes(UTF_8))
            .name();
    return directory.resolve(
        readable.substring(0, Math.min(MAX_READABLE, readable.length()))
            + "-"
            + hash.substring(0, 16));
  }

  private ChangeContent content(
      CachedRepository cached,
      GitRemote remote,
      ObjectId head,
      ObjectId base,
      Predicate<String> ofInterest)
      throws GitException, IOException {
    CommitSnapshot before;
    CommitSnapshot after;
    Repository repository;
    cached.lock.lock();
    try {
      repository = ready(cached, remote, head, base);
      before = cached.snapshot(repository, base);
      after = cached.snapshot(repository, head);
    } finally {
      cached.lock.unlock();
    }
    try (ObjectReader reader = repository.newObjectReader()) {
      return new ChangeContent(
          before, after, TreeDiff.between(reader, before.tree(), after.tree(), ofInterest));
    } catch (IOException | RuntimeException e) {
      before.close();
      after.close();
      throw e;
    }
  }

  /** The repository with both commits in it. */
  private Repository ready(CachedRepository cached, GitRemote remote, ObjectId head, ObjectId base)
      throws GitException, IOException {
    Repository repository = cached.open(clock.instant());
    List<ObjectId> missing = new ArrayList<>();
    for (ObjectId commit : List.of(head, base)) {
      if (!CachedRepository.has(repository, commit)) {
        missing.add(commit);
      }
    }
    if (missing.isEmpty()) {
      return repository;
    }
    if (cached.isWorn() && cached.delete()) {
      repository = cached.open(clock.instant());
      missing = List.of(head, base);
    }
    List<RefSpec> wanted = missing.stream().map(sha -> new RefSpec(sha.name())).toList();
    if (!new Upstream(remote, timeout, clock).fetch(repository, wanted, 1)) {
      repository = fetchByRef(cached, remote, head, base);
    }
    CachedRepository.keep(repository, head);
    CachedRepository.keep(repository, base);
    return repository;
  }

  /** For a server that gives only what its refs reach, or no longer has a commit. */
  private Repository fetchByRef(
      CachedRepository cached, GitRemote remote, ObjectId head, ObjectId base)
      throws GitException, IOException {
    Repository repository = cached.open(clock.instant());
    ObjectId now = ObjectId.fromString(headNow(remote));
    if (!now.equals(head) && !CachedRepository.has(repository, head)) {
      throw new GitException.HeadMoved(
          remote.headRef()
              + " is at "
              + now.name()
              + " by now, and the server no longer gives "
              + head.name());
    }
    if (cached.delete()) { // JGit takes a head that is here without its history for complete
      repository = cached.open(clock.instant());
    }
    List<RefSpec> wanted = List.of(new RefSpec(remote.headRef()));
    new Upstream(remote, timeout, clock).fetch(repository, wanted, WHOLE_HISTORY);
    for (ObjectId commit : List.of(head, base)) {
      if (!CachedRepository.has(repository, commit)) {
        throw new GitException.Refused(
            "the server does not give commit "
                + commit.name()
                + ", nor is it in the history of "
                + remote.headRef()
                + ". Push to the branch again, so that the forge names commits that are there.");
      }
    }
    return repository;
  }

  private static GitException.Refused noHeadRef(GitRemote remote) {
    return new GitException.Refused(
        "there is no "
            + remote.headRef()
            + " at "
            + Upstream.withoutUserInfo(remote.url())
            + ". Check that the change request still exists.");
  }

  private static void startAnew(CachedRepository cached, IOException damage)
      throws GitException.Unavailable {
    cached.lock.lock();
    try {
      if (cached.delete()) {
        return;
      }
    } catch (IOException e) {
      damage.addSuppressed(e);
    } finally {
      cached.lock.unlock();
    }
    throw new GitException.Unavailable(
        "the cache at " + cached.directory() + " cannot be used: " + damage.getMessage(), damage);
  }

  @Override
  public void close() {
    repositories.values().forEach(CachedRepository::close);
  }
}
