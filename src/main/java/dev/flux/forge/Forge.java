package dev.flux.forge;

import dev.flux.repository.CommitAuthor;
import dev.flux.repository.GitRemote;
import java.util.List;

/**
 * The port to one forge: live state in, publications out. Every call speaks to the forge; nothing
 * is remembered between calls but credentials. Implementations are safe for use by several threads.
 */
public interface Forge {

  /** Which forge this is. */
  ForgeKind kind();

  /** The change request as it is now, with its merge base. */
  ChangeRequest load(ChangeRequestId id) throws ForgeException;

  /**
   * Sets the check named {@link Check#NAME} on the head of the request that was read; a later call
   * for the same head updates it in place. On a forge where a repeated state is an error, saying
   * the same twice is not one.
   */
  void report(ChangeRequest change, Check check) throws ForgeException;

  /**
   * A verified delivery told which App installation a repository belongs to; spares the call that
   * would ask for it.
   */
  default void rememberInstallation(String repository, long installation) throws ForgeException {}

  /**
   * Takes up what an earlier process left unfinished on this head, so that {@link #report} goes on
   * with it. Called only when the work on the request was interrupted; may cost a call.
   */
  default void resume(ChangeRequest change) throws ForgeException {}

  /** What Flux itself wrote on the request as a whole, oldest first; other authors are left out. */
  List<Comment> ownComments(ChangeRequest change) throws ForgeException;

  /**
   * Whether {@link #ownInlineComments} can find anything, judged by what {@link #load} saw last;
   * {@code false} spares the call.
   */
  default boolean mayHaveInlineComments(ChangeRequest change) {
    return true;
  }

  /** What Flux itself wrote on lines of the diff, oldest first; other authors are left out. */
  List<Comment> ownInlineComments(ChangeRequest change) throws ForgeException;

  /** Writes a comment on the request as a whole. */
  void comment(ChangeRequest change, String body) throws ForgeException;

  /** Replaces the text of one of Flux's own comments. */
  void edit(ChangeRequest change, Comment comment, String body) throws ForgeException;

  /**
   * Writes comments on lines of the diff of the head that was read, as one review where the forge
   * has reviews.
   *
   * @return those that the forge would not place, because it does not see their lines in the diff;
   *     empty when all were written
   */
  List<InlineComment> review(ChangeRequest change, List<InlineComment> comments)
      throws ForgeException;

  /**
   * Resolves the discussion of one of Flux's own comments; does nothing where the forge does not
   * let a bot do so, there its edited text alone says that it is fixed.
   */
  void resolve(ChangeRequest change, Comment comment) throws ForgeException;

  /** Opens a resolved discussion again; does nothing where {@link #resolve} does nothing. */
  void reopen(ChangeRequest change, Comment comment) throws ForgeException;

  /**
   * What a user may do in a repository, looked up now.
   *
   * @param repository full name, or what {@link Source#repository} says
   */
  Permission permission(String repository, String user) throws ForgeException;

  /** Where a change request stands now; cheaper than {@link #load}. */
  Standing standing(ChangeRequestId id) throws ForgeException;

  /**
   * Opens a draft; where the branch brings an open request already, that one is meant.
   *
   * @param repository full name
   */
  ChangeRequestId open(String repository, NewRequest request) throws ForgeException;

  /** Aims a change request at another branch of its target repository. */
  void retarget(ChangeRequestId id, String baseRef) throws ForgeException;

  /** Replaces the text below the title of a change request that Flux opened. */
  void describe(ChangeRequestId id, String body) throws ForgeException;

  /** Where commits for the request's own branch are pushed to. */
  GitRemote pushRemote(ChangeRequest change) throws ForgeException;

  /** Under which name the commits of Flux stand in a repository. */
  CommitAuthor author(String repository) throws ForgeException;

  /** Puts a reaction on the comment that gave a command. */
  void react(ChangeRequestId id, String commentId, Reaction reaction) throws ForgeException;

  /** The open change requests whose head is this commit; a check is asked for again by commit. */
  List<ChangeRequestId> openAt(String repository, String sha) throws ForgeException;
}
