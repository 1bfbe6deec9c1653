package dev.flux.request;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.Check;
import dev.flux.forge.CommentBody;
import dev.flux.forge.Forge;
import dev.flux.forge.ForgeException;
import dev.flux.forge.ForgeKind;
import dev.flux.forge.LiveHead;
import dev.flux.forge.Markers;
import dev.flux.forge.Publication;
import dev.flux.forge.Publisher;
import dev.flux.forge.Reaction;
import dev.flux.migration.MigrationFinder;
import dev.flux.repository.CacheUpkeep;
import dev.flux.repository.CommitWriter;
import dev.flux.repository.GitCache;
import dev.flux.review.Headline;
import dev.flux.review.InlineRemarks;
import dev.flux.review.JsonReport;
import dev.flux.review.Markdown;
import dev.flux.review.Review;
import dev.flux.review.ReviewPage;
import dev.flux.review.Summary;
import dev.flux.rollout.Split;
import dev.flux.rollout.Stack;
import dev.flux.webhook.Command;
import dev.flux.webhook.Commands;
import dev.flux.work.ChangeWork;
import dev.flux.work.Reviews;
import dev.flux.work.Rollouts;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reviews a change request and publishes the review; does what comments command. Every method reads
 * the live state first and may be repeated at will.
 */
public final class ReviewJob implements ChangeWork {
  private static final Logger LOG = LoggerFactory.getLogger(ReviewJob.class);
  private static final int TITLE = 120;
  private static final String AWAY = "Flux could not review this change";

  private final Map<ForgeKind, Connection> connections;
  private final ForgeGit git;
  private final CacheUpkeep upkeep;
  private final Reviews reviews;
  private final Reader reader;
  private final Rollouts rollouts;
  private final StackedRequests stacked;
  private final CommentJob comments;
  private final Supplier<URI> address;

  /** Requests whose review was begun before, perhaps by a process that left a check behind. */
  private final Set<ChangeRequestId> interrupted = ConcurrentHashMap.newKeySet();

  private final BegunChecks checks = new BegunChecks();

  /**
   * A forge with the key that signs what Flux writes there.
   *
   * @param markers of this forge
   */
  public record Connection(Forge forge, Markers markers) {}

  /** Git as the server keeps it. */
  public record Git(GitCache cache, CommitWriter writer, CacheUpkeep upkeep) {}

  /** What the server keeps besides: reviews for their pages, and what requests were split into. */
  public record Kept(Reviews reviews, Rollouts rollouts) {}

  /**
   * @param connections the forges that are configured
   * @param proofs which changes are run on a shadow database
   * @param address under which people reach the pages, without a slash at its end
   * @param clock says on which day what is allowed has expired, and when a commit is made
   */
  public ReviewJob(
      Map<ForgeKind, Connection> connections,
      Git git,
      Kept kept,
      MigrationFinder finder,
      Proofs proofs,
      Supplier<URI> address,
      Clock clock) {
    this.connections = Map.copyOf(connections);
    this.git = new ForgeGit(git.cache());
    this.upkeep = git.upkeep();
    this.reviews = kept.reviews();
    this.rollouts = kept.rollouts();
    this.reader = new Reader(this.git, finder, proofs, clock);
    this.stacked = new StackedRequests(rollouts, clock);
    StackWriter writer = new StackWriter(this.git, git.writer(), rollouts, clock);
    this.comments =
        new CommentJob(
            new SplitJob(reader, writer, reviews, rollouts),
            new ConfirmJob(stacked, rollouts),
            stacked,
            asked -> review(asked.id()));
    this.address = address;
  }

  @Override
  public void installed(ForgeKind forge, String repository, long installation)
      throws ForgeException {
    connection(forge).forge().rememberInstallation(repository, installation);
  }

  @Override
  public void interrupted(ChangeRequestId id) {
    interrupted.add(id);
  }

