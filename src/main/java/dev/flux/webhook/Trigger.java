package dev.flux.webhook;

import dev.flux.forge.ChangeRequestId;
import java.util.Optional;

/** What a delivery asks for: a hint only, since the live state is read when the work is done. */
public sealed interface Trigger {

  /** Full name of the repository it is about; empty where there is nothing to do. */
  Optional<String> findRepository();

  /**
   * A change request was opened, pushed to, reopened, made ready, or moved to another base.
   *
   * @param reason the event and action, for the log
   */
  record Review(ChangeRequestId change, String reason) implements Trigger {
    @Override
    public Optional<String> findRepository() {
      return Optional.of(change.repository());
    }
  }

  /** A change request was merged or closed: work on it may stop. */
  record Closed(ChangeRequestId change) implements Trigger {
    @Override
    public Optional<String> findRepository() {
      return Optional.of(change.repository());
    }
  }

  /**
   * Somebody wrote a comment that may hold a command.
   *
   * @param commentId the forge's own id of the comment
   * @param author login
   * @param text Markdown as written
   */
  record Commented(ChangeRequestId change, String commentId, String author, String text)
      implements Trigger {
    @Override
    public Optional<String> findRepository() {
      return Optional.of(change.repository());
    }
  }

  /** Somebody asked for the checks of a commit again. */
  record Recheck(String repository, String sha) implements Trigger {
    @Override
    public Optional<String> findRepository() {
      return Optional.of(repository);
    }
  }

  /**
   * Nothing to do.
   *
   * @param reason for the log: which event and why
   */
  record Ignored(String reason) implements Trigger {
    @Override
    public Optional<String> findRepository() {
      return Optional.empty();
    }
  }
}
