package dev.flux.webhook;

import dev.flux.forge.ChangeRequestId;

/** What a delivery asks for: a hint only, since the live state is read when the work is done. */
public sealed interface Trigger {

  /**
   * A change request was opened, pushed to, reopened, made ready, or moved to another base.
   *
   * @param reason the event and action, for the log
   */
  record Review(ChangeRequestId change, String reason) implements Trigger {}

  /** A change request was merged or closed: work on it may stop. */
  record Closed(ChangeRequestId change) implements Trigger {}

  /**
   * Somebody wrote a comment that may hold a command.
   *
   * @param commentId the forge's own id of the comment
   * @param author login
   * @param text Markdown as written
   */
  record Commented(ChangeRequestId change, String commentId, String author, String text)
      implements Trigger {}

  /** Somebody asked for the checks of a commit again. */
  record Recheck(String repository, String sha) implements Trigger {}

  /**
   * Nothing to do.
   *
   * @param reason for the log: which event and why
   */
  record Ignored(String reason) implements Trigger {}
}
