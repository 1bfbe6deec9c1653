package dev.flux.forge.gitlab;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.Check;
import dev.flux.forge.Comment;
import dev.flux.forge.Forge;
import dev.flux.forge.ForgeException;
import dev.flux.forge.ForgeKind;
import dev.flux.forge.InlineComment;
import dev.flux.forge.NewRequest;
import dev.flux.forge.Permission;
import dev.flux.forge.Reaction;
import dev.flux.forge.Source;
import dev.flux.forge.Standing;
import dev.flux.repository.CommitAuthor;
import dev.flux.repository.GitRemote;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gitlab4j.api.GitLabApi;
import org.gitlab4j.api.GitLabApiException;
import org.gitlab4j.api.models.DiffRef;
import org.gitlab4j.api.models.Member;
import org.gitlab4j.api.models.MergeRequest;
import org.gitlab4j.api.models.Note;
import org.gitlab4j.api.models.User;
import org.gitlab4j.models.Constants.TokenType;
import org.glassfish.jersey.client.ClientProperties;
import org.jspecify.annotations.Nullable;

/** GitLab.com or a self-managed GitLab, spoken to with one access token. */
public final class GitLabForge implements Forge {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int READ_MILLIS = 30_000;
  private static final int PER_PAGE = 100;

  private static final Map<String, Object> CLIENT =
      Map.of(ClientProperties.CONNECTOR_PROVIDER, NoRedirects.class.getName());

  private final GitLabSettings settings;
  private final GitLabApi api;
  private final Calls calls;
  private final CommitStatuses statuses;
  private final Discussions discussions;
  private final MergeRequests requests;

  /** The token's own user, asked for once: it is part of the credentials. */
  private volatile @Nullable Long ownUser;

  /** Makes no call yet. */
  public GitLabForge(GitLabSettings settings, Clock clock) {
    this.settings = settings;
    this.api =
        new GitLabApi(
            GitLabSettings.withoutSlash(settings.url()),
            TokenType.PRIVATE,
            settings.token().reveal(),
            null,
            CLIENT);
    api.setRequestTimeout(CONNECT_MILLIS, READ_MILLIS);
    api.setDefaultPerPage(PER_PAGE);
    this.calls = new Calls(clock);
    this.statuses = new CommitStatuses(api, calls);
    this.discussions = new Discussions(api, calls);
    this.requests = new MergeRequests(api, calls);
  }

  @Override
  public ForgeKind kind() {
    return ForgeKind.GITLAB;
  }

  /** The ref that the target project keeps at a merge request's head, a fork's too. */
  static String headRef(long number) {
    return "refs/merge-requests/" + number + "/head";
  }

  /**
   * {@inheritDoc}
   *
   * <p>The tip of the target branch is that of the newest version of the diff, the last push to the
   * source.
   */
  @Override
  public ChangeRequest load(ChangeRequestId id) throws ForgeException {
    MergeRequest request = requests.read(id);
    DiffRef diff = request.getDiffRefs();
    if (diff == null || diff.getHeadSha() == null || !diff.getHeadSha().equals(request.getSha())) {
      // GitLab prepares the diff after it has told of the push.
      throw new ForgeException.Unavailable(
          "reading " + id + ": GitLab has not prepared the diff of its head yet",
          Optional.empty(),
          null);
    }
    return new ChangeRequest(
        id,
        request.getTitle(),
        request.getAuthor().getUsername(),
        Optional.ofNullable(request.getDescription()).orElse(""),
        MergeRequests.standing(request),
        Boolean.TRUE.equals(request.getDraft()) || Boolean.TRUE.equals(request.getWorkInProgress()),
        Boolean.TRUE.equals(request.getHasConflicts()),
        !Integer.valueOf(0).equals(request.getUserNotesCount()),
        request.getTargetBranch(),
        Optional.ofNullable(diff.getStartSha()).orElse(""),
        Optional.ofNullable(diff.getBaseSha()),
        MergeRequests.source(request),
        diff.getHeadSha(),
        request.getWebUrl(),
        remote(id));
  }

  private GitRemote remote(ChangeRequestId id) {
    return remote(id.repository(), headRef(id.number()));
  }

  private GitRemote remote(String repository, String headRef) {
    return new GitRemote(
        settings.repository(repository), "oauth2", Optional.of(settings.token()), headRef);
  }

  @Override
  public void report(ChangeRequest change, Check check) throws ForgeException {
    statuses.report(change, check);
  }

  @Override
  public List<Comment> ownComments(ChangeRequest change) throws ForgeException {
    ChangeRequestId id = change.id();
    long own = ownUser();
    List<Note> notes =
        calls.make(
            "reading the comments of " + id,
            () -> api.getNotesApi().getMergeRequestNotes(id.repository(), id.number()));
    return notes.stream()
        .filter(note -> note.getAuthor() != null && note.getAuthor().getId() == own)
        .filter(note -> !Boolean.TRUE.equals(note.getSystem()) && note.getPosition() == null)
        .sorted(Comparator.comparing(Note::getId))
        .map(
            note ->
                new Comment(
                    Long.toString(note.getId()),
                    Optional.empty(),
                    note.getBody(),
                    Optional.empty(),
                    Boolean.TRUE.equals(note.getResolved())))
        .toList();
  }

  @Override
  public List<Comment> ownInlineComments(ChangeRequest change) throws ForgeException {
    return discussions.begunBy(ownUser(), change.id());
  }

