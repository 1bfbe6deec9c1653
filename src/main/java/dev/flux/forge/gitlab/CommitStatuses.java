package dev.flux.forge.gitlab;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.Check;
import dev.flux.forge.ForgeException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gitlab4j.api.GitLabApi;
import org.gitlab4j.api.GitLabApiException;
import org.gitlab4j.api.models.CommitStatus;
import org.gitlab4j.api.models.CommitStatusFilter;
import org.gitlab4j.api.models.MergeRequest;
import org.gitlab4j.api.models.Pipeline;
import org.gitlab4j.models.Constants.CommitBuildState;

/**
 * The check as a commit status (GitLab Docs, "Commits API", set a pipeline's commit status).
 *
 * <p>A status always stands in a pipeline. It must be the one that the merge request shows: where
 * GitLab has to choose, it may make a second, external pipeline, and that one blocks the merge.
 */
final class CommitStatuses {
  private static final Pattern TRANSITION =
      Pattern.compile("Cannot transition status via :\\w+ from :(\\w+)");

  private final GitLabApi api;
  private final Calls calls;

  CommitStatuses(GitLabApi api, Calls calls) {
    this.api = api;
    this.calls = calls;
  }

  void report(ChangeRequest change, Check check) throws ForgeException {
    ChangeRequestId id = change.id();
    MergeRequest request =
        calls.make(
            "reading " + id,
            () -> api.getMergeRequestApi().getMergeRequest(id.repository(), id.number()));
    CommitBuildState state = state(check.state());
    boolean ends = state != CommitBuildState.RUNNING;
    if (ends && !change.headSha().equals(request.getSha())) {
      // Of an older head nothing is shown; what was begun there must only not run for ever.
      endRunning(change, check, state, Optional.empty());
      return;
    }
    Optional<Pipeline> pipeline = pipeline(change, request);
    CommitStatus status = status(check);
    if (pipeline.isPresent()) {
      status.setPipelineId(pipeline.get().getId());
    } else {
      status.setRef(ref(id, request));
    }
    say(change, state, status);
    if (ends && pipeline.isPresent() && !"external".equals(pipeline.get().getSource())) {
      endRunning(change, check, state, pipeline);
    }
  }

  /** The pipeline of the head that was read, where the target project has one. */
  private static Optional<Pipeline> pipeline(ChangeRequest change, MergeRequest request) {
    return Optional.ofNullable(request.getHeadPipeline())
        .filter(pipeline -> change.headSha().equals(pipeline.getSha()))
        // A fork's pipeline runs in the fork, out of reach for a token of the target.
        .filter(
            pipeline ->
                pipeline.getProjectId() == null
                    || pipeline.getProjectId().equals(request.getTargetProjectId()));
  }

  /** The ref that holds the head in the target project: a fork's branch is not there. */
  private static String ref(ChangeRequestId id, MergeRequest request) {
    boolean sameProject =
        request.getSourceProjectId() != null
            && request.getSourceProjectId().equals(request.getTargetProjectId());
    return sameProject ? request.getSourceBranch() : GitLabForge.headRef(id.number());
  }

  /**
   * Ends what still runs in any other pipeline of the commit. One that started after the check did
   * has taken its place as the head's, and what was said in the earlier one would stay "running"
   * for good.
   */
  private void endRunning(
      ChangeRequest change, Check check, CommitBuildState state, Optional<Pipeline> said)
      throws ForgeException {
    CommitStatusFilter named = new CommitStatusFilter().withName(Check.NAME);
    List<CommitStatus> statuses =
        calls.make(
            "reading the statuses of " + change.headSha(),
            () ->
                api.getCommitsApi()
                    .getCommitStatuses(change.id().repository(), change.headSha(), named));
    Set<Long> running =
        statuses.stream()
            .filter(status -> CommitBuildState.RUNNING.toString().equals(status.getStatus()))
            .flatMap(status -> Stream.ofNullable(status.getPipelineId()))
            .filter(pipeline -> !said.map(Pipeline::getId).equals(Optional.of(pipeline)))
            .collect(Collectors.toSet());
    for (Long pipeline : running) {
      say(change, state, status(check).withPipelineId(pipeline));
    }
  }

  private void say(ChangeRequest change, CommitBuildState state, CommitStatus status)
      throws ForgeException {
    Optional<String> stands = post(change, state, status);
    // What is said already need not be said again, and a result may stand until the next one.
    if (stands.isEmpty()
        || stands.get().equals(state.toString())
        || state == CommitBuildState.RUNNING) {
      return;
    }
    post(change, CommitBuildState.RUNNING, status);
    Optional<String> still = post(change, state, status);
    if (still.isPresent() && !still.get().equals(state.toString())) {
      throw new ForgeException.Refused(
          "setting the status of %s to %s: GitLab keeps it at %s"
              .formatted(change.headSha(), state, still.get()),
          null);
    }
  }

  /** Posts a state; empty when it was taken, else the state that GitLab would not leave. */
  private Optional<String> post(ChangeRequest change, CommitBuildState state, CommitStatus status)
      throws ForgeException {
    try {
      api.getCommitsApi()
          .addCommitStatus(change.id().repository(), change.headSha(), state, status);
      return Optional.empty();
    } catch (GitLabApiException e) {
      Matcher transition = TRANSITION.matcher(Calls.answer(e));
      if (e.getHttpStatus() == 400 && transition.find()) {
        return Optional.of(transition.group(1));
      }
      throw calls.failure("setting the status of " + change.headSha() + " to " + state, e);
    }
  }

  private static CommitStatus status(Check check) {
    CommitStatus status = new CommitStatus().withName(Check.NAME).withDescription(check.title());
    check.details().map(URI::toString).ifPresent(status::setTargetUrl);
    return status;
  }

  /** GitLab has no neutral state; success is the one that does not block. */
  private static CommitBuildState state(Check.State state) {
    return switch (state) {
      case IN_PROGRESS -> CommitBuildState.RUNNING;
      case SUCCESS, NEUTRAL -> CommitBuildState.SUCCESS;
      case FAILURE -> CommitBuildState.FAILED;
    };
  }
}