  @Override
  public void review(ChangeRequestId id) throws ForgeException {
    Connection connection = connection(id.forge());
    Forge forge = connection.forge();
    ChangeRequest loaded = forge.load(id);
    checks.endEarlier(forge, loaded);
    Optional<Progress> progress = progress(connection, loaded);
    if (!loaded.open()) {
      if (progress.isPresent()) {
        new Publisher(forge, connection.markers()).restate(loaded, progress.get()::restated);
      }
      return;
    }
    ChangeRequest change =
        progress.isPresent() ? StackedRequests.onto(forge, loaded, progress.get()) : loaded;
    if (interrupted.remove(id)) {
      forge.resume(change);
    }
    Optional<String> mute = checks.begin(forge, change, reading());
    try {
      Publication publication = publication(forge, change, progress);
      publish(connection, change, mute.map(why -> mute(publication, why)).orElse(publication));
    } catch (ForgeException.Refused refused) {
      if (mute.isEmpty()) {
        forge.report(change, failed(String.valueOf(refused.getMessage())));
        checks.ended(change);
      }
      throw refused;
    }
    keepCache();
  }

  /** Where the request stands in its rollout, told by the forge where the store is a new one. */
  private Optional<Progress> progress(Connection connection, ChangeRequest change)
      throws ForgeException {
    if (change.discussed() && reviews.findLastHead(change.id().key()).isEmpty()) {
      stacked.recover(connection, change);
    }
    return stacked.find(connection, change);
  }

  private void publish(Connection connection, ChangeRequest change, Publication publication)
      throws ForgeException {
    LiveHead live = request -> git.call(connection.forge(), request, GitCache::headNow);
    try {
      new Publisher(connection.forge(), connection.markers()).publish(change, publication, live);
    } catch (ForgeException.HeadMoved moved) {
      if (moved.getSuppressed().length == 0) {
        checks.ended(change);
      }
      throw moved;
    }
    checks.ended(change);
  }

  /** The comment says what the check cannot. */
  private static Publication mute(Publication publication, String why) {
    return new Publication(
        publication.check(),
        "⚠️ Flux could not set its check `"
            + Check.NAME
            + "`. "
            + Markdown.prose(why)
            + "\n\n"
            + publication.summary(),
        publication.quiet(),
        publication.remarks());
  }

  private void keepCache() {
    try {
      upkeep.keep();
    } catch (IOException e) {
      LOG.warn("the git cache may outgrow its limit: {}", e.getMessage());
    }
  }

  private Publication publication(Forge forge, ChangeRequest change, Optional<Progress> known)
      throws ForgeException {
    boolean restacked = known.filter(Progress::belowMerged).isPresent();
    Reader.View view = new Reader.View(change.headSha(), List.of(), restacked, true);
    try (Reader.Reading reading = reader.read(forge, change, view)) {
      Optional<Progress> progress =
          known.isEmpty()
              ? known
              : Optional.of(StackedRequests.seen(forge, known.get(), reading.content()));
      boolean grown = rollouts.findRoot(change.id()).filter(Rollouts.Rollout::grown).isPresent();
      Review review = grown ? reading.review().settled() : reading.review();
      boolean quiet = review.directories().isEmpty() && review.loose().isEmpty();
      Optional<URI> page = quiet ? Optional.empty() : keep(change, review);
      String summary =
          progress.map(p -> p.line() + "\n").orElse("")
              + Summary.of(review, offers(change, review));
      return new Publication(
          check(reading, progress, summary, page),
          summary,
          quiet && progress.isEmpty(),
          InlineRemarks.of(review, reading.content(), change.id().forge()));
    }
  }

  /** Whether {@code /flux split} would do something here, as far as can be told. */
  private static boolean offers(ChangeRequest change, Review review) {
    Stack stack = SplitJob.stack(review, Split.Extent.THIS_DEPLOY);
    return change.source().editable()
        && !change.source().fork()
        && !stack.isEmpty()
        && stack.obstacles().isEmpty();
  }

