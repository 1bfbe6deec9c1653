package dev.flux.forge;

import dev.flux.repository.GitRemote;
import java.util.Optional;

/**
 * A change request as the forge shows it now.
 *
 * @param title as its author wrote it
 * @param author login of its author
 * @param body Markdown below the title, as it is now
 * @param conflicts whether the forge says that it cannot be merged as it is
 * @param discussed whether anybody commented on it as a whole, as far as the forge tells
 * @param baseRef target branch, without {@code refs/heads/}
 * @param baseSha tip of the target branch
 * @param mergeBase commit that base and head both grew from, the left side of its diff; empty where
 *     the forge names none, since they have none in common or it may not be seen
 * @param source branch that it brings
 * @param headSha commit under review
 * @param url page for people
 * @param remote where its commits are fetched from
 */
public record ChangeRequest(
    ChangeRequestId id,
    String title,
    String author,
    String body,
    Standing standing,
    boolean draft,
    boolean conflicts,
    boolean discussed,
    String baseRef,
    String baseSha,
    Optional<String> mergeBase,
    Source source,
    String headSha,
    String url,
    GitRemote remote) {

  /** Whether it is neither merged nor closed. */
  public boolean open() {
    return standing == Standing.OPEN;
  }
}
