package dev.flux.forge.gitlab;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.Comment;
import dev.flux.forge.ForgeException;
import dev.flux.forge.InlineComment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gitlab4j.api.GitLabApi;
import org.gitlab4j.api.GitLabApiException;
import org.gitlab4j.api.models.Diff;
import org.gitlab4j.api.models.Discussion;
import org.gitlab4j.api.models.MergeRequestVersion;
import org.gitlab4j.api.models.Note;
import org.gitlab4j.api.models.Position;

/**
 * Comments on lines of the diff, each the first note of a discussion (GitLab Docs, "Discussions
 * API"). GitLab has no call that writes several: they go one by one, and a run that broke off is
 * made up by the next, which reads what is there first.
 */
final class Discussions {
  private final GitLabApi api;
  private final Calls calls;

  Discussions(GitLabApi api, Calls calls) {
    this.api = api;
    this.calls = calls;
  }

  /** The discussions on lines that a user began, oldest first. */
  List<Comment> begunBy(long user, ChangeRequestId id) throws ForgeException {
    List<Discussion> all =
        calls.make(
            "reading the discussions of " + id,
            () -> api.getDiscussionsApi().getMergeRequestDiscussions(id.repository(), id.number()));
    return all.stream()
        .filter(discussion -> !discussion.getNotes().isEmpty())
        .filter(discussion -> isOnLineBy(user, discussion.getNotes().get(0)))
        .sorted(Comparator.comparing(discussion -> discussion.getNotes().get(0).getId()))
        .map(Discussions::comment)
        .toList();
  }

  private static boolean isOnLineBy(long user, Note note) {
    return note.getPosition() != null
        && note.getAuthor() != null
        && note.getAuthor().getId() == user
        && !Boolean.TRUE.equals(note.getSystem());
  }

  private static Comment comment(Discussion discussion) {
    Note first = discussion.getNotes().get(0);
    Position position = first.getPosition();
    Optional<Comment.Place> place =
        Optional.ofNullable(position.getNewLine())
            .map(line -> new Comment.Place(position.getNewPath(), line));
    return new Comment(
        Long.toString(first.getId()),
        Optional.of(discussion.getId()),
        first.getBody(),
        place,
        Boolean.TRUE.equals(first.getResolved()));
  }

  /**
   * Begins a discussion per comment.
   *
   * @return those whose line GitLab does not see in the diff
   */
  List<InlineComment> begin(ChangeRequest change, List<InlineComment> comments)
      throws ForgeException {
    if (comments.isEmpty()) {
      return List.of();
    }
    MergeRequestVersion version = currentVersion(change);
    Map<String, String> oldPaths = oldPaths(change.id(), version);
    List<InlineComment> refused = new ArrayList<>();
    for (InlineComment comment : comments) {
      String oldPath = oldPaths.getOrDefault(comment.path(), comment.path());
      if (!begin(change.id(), comment, position(version, comment, oldPath))) {
        refused.add(comment);
      }
    }
    return List.copyOf(refused);
  }

  /** The newest version of the diff, which must be that of the head that was read. */
  private MergeRequestVersion currentVersion(ChangeRequest change) throws ForgeException {
    ChangeRequestId id = change.id();
    MergeRequestVersion newest =
        calls
            .make(
                "reading the diff versions of " + id,
                () -> api.getMergeRequestApi().getDiffVersions(id.repository(), id.number()))
            .stream()
            .max(Comparator.comparing(MergeRequestVersion::getId))
            .orElseThrow(
                () ->
                    new ForgeException.Unavailable(
                        "reading the diff versions of " + id + ": GitLab has none yet",
                        Optional.empty(),
                        null));
    if (!newest.getHeadCommitSha().equals(change.headSha())) {
      throw new ForgeException.HeadMoved(
          "%s is at %s by now, not at %s"
              .formatted(id, newest.getHeadCommitSha(), change.headSha()),
          null);
    }
    return newest;
  }

  /** What each changed file was called before: the position in a renamed file needs both names. */
  private Map<String, String> oldPaths(ChangeRequestId id, MergeRequestVersion version)
      throws ForgeException {
    return calls
        .make(
            "reading the diff of " + id,
            () ->
                api.getMergeRequestApi()
                    .getDiffVersion(id.repository(), id.number(), version.getId()))
        .getDiffs()
        .stream()
        .filter(diff -> diff.getOldPath() != null && diff.getNewPath() != null)
        .collect(Collectors.toMap(Diff::getNewPath, Diff::getOldPath, (first, second) -> first));
  }

  /**
   * One line: a longer range is anchored at its last, where the author's suggestion block counts
   * back from. A line of context is found by both its numbers.
   */
  private static Position position(
      MergeRequestVersion version, InlineComment comment, String oldPath) {
    Position position =
        new Position()
            .withPositionType(Position.PositionType.TEXT)
            .withBaseSha(version.getBaseCommitSha())
            .withStartSha(version.getStartCommitSha())
            .withHeadSha(version.getHeadCommitSha())
            .withOldPath(oldPath)
            .withNewPath(comment.path())
            .withNewLine(comment.line());
    return comment.oldLine() > 0 ? position.withOldLine(comment.oldLine()) : position;
  }

  private boolean begin(ChangeRequestId id, InlineComment comment, Position position)
      throws ForgeException {
    try {
      api.getDiscussionsApi()
          .createMergeRequestDiscussion(
              id.repository(), id.number(), comment.body(), null, null, position);
      return true;
    } catch (GitLabApiException e) {
      String answer = Calls.answer(e);
      if (e.getHttpStatus() == 400
          && (answer.contains("line_code") || answer.contains("position"))) {
        return false;
      }
      throw calls.failure(
          "commenting on " + comment.path() + ":" + comment.line() + " of " + id, e);
    }
  }
}