  @Override
  public void comment(ChangeRequest change, String body) throws ForgeException {
    ChangeRequestId id = change.id();
    calls.make(
        "commenting on " + id,
        () ->
            api.getNotesApi()
                .createMergeRequestNote(id.repository(), id.number(), body, null, null));
  }

  @Override
  public void edit(ChangeRequest change, Comment comment, String body) throws ForgeException {
    ChangeRequestId id = change.id();
    calls.make(
        "editing comment " + comment.id() + " of " + id,
        () ->
            api.getNotesApi()
                .updateMergeRequestNote(
                    id.repository(), id.number(), Long.valueOf(comment.id()), body));
  }

  @Override
  public List<InlineComment> review(ChangeRequest change, List<InlineComment> comments)
      throws ForgeException {
    return discussions.begin(change, comments);
  }

  @Override
  public void resolve(ChangeRequest change, Comment comment) throws ForgeException {
    setResolved(change, comment, true);
  }

  @Override
  public void reopen(ChangeRequest change, Comment comment) throws ForgeException {
    setResolved(change, comment, false);
  }

  private void setResolved(ChangeRequest change, Comment comment, boolean resolved)
      throws ForgeException {
    ChangeRequestId id = change.id();
    Optional<String> thread = comment.thread();
    if (thread.isPresent()) {
      calls.make(
          (resolved ? "resolving" : "reopening") + " comment " + comment.id() + " of " + id,
          () ->
              api.getDiscussionsApi()
                  .resolveMergeRequestDiscussion(
                      id.repository(), id.number(), thread.get(), resolved));
    }
  }

  @Override
  public Permission permission(String repository, String user) throws ForgeException {
    User found = calls.make("looking up " + user, () -> api.getUserApi().getUser(user));
    if (found == null
        || !user.equalsIgnoreCase(found.getUsername())
        || !isActive(found.getState())) {
      return Permission.NONE;
    }
    try {
      Member member = api.getProjectApi().getMember(repository, found.getId(), true);
      return isActive(member.getState())
          ? permission(member.getAccessLevel().toValue())
          : Permission.NONE;
    } catch (GitLabApiException e) {
      if (e.getHttpStatus() == 404) {
        return Permission.NONE;
      }
      throw calls.failure("looking up the role of " + user + " in " + repository, e);
    }
  }

  private static boolean isActive(@Nullable String state) {
    return "active".equals(state);
  }

  /** GitLab Docs, "Members API", valid access levels; a level between two counts as the lower. */
  private static Permission permission(int accessLevel) {
    if (accessLevel >= 40) {
      return Permission.ADMIN;
    }
    if (accessLevel >= 30) {
      return Permission.WRITE;
    }
    if (accessLevel >= 20) {
      return Permission.TRIAGE;
    }
    return accessLevel >= 10 ? Permission.READ : Permission.NONE;
  }

  @Override
  public Standing standing(ChangeRequestId id) throws ForgeException {
    return MergeRequests.standing(requests.read(id));
  }

  @Override
  public ChangeRequestId open(String repository, NewRequest request) throws ForgeException {
    return new ChangeRequestId(ForgeKind.GITLAB, repository, requests.open(repository, request));
  }

  @Override
  public void retarget(ChangeRequestId id, String baseRef) throws ForgeException {
    requests.retarget(id, baseRef);
  }

  @Override
  public void describe(ChangeRequestId id, String body) throws ForgeException {
    requests.describe(id, body);
  }

  @Override
  public GitRemote pushRemote(ChangeRequest change) throws ForgeException {
    Source source = change.source();
    String path =
        source.fork()
            ? calls
                .make(
                    "reading the project that " + change.id() + " comes from",
                    () -> api.getProjectApi().getProject(source.repository()))
                .getPathWithNamespace()
            : change.id().repository();
    return remote(path, "refs/heads/" + source.branch());
  }

  @Override
  public CommitAuthor author(String repository) throws ForgeException {
    User user = calls.make("asking whose token it is", () -> api.getUserApi().getCurrentUser());
    String address =
        Optional.ofNullable(user.getEmail())
            .filter(email -> !email.isBlank())
            .orElse(user.getUsername() + "@noreply." + settings.url().getHost());
    return new CommitAuthor(user.getUsername(), address);
  }

  @Override
  public void react(ChangeRequestId id, String commentId, Reaction reaction) throws ForgeException {
    String emoji =
        switch (reaction) {
          case SEEN -> "eyes";
          case DONE -> "rocket";
          case CONFUSED -> "confused";
        };
    try {
      api.getAwardEmojiApi()
          .addMergeRequestAwardEmoji(id.repository(), id.number(), Long.valueOf(commentId), emoji);
    } catch (GitLabApiException e) {
      // An emoji that is there already is what was wanted; GitLab says 404 to it.
      if (!Calls.answer(e).contains("has already been taken")) {
        throw calls.failure("reacting to comment " + commentId + " of " + id, e);
      }
    }
  }

  @Override
  public List<ChangeRequestId> openAt(String repository, String sha) throws ForgeException {
    List<MergeRequest> requests =
        calls.make(
            "looking for merge requests at " + sha,
            () -> api.getCommitsApi().getMergeRequests(repository, sha));
    return requests.stream()
        .filter(request -> request.getState().equals("opened") && sha.equals(request.getSha()))
        .map(request -> new ChangeRequestId(ForgeKind.GITLAB, repository, request.getIid()))
        .toList();
  }

  private long ownUser() throws ForgeException {
    Long known = ownUser;
    if (known == null) {
      known =
          calls.make("asking whose token it is", () -> api.getUserApi().getCurrentUser()).getId();
      ownUser = known;
    }
    return known;
  }
}
