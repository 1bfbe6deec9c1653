package dev.flux.review;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.Check;
import dev.flux.forge.Forge;
import dev.flux.forge.ForgeException;
import dev.flux.forge.ForgeKind;
import dev.flux.forge.LiveHead;
import dev.flux.forge.Markers;
import dev.flux.forge.Permission;
import dev.flux.forge.Publication;
import dev.flux.forge.Publisher;
import dev.flux.forge.Reaction;
import dev.flux.migration.MigrationFinder;
import dev.flux.repository.CacheUpkeep;
import dev.flux.repository.ChangeContent;
import dev.flux.repository.GitCache;
import dev.flux.webhook.Command;
import dev.flux.webhook.Commands;
import dev.flux.work.ChangeWork;
import dev.flux.work.Reviews;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
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
  private static final String AWAY = "Flux could not review this change";

  private final Map<ForgeKind, Connection> connections;
  private final ForgeGit git;
  private final CacheUpkeep upkeep;
  private final Reviews reviews;
  private final MigrationFinder finder;
  private final Supplier<URI> address;
  private final Clock clock;

  /** Requests whose review was begun before, perhaps by a process that left a check behind. */
  private final Set<ChangeRequestId> interrupted = ConcurrentHashMap.newKeySet();

  private final BegunChecks checks = new BegunChecks();

  /**
   * A forge with the key that signs what Flux writes there.
   *
   * @param markers of this forge
   */
  public record Connection(Forge forge, Markers markers) {}

  /**
   * @param connections the forges that are configured
   * @param reviews where the pages are kept
   * @param address under which people reach the pages, without a slash at its end
   * @param clock says on which day what is allowed has expired
   */
  public ReviewJob(
      Map<ForgeKind, Connection> connections,
      GitCache git,
      CacheUpkeep upkeep,
      MigrationFinder finder,
      Reviews reviews,
      Supplier<URI> address,
      Clock clock) {
    this.connections = Map.copyOf(connections);
    this.git = new ForgeGit(git);
    this.upkeep = upkeep;
    this.finder = finder;
    this.reviews = reviews;
    this.address = address;
    this.clock = clock;
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
    ChangeRequest change = forge.load(id);
    checks.endEarlier(forge, change);
    if (!change.open()) {
      return;
    }
    if (interrupted.remove(id)) {
      forge.resume(change);
    }
    Optional<String> mute = checks.begin(forge, change, reading());
    try {
      Publication publication = publication(forge, change);
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

  private Publication publication(Forge forge, ChangeRequest change) throws ForgeException {
    String mergeBase =
        change
            .mergeBase()
            .orElseThrow(
                () ->
                    new ForgeException.Refused(
                        change.id().forge().title()
                            + " names no commit that the head and `"
                            + change.baseRef()
                            + "` both grew from. Rebase the branch, or grant Flux the permission to"
                            + " read contents.",
                        null));
    try (ChangeContent content =
        git.call(
            forge,
            change,
            (cache, remote) ->
                cache.fetch(remote, change.headSha(), mergeBase, RepositoryRules::concern))) {
      RepositoryRules rules = RepositoryRules.of(content, LocalDate.now(clock));
      Review review = ReviewPipeline.review(finder.with(rules.settings()).find(content), rules);
      boolean quiet = review.directories().isEmpty() && review.loose().isEmpty();
      Optional<URI> page = quiet ? Optional.empty() : keep(change, review);
      return new Publication(
          check(review, rules, page),
          Summary.of(review),
          quiet,
          InlineRemarks.of(review, content, change.id().forge()));
    }
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

  private static Check check(Review review, RepositoryRules rules, Optional<URI> page) {
    boolean fails = review.findings().stream().anyMatch(rules::fail);
    Check.State state = fails ? Check.State.FAILURE : Check.State.SUCCESS;
    return new Check(state, Headline.of(review), Summary.of(review), page);
  }

  @Override
  public void comment(ChangeRequestId id, String commentId, String author, String text)
      throws ForgeException {
    List<Command> commands = Commands.parse(text);
    if (commands.isEmpty()) {
      return;
    }
    Forge forge = connection(id.forge()).forge();
    if (!mayCommand(forge, id, author)) {
      forge.react(id, commentId, Reaction.CONFUSED);
      return;
    }
    forge.react(id, commentId, Reaction.SEEN);
    try {
      for (Command command : commands) {
        obey(id, forge, command);
      }
    } catch (ForgeException.Refused refused) {
      forge.react(id, commentId, Reaction.CONFUSED);
      throw refused;
    }
    boolean understood = commands.stream().allMatch(Command.Known.class::isInstance);
    forge.react(id, commentId, understood ? Reaction.DONE : Reaction.CONFUSED);
  }

  /** The author of the change, and whoever may sort requests; looked up now. */
  private static boolean mayCommand(Forge forge, ChangeRequestId id, String user)
      throws ForgeException {
    return forge.load(id).author().equals(user)
        || forge.permission(id, user).compareTo(Permission.TRIAGE) >= 0;
  }

  private void obey(ChangeRequestId id, Forge forge, Command command) throws ForgeException {
    if (command instanceof Command.Known known && known.word() == Command.Word.REVIEW) {
      review(id);
    } else {
      forge.comment(forge.load(id), CommandReply.to(command));
    }
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
