package dev.flux.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.forge.gitlab.FakeMergeRequest;
import dev.flux.forge.gitlab.FakeUser;
import java.util.List;

/**
 * What people do on GitLab, and what a running Flux has answered once it has nothing left to do.
 */
record GitLabTalk(RunningFlux flux, GitLabProject project) {

  /** A delivery about a merge request. */
  void deliver(FakeMergeRequest request, String action) {
    assertThat(flux.deliverGitLab("Merge Request Hook", project.event(request, action)))
        .isEqualTo(202);
    flux.settle();
  }

  /** Somebody comments; the reactions on that. */
  List<String> commanded(FakeMergeRequest request, FakeUser user, String text) {
    long note = request.addNote(user, text);
    assertThat(flux.deliverGitLab("Note Hook", project.commented(request, user, note, text)))
        .isBetween(200, 202);
    flux.settle();
    return request.awards().stream()
        .filter(award -> award.startsWith(note + ":"))
        .map(award -> award.replaceFirst(".*:", ""))
        .sorted()
        .toList();
  }

  /** Somebody comments, and Flux does it. */
  void obeyed(FakeMergeRequest request, FakeUser user, String text) {
    assertThat(commanded(request, user, text)).containsExactly("eyes", "rocket");
  }

  /** Somebody comments, and Flux does nothing; its answer. */
  String refused(FakeMergeRequest request, FakeUser user, String text) {
    assertThat(commanded(request, user, text)).containsExactly("confused", "eyes");
    return reply(request);
  }

  /** The newest comment. */
  static String reply(FakeMergeRequest request) {
    List<String> notes = request.noteBodies();
    return notes.get(notes.size() - 1);
  }

  /** The comment that Flux keeps up to date. */
  static String summary(FakeMergeRequest request) {
    return request.noteBodies().stream()
        .filter(body -> body.contains("flux:summary"))
        .findFirst()
        .orElseThrow();
  }
}
