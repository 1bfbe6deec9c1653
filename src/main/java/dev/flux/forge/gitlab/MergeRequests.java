package dev.flux.forge.gitlab;

import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeException;
import dev.flux.forge.NewRequest;
import dev.flux.forge.Source;
import dev.flux.forge.Standing;
import java.util.List;
import org.gitlab4j.api.GitLabApi;
import org.gitlab4j.api.models.MergeRequest;
import org.gitlab4j.api.models.MergeRequestFilter;
import org.gitlab4j.api.models.MergeRequestParams;
import org.gitlab4j.models.Constants.MergeRequestState;

/** Merge requests as GitLab shows and opens them (GitLab Docs, "Merge requests API"). */
final class MergeRequests {
  /** GitLab takes a request for a draft by the beginning of its title. */
  private static final String DRAFT = "Draft: ";

  private final GitLabApi api;
  private final Calls calls;

  MergeRequests(GitLabApi api, Calls calls) {
    this.api = api;
    this.calls = calls;
  }

  static Standing standing(MergeRequest request) {
    return switch (request.getState()) {
      case "merged" -> Standing.MERGED;
      case "closed" -> Standing.CLOSED;
      // "locked" is a request that is being merged at this moment.
      default -> Standing.OPEN;
    };
  }

  static Source source(MergeRequest request) {
    Long project = request.getSourceProjectId();
    boolean fork = project == null || !project.equals(request.getTargetProjectId());
    boolean editable =
        !fork
            || (project != null
                && (Boolean.TRUE.equals(request.getAllowCollaboration())
                    || Boolean.TRUE.equals(request.getAllowMaintainerToPush())));
    return new Source(
        project == null ? "" : project.toString(), request.getSourceBranch(), fork, editable);
  }

  MergeRequest read(ChangeRequestId id) throws ForgeException {
    return calls.make(
        "reading " + id,
        () -> api.getMergeRequestApi().getMergeRequest(id.repository(), id.number()));
  }

  /** Opens one, unless the branch has an open one already; its number. */
  long open(String repository, NewRequest request) throws ForgeException {
    MergeRequestFilter fromBranch =
        new MergeRequestFilter()
            .withSourceBranch(request.branch())
            .withState(MergeRequestState.OPENED);
    List<MergeRequest> standing =
        calls.make(
            "looking for a merge request of " + request.branch(),
            () -> api.getMergeRequestApi().getMergeRequests(repository, fromBranch));
    if (!standing.isEmpty()) {
      return standing.get(0).getIid();
    }
    MergeRequestParams params =
        new MergeRequestParams()
            .withSourceBranch(request.branch())
            .withTargetBranch(request.baseRef())
            .withTitle(DRAFT + request.title())
            .withDescription(request.body())
            .withRemoveSourceBranch(true);
    return calls
        .make(
            "opening a merge request of " + request.branch(),
            () -> api.getMergeRequestApi().createMergeRequest(repository, params))
        .getIid();
  }

  void retarget(ChangeRequestId id, String baseRef) throws ForgeException {
    update(
        "aiming " + id + " at " + baseRef, id, new MergeRequestParams().withTargetBranch(baseRef));
  }

  void describe(ChangeRequestId id, String body) throws ForgeException {
    update("describing " + id, id, new MergeRequestParams().withDescription(body));
  }

  private void update(String what, ChangeRequestId id, MergeRequestParams params)
      throws ForgeException {
    calls.make(
        what,
        () -> api.getMergeRequestApi().updateMergeRequest(id.repository(), id.number(), params));
  }
}