  /** Keeps the review for its page, and gives the page's address. */
  private Optional<URI> keep(ChangeRequest change, Review review) {
    String json = JsonReport.of(review);
    String id =
        reviews.findSame(change.id().key(), change.headSha(), json).orElseGet(Reviews::newId);
    String title = change.id().repository() + change.id().forge().sigil() + change.id().number();
    reviews.save(
        new Reviews.StoredReview(
            id,
            change.id().key(),
            change.headSha(),
            review.verdict().id(),
            json,
            ReviewPage.html(title + " " + change.title(), review)));
    return Optional.of(URI.create(address.get() + "/reviews/" + id));
  }

  private static Check reading() {
    return new Check(
        Check.State.IN_PROGRESS,
        "Reading the migrations",
        "The review is under way.",
        Optional.empty());
  }

  private static Check check(
      Reader.Reading reading, Optional<Progress> progress, String summary, Optional<URI> page) {
    Review review = reading.review();
    boolean fails = review.findings().stream().anyMatch(reading.rules()::fail);
    Optional<String> waits = progress.flatMap(Progress::obstacle);
    String title =
        fails || waits.isEmpty()
            ? Headline.of(review)
            : CommentBody.shorten(waits.get().replace("`", ""), TITLE);
    Check.State state = fails || waits.isPresent() ? Check.State.FAILURE : Check.State.SUCCESS;
    return new Check(state, title, summary, page);
  }

  @Override
  public void seen(ChangeRequestId id, String commentId, String text) throws ForgeException {
    if (Commands.parse(text).stream().anyMatch(CommentJob::isWriting)) {
      connection(id.forge()).forge().react(id, commentId, Reaction.SEEN);
    }
  }

  @Override
  public List<ChangeRequestId> comment(
      ChangeRequestId id, String commentId, String author, String text) throws ForgeException {
    List<Command> commands = Commands.parse(text);
    return commands.isEmpty()
        ? List.of()
        : comments.obey(new Asked(connection(id.forge()), id, commentId, author), commands);
  }

  /** All parts of its rollout say where it stands, itself too, and one may wait for it. */
  @Override
  public List<ChangeRequestId> closed(ChangeRequestId id) throws ForgeException {
    Connection connection = connection(id.forge());
    boolean known = rollouts.findOf(id).isPresent() || reviews.findLastHead(id.key()).isPresent();
    boolean part = known || progress(connection, connection.forge().load(id)).isPresent();
    return part ? rollouts.findOf(id).map(Rollouts.Rollout::requests).orElse(List.of()) : List.of();
  }

  @Override
  public List<ChangeRequestId> recheck(ForgeKind forge, String repository, String sha)
      throws ForgeException {
    return connection(forge).forge().openAt(repository, sha);
  }

  @Override
  public void reviewFailed(ChangeRequestId id, String errorId) throws ForgeException {
    Forge forge = connection(id.forge()).forge();
    forge.report(forge.load(id), failed("Error " + errorId + " in the server's log says why."));
  }

  /** What was not read is not called safe: the check fails, and says what to do. */
  private static Check failed(String reason) {
    return new Check(
        Check.State.FAILURE,
        AWAY,
        AWAY + ". " + Markdown.prose(reason) + "\n\n`/flux review` tries again.",
        Optional.empty());
  }

  @Override
  public void commentFailed(ChangeRequestId id, String commentId, String errorId)
      throws ForgeException {
    Forge forge = connection(id.forge()).forge();
    forge.react(id, commentId, Reaction.CONFUSED);
    forge.comment(
        forge.load(id),
        "Flux could not do this. Error " + errorId + " in the server's log says why.");
  }

  private Connection connection(ForgeKind kind) throws ForgeException.Refused {
    Connection connection = connections.get(kind);
    if (connection == null) {
      throw new ForgeException.Refused(kind.title() + " is not configured on this server", null);
    }
    return connection;
  }
}
