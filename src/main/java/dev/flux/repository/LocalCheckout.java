package dev.flux.repository;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** A working copy of a git repository; it is only read, and no remote is asked. */
public final class LocalCheckout implements AutoCloseable {
  private static final String REMOTE = "refs/remotes/origin/";
  private static final List<String> USUAL_BASES =
      List.of("origin/main", "origin/master", "main", "master");

  private final Repository repository;

  private LocalCheckout(Repository repository) {
    this.repository = repository;
  }

  /**
   * The working copy that a place lies in, worktrees included; empty outside git and in a bare
   * repository.
   *
   * @throws GitException.Refused where there is one that cannot be read
   */
  public static Optional<LocalCheckout> find(Path inside) throws GitException {
    JGitSettings.apply();
    File start = inside.toAbsolutePath().normalize().toFile();
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(start);
    if (builder.getGitDir() == null) {
      return Optional.empty();
    }
    try {
      Repository repository = builder.build();
      if (repository.isBare()) {
        repository.close();
        return Optional.empty();
      }
      honourIgnoredByUser(repository);
      return Optional.of(new LocalCheckout(repository));
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(builder.getGitDir().toPath(), e);
    }
  }

  /** The user's own list of ignored files is the one setting that says which files there are. */
  private static void honourIgnoredByUser(Repository repository) throws IOException {
    File home = repository.getFS().userHome();
    if (home == null || repository.getConfig().getString("core", null, "excludesFile") != null) {
      return;
    }
    FileBasedConfig user = new FileBasedConfig(new File(home, ".gitconfig"), repository.getFS());
    try {
      user.load();
    } catch (ConfigInvalidException e) {
      throw new IOException("cannot read " + user.getFile(), e);
    }
    String ignored = user.getString("core", null, "excludesFile");
    if (ignored != null) {
      repository.getConfig().setString("core", null, "excludesFile", ignored); // never saved
    }
  }

  /** The directory that the working copy starts at; absolute. */
  public Path top() {
    return repository.getWorkTree().toPath();
  }

  /**
   * The branch that changes here are most likely meant for: the default branch of {@code origin},
   * else the first of {@code origin/main}, {@code origin/master}, {@code main}, {@code master}.
   *
   * @throws GitException.Refused where there is none of them
   */
  public String defaultBase() throws GitException {
    try {
      Ref remoteHead = repository.exactRef(REMOTE + Constants.HEAD);
      if (remoteHead != null && remoteHead.isSymbolic() && remoteHead.getObjectId() != null) {
        return Repository.shortenRefName(remoteHead.getLeaf().getName());
      }
      for (String name : USUAL_BASES) {
        String prefix = name.startsWith("origin/") ? Constants.R_REMOTES : Constants.R_HEADS;
        if (repository.exactRef(prefix + name) != null) {
          return name;
        }
      }
    } catch (IOException e) {
      throw unreadable(top(), e);
    }
    throw new GitException.Refused(
        "cannot tell which branch to compare with: there is no origin/HEAD and none of "
            + String.join(", ", USUAL_BASES)
            + ". Name one with --base.");
  }

  /** As {@link #against(String, Predicate)}, with every path of interest. */
  public ChangeContent against(String baseRef) throws GitException {
    return against(baseRef, path -> true);
  }

  /**
   * What the working tree changes since it forked from {@code baseRef}: commits, staged and
   * unstaged changes, and untracked files that are not ignored. Files that a sparse checkout leaves
   * out count as unchanged and are not in the head.
   *
   * @param baseRef branch, remote branch (also without {@code origin/}), tag or commit
   * @param ofInterest paths whose renames and lines are wanted; others are listed without
   * @throws GitException.Refused where there is no such commit or no common history
   */
  public ChangeContent against(String baseRef, Predicate<String> ofInterest) throws GitException {
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit head = commit(walk, Constants.HEAD);
      RevCommit fork = mergeBase(walk, head, commit(walk, baseRef), baseRef);
      CommitSnapshot base = new CommitSnapshot(repository, fork.getTree(), closed -> {});
      return WorkingTreeScan.against(repository, base, ofInterest);
    } catch (IOException e) {
      throw unreadable(top(), e);
    }
  }

  private RevCommit commit(RevWalk walk, String name) throws IOException, GitException {
    ObjectId id = resolve(name);
    if (id == null) {
      id = resolve(REMOTE + name);
    }
    if (id == null) {
      throw new GitException.Refused(
          name.equals(Constants.HEAD)
              ? top() + " has no commit yet. Commit once, or name files to review."
              : "there is no commit `"
                  + name
                  + "` in "
                  + top()
                  + ". Fetch it, or name another with --base.");
    }
    return walk.parseCommit(id);
  }

  private @Nullable ObjectId resolve(String name) throws IOException, GitException {
    try {
      return repository.resolve(name + "^{commit}");
    } catch (RevisionSyntaxException e) {
      throw new GitException.Refused(
          "`" + name + "` names no commit. Name a branch, tag or commit with --base.", e);
    }
  }

  private RevCommit mergeBase(RevWalk walk, RevCommit head, RevCommit base, String name)
      throws IOException, GitException {
    walk.setRevFilter(RevFilter.MERGE_BASE);
    walk.markStart(head);
    walk.markStart(base);
    RevCommit fork = walk.next();
    if (fork == null) {
      boolean shallow = Files.exists(repository.getCommonDirectory().toPath().resolve("shallow"));
      throw new GitException.Refused(
          "HEAD and `"
              + name
              + "` have no commit in common in "
              + top()
              + (shallow
                  ? ": the clone is shallow. Run `git fetch --unshallow`."
                  : ". Name another with --base."));
    }
    return fork;
  }

  private static GitException unreadable(Path place, Exception cause) {
    return new GitException.Refused(
        "cannot read the git repository at "
            + place
            + ": "
            + cause.getMessage()
            + ". Check it with `git status`.",
        cause);
  }

  @Override
  public void close() {
    repository.close();
  }
}
