package dev.flux.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Makes a bare repository of two commits on disk, as a change request would have them. */
public final class SampleRepository {
  /** The branch of the change. */
  public static final String BRANCH = "change";

  private static final Instant MADE = Instant.parse("2026-01-05T09:00:00Z");

  private SampleRepository() {}

  /** The commits of both sides. */
  public record Commits(String base, String head) {}

  /**
   * The commit at a branch, after the forge's own ref followed it there.
   *
   * @param directory of the repository
   */
  public static String head(Path directory, String branch, String headRef) throws IOException {
    String head =
        find(directory, branch)
            .orElseThrow(() -> new IOException("the branch " + branch + " is gone"));
    try (Repository repository = open(directory)) {
      point(repository, headRef, ObjectId.fromString(head));
      return head;
    }
  }

  /** The commit at a branch. */
  public static Optional<String> find(Path directory, String branch) throws IOException {
    try (Repository repository = open(directory)) {
      return Optional.ofNullable(repository.resolve(Constants.R_HEADS + branch))
          .map(ObjectId::name);
    }
  }

  private static Repository open(Path directory) throws IOException {
    return new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build();
  }

  /**
   * Makes it.
   *
   * @param directory not there yet
   * @param headRef where the forge would keep the head, such as {@code refs/pull/1/head}
   */
  public static Commits create(
      Path directory, Map<String, String> base, Map<String, String> head, String headRef)
      throws IOException {
    JGitSettings.apply();
    try (Repository repository = open(directory)) {
      repository.create(true);
      repository.getConfig().setBoolean("uploadpack", null, "allowAnySHA1InWant", true);
      repository.getConfig().save();
      ObjectId first = commit(repository, base, Optional.empty(), "Base");
      ObjectId second = commit(repository, head, Optional.of(first), "Change");
      point(repository, Constants.R_HEADS + "main", first);
      point(repository, Constants.R_HEADS + BRANCH, second);
      point(repository, headRef, second);
      return new Commits(first.name(), second.name());
    }
  }

  private static ObjectId commit(
      Repository repository, Map<String, String> files, Optional<ObjectId> parent, String message)
      throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      DirCache index = DirCache.newInCore();
      DirCacheBuilder builder = index.builder();
      for (Map.Entry<String, String> file : files.entrySet()) {
        DirCacheEntry entry = new DirCacheEntry(file.getKey());
        entry.setFileMode(FileMode.REGULAR_FILE);
        entry.setObjectId(
            inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8)));
        builder.add(entry);
      }
      builder.finish();
      PersonIdent author = new PersonIdent("Sample", "sample@example.org", MADE, ZoneOffset.UTC);
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(inserter));
      parent.ifPresent(commit::setParentId);
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setMessage(message);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }

  private static void point(Repository repository, String ref, ObjectId id) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setNewObjectId(id);
    update.forceUpdate();
  }
}
