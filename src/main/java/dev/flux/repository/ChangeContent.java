package dev.flux.repository;

import java.util.List;

/**
 * What a change request says in files: both sides and what differs.
 *
 * @param base the merge base (not the tip of the target branch)
 * @param head the commit or working tree under review
 * @param files what differs, in path order
 */
public record ChangeContent(Snapshot base, Snapshot head, List<ChangedFile> files) {
  public ChangeContent {
    files = List.copyOf(files);
  }
}
