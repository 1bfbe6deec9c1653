package dev.flux.repository;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A commit to be made. The same one twice has the same id.
 *
 * @param parent the commit it stands on, 40 hex digits
 * @param within directories from the repository's top that it stays in; empty text for the top
 * @param removed paths of regular files that go; those that are not there are left out
 * @param written paths to text; none of another file that exists, unless it is removed
 * @param message subject line, empty line, body
 * @param when in whole seconds
 */
public record NewCommit(
    String parent,
    Set<String> within,
    List<String> removed,
    Map<String, String> written,
    String message,
    CommitAuthor author,
    Instant when) {
  public NewCommit {
    within = Set.copyOf(within);
    removed = List.copyOf(removed);
    written = Collections.unmodifiableMap(new LinkedHashMap<>(written));
  }
}
