package dev.flux.work;

import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeException;
import dev.flux.forge.ForgeKind;
import java.util.List;

/**
 * What there is to do, once somebody's turn has come. The methods are never called for one change
 * request by two threads at a time, nor by two servers on one store; after a crash they are called
 * again, so doing the same twice must do no harm. Each exception of a forge decides what follows:
 * {@code Unavailable} and {@code HeadMoved} try again later, {@code Refused} ends the work, any
 * other exception tries a few times and then calls the method that says so to people.
 */
public interface ChangeWork {

  /**
   * A verified delivery named the App installation that a repository belongs to.
   *
   * @param repository its full name
   */
  default void installed(ForgeKind forge, String repository, long installation)
      throws ForgeException {}

  /**
   * Work on a change request was begun before and did not come to its end, in this process or
   * another one; it is begun anew now. Makes no call.
   */
  default void interrupted(ChangeRequestId change) {}

  /** Reviews a change request as it is now, and publishes the review. */
  void review(ChangeRequestId change) throws ForgeException;

  /**
   * A comment may hold a command, and its turn has not come. May be called at any time, by another
   * thread than the one that is busy with the change request.
   *
   * @param commentId the forge's own id of the comment
   * @param text Markdown as written
   */
  default void seen(ChangeRequestId change, String commentId, String text) throws ForgeException {}

  /**
   * Does what a comment commands, if it does.
   *
   * @param commentId the forge's own id of the comment
   * @param author login
   * @param text Markdown as written
   * @return others that are to be reviewed again, since it concerns them too
   */
  List<ChangeRequestId> comment(
      ChangeRequestId change, String commentId, String author, String text) throws ForgeException;

  /**
   * A change request was merged or closed.
   *
   * @return others that are to be reviewed again since they wait for it
   */
  default List<ChangeRequestId> closed(ChangeRequestId change) throws ForgeException {
    return List.of();
  }

  /** The open change requests at a commit whose checks were asked for again; each is reviewed. */
  List<ChangeRequestId> recheck(ForgeKind forge, String repository, String sha)
      throws ForgeException;

  /**
   * Completes the check as failed, so that nobody waits for a review that does not come, and what
   * nobody read does not pass for safe.
   *
   * @param errorId stands in the log next to what went wrong
   */
  void reviewFailed(ChangeRequestId change, String errorId) throws ForgeException;

  /** Tells the author of a comment that its command could not be done. */
  void commentFailed(ChangeRequestId change, String commentId, String errorId)
      throws ForgeException;
}
