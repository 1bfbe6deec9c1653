package dev.flux.repository;

import dev.flux.repository.ChangedFile.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a change request says in files: both sides and what differs. To be closed when it has been
 * read, so that a cache may drop what backs it.
 *
 * @param base the merge base (not the tip of the target branch)
 * @param head the commit or working tree under review
 * @param files what differs, in path order
 */
public record ChangeContent(Snapshot base, Snapshot head, List<ChangedFile> files)
    implements AutoCloseable {
  public ChangeContent {
    files = List.copyOf(files);
  }

  /**
   * What differs between two snapshots that no version control knows. Renames are not looked for,
   * and every line of the head may carry a comment.
   */
  public static ChangeContent between(Snapshot base, Snapshot head) {
    SortedSet<String> paths = new TreeSet<>(base.paths());
    paths.addAll(head.paths());
    List<ChangedFile> files = new ArrayList<>();
    for (String path : paths) {
      compare(path, base, head).ifPresent(files::add);
    }
    return new ChangeContent(base, head, files);
  }

  private static Optional<ChangedFile> compare(String path, Snapshot base, Snapshot head) {
    if (!head.paths().contains(path)) {
      return Optional.of(new ChangedFile(path, Optional.empty(), Kind.DELETED, LineSet.NONE));
    }
    Optional<String> before = base.read(path);
    Optional<String> after = head.read(path);
    if (base.paths().contains(path) && before.equals(after)) {
      return Optional.empty();
    }
    Kind kind = base.paths().contains(path) ? Kind.MODIFIED : Kind.ADDED;
    LineSet lines = LineDiff.wholeFile(before.orElse(""), after.orElse(""));
    return Optional.of(new ChangedFile(path, Optional.empty(), kind, lines));
  }

  /**
   * The same change where some of it has reached the target branch meanwhile, as a squash does:
   * what is the same there is no change any more, but part of what was there before.
   *
   * @param fromTip what differs between the tip of the target branch and the same head; closed
   *     together with what this returns
   */
  public ChangeContent without(ChangeContent fromTip) {
    Set<String> open = fromTip.files().stream().map(ChangedFile::path).collect(Collectors.toSet());
    Set<String> settled =
        files.stream()
            .map(ChangedFile::path)
            .filter(path -> !open.contains(path))
            .collect(Collectors.toSet());
    return new ChangeContent(
        new SettledSnapshot(this, fromTip, settled),
        head,
        files.stream().filter(file -> !settled.contains(file.path())).toList());
  }

  @Override
  public void close() {
    base.close();
    head.close();
  }
}
