package dev.flux.work;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeException;
import dev.flux.forge.ForgeKind;
import dev.flux.webhook.Trigger;
import java.util.List;
import java.util.Optional;

/** A piece of work. Those of one lane are done one after another. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Job.Review.class, name = "review"),
  @JsonSubTypes.Type(value = Job.Command.class, name = "command"),
  @JsonSubTypes.Type(value = Job.Seen.class, name = "seen"),
  @JsonSubTypes.Type(value = Job.Recheck.class, name = "recheck"),
  @JsonSubTypes.Type(value = Job.Closed.class, name = "closed")
})
sealed interface Job {

  /** The change request, or the commit, that it is about. */
  String lane();

  /** What it does there. Being asked for the same while it waits makes it no second job. */
  String subject();

  /** Whether being asked for it after it was done means doing it again. */
  boolean repeatable();

  /** The one change request that it is about, where it is known. */
  Optional<ChangeRequestId> findChange();

  /** Does it. Returns what is to be done in consequence, in other lanes. */
  List<Job> run(ChangeWork work) throws ForgeException;

  /** Tells people that it could not be done. */
  void giveUp(ChangeWork work, String errorId) throws ForgeException;

  /** A review of a change request. */
  record Review(ChangeRequestId change) implements Job {
    @Override
    public String lane() {
      return change.key();
    }

    @Override
    public Optional<ChangeRequestId> findChange() {
      return Optional.of(change);
    }

    @Override
    public String subject() {
      return "review";
    }

    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public List<Job> run(ChangeWork work) throws ForgeException {
      work.review(change);
      return List.of();
    }

    @Override
    public void giveUp(ChangeWork work, String errorId) throws ForgeException {
      work.reviewFailed(change, errorId);
    }
  }

  /** A comment that may hold a command; the same one is never obeyed twice. */
  record Command(ChangeRequestId change, String commentId, String author, String text)
      implements Job {
    @Override
    public String lane() {
      return change.key();
    }

    @Override
    public Optional<ChangeRequestId> findChange() {
      return Optional.of(change);
    }

    @Override
    public String subject() {
      return "comment:" + commentId;
    }

    @Override
    public boolean repeatable() {
      return false;
    }

    @Override
    public List<Job> run(ChangeWork work) throws ForgeException {
      return work.comment(change, commentId, author, text).stream().<Job>map(Review::new).toList();
    }

    @Override
    public void giveUp(ChangeWork work, String errorId) throws ForgeException {
      work.commentFailed(change, commentId, errorId);
    }
  }

  /** Tells who commanded something that it was seen, while the lane is busy with something else. */
  record Seen(ChangeRequestId change, String commentId, String text) implements Job {
    @Override
    public String lane() {
      return change.key() + "?comment=" + commentId;
    }

    @Override
    public Optional<ChangeRequestId> findChange() {
      return Optional.empty();
    }

    @Override
    public String subject() {
      return "seen";
    }

    @Override
    public boolean repeatable() {
      return false;
    }

    @Override
    public List<Job> run(ChangeWork work) throws ForgeException {
      work.seen(change, commentId, text);
      return List.of();
    }

    @Override
    public void giveUp(ChangeWork work, String errorId) {
      // What becomes of the command itself says more.
    }
  }

  /**
   * The end of a change request. Its own review, should one wait, ends by itself once it is loaded;
   * others may wait for this end.
   */
  record Closed(ChangeRequestId change) implements Job {
    @Override
    public String lane() {
      return change.key();
    }

    @Override
    public Optional<ChangeRequestId> findChange() {
      return Optional.empty();
    }

    @Override
    public String subject() {
      return "closed";
    }

    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public List<Job> run(ChangeWork work) throws ForgeException {
      return work.closed(change).stream().<Job>map(Review::new).toList();
    }

    @Override
    public void giveUp(ChangeWork work, String errorId) {
      // What waits for it is reviewed with its own next event, or when somebody asks.
    }
  }

  /** The reviews of all change requests at a commit. */
  record Recheck(ForgeKind forge, String repository, String sha) implements Job {
    @Override
    public String lane() {
      return forge.id() + ":" + repository + "@" + sha;
    }

    @Override
    public Optional<ChangeRequestId> findChange() {
      return Optional.empty();
    }

    @Override
    public String subject() {
      return "recheck";
    }

    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public List<Job> run(ChangeWork work) throws ForgeException {
      return work.recheck(forge, repository, sha).stream().<Job>map(Review::new).toList();
    }

    @Override
    public void giveUp(ChangeWork work, String errorId) {
      // Nobody knows yet which change requests these are, so there is nowhere to say it.
    }
  }

  /** The job that a delivery asks for, if it asks for any. */
  static Optional<Job> of(ForgeKind forge, Trigger trigger) {
    if (trigger instanceof Trigger.Review review) {
      return Optional.of(new Review(review.change()));
    }
    if (trigger instanceof Trigger.Commented comment) {
      return Optional.of(
          new Command(comment.change(), comment.commentId(), comment.author(), comment.text()));
    }
    if (trigger instanceof Trigger.Recheck recheck) {
      return Optional.of(new Recheck(forge, recheck.repository(), recheck.sha()));
    }
    if (trigger instanceof Trigger.Closed closed) {
      // No review is stopped: a late "closed" may follow an early "reopened".
      return Optional.of(new Closed(closed.change()));
    }
    if (trigger instanceof Trigger.Ignored) {
      return Optional.empty();
    }
    throw new IllegalArgumentException("a trigger of an unknown kind: " + trigger);
  }

  /** As stored. */
  default String json() {
    try {
      return Codec.JSON.writerFor(Job.class).writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a job is plain text and always has a JSON form", e);
    }
  }

  /** Reads what {@link #json} wrote. */
  static Job parse(String json) {
    try {
      return Codec.JSON.readValue(json, Job.class);
    } catch (JsonProcessingException e) {
      throw new StoreException("A stored job cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  /** The one mapper; jobs of an older or newer Flux may have other members. */
  final class Codec {
    private static final ObjectMapper JSON =
        new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Codec() {}
  }
}
