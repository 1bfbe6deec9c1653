package dev.flux.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.endtoend.GitHubRepository.Pull;
import dev.flux.forge.github.FakePull.Posted;
import java.util.List;

/**
 * What people do on GitHub, and what a running Flux has answered once it has nothing left to do.
 */
record GitHubTalk(RunningFlux flux) {

  /** A delivery about a pull request. */
  void deliver(Pull pull, String action) {
    assertThat(flux.deliverGitHub("pull_request", pull.event(action))).isBetween(200, 202);
    flux.settle();
  }

  /** Somebody comments. */
  Posted commanded(Pull pull, String user, String text) {
    Posted comment = pull.fake.say(user, text);
    assertThat(flux.deliverGitHub("issue_comment", pull.commented(comment, "User")))
        .isBetween(200, 202);
    flux.settle();
    return comment;
  }

  /** Somebody comments, and Flux does it. */
  void obeyed(Pull pull, String user, String text) {
    assertThat(commanded(pull, user, text).reactions()).containsExactly("eyes", "rocket");
  }

  /** Somebody comments, and Flux does nothing; its answer. */
  String refused(Pull pull, String user, String text) {
    assertThat(commanded(pull, user, text).reactions()).containsExactly("eyes", "confused");
    return reply(pull);
  }

  /** The newest comment. */
  static String reply(Pull pull) {
    List<Posted> comments = pull.fake.comments();
    return comments.get(comments.size() - 1).body();
  }

  /** The comment that Flux keeps up to date. */
  static String summary(Pull pull) {
    return pull.fake.comments().stream()
        .map(Posted::body)
        .filter(body -> body.contains("flux:summary"))
        .findFirst()
        .orElseThrow();
  }
}
