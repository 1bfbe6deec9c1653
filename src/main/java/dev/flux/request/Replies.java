package dev.flux.request;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.Comment;
import dev.flux.forge.CommentBody;
import dev.flux.forge.ForgeException;
import dev.flux.forge.Markers;
import java.util.Optional;

/** Answers to comments, each written once however often its command is taken up. */
final class Replies {
  private Replies() {}

  static void write(Asked asked, ChangeRequest change, Answer answer) throws ForgeException {
    for (Comment comment : asked.forge().ownComments(change)) {
      Optional<Markers.Reply> reply = asked.markers().findReply(asked.id(), comment.body());
      if (reply.filter(r -> r.commentId().equals(asked.commentId())).isPresent()) {
        return;
      }
    }
    Markers.Reply reply = new Markers.Reply(asked.commentId(), answer.note());
    asked
        .forge()
        .comment(
            change,
            CommentBody.cap(answer.text().strip(), CommentBody.LIMIT, Optional.empty())
                + "\n\n"
                + asked.markers().reply(asked.id(), reply));
  }
}
