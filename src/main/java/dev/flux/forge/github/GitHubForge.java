package dev.flux.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import dev.flux.forge.Standing;
import dev.flux.repository.CommitAuthor;
import dev.flux.repository.GitRemote;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.kohsuke.github.GHException;
import org.kohsuke.github.ReactionContent;

/**
 * GitHub behind the port. Every address is built from the configured base and a checked name;
 * nothing that a payload or an answer points to is followed. What would cost the client library a
 * second, hidden call (a comment's author, whether a request is a draft) is read plainly.
 */
public final class GitHubForge implements Forge {
  /**
   * Begins the id of a comment on a line of the diff, as in {@code #discussion_r1}: GitHub counts
   * those apart from comments on the request as a whole.
   */
  public static final String LINE_COMMENT = "r";

  private static final int PAGE = 100;
  private static final int PAGES = 100;
  private static final int REMEMBERED = 10_000;
  private final GitHubSettings settings;
  private final ApiClient api;
  private final Identity identity;
  private final Library library;
  private final Checks checks;
  private final Reviews reviews;
  private final PullRequests pulls;

  /** Requests that had no comment on a line when they were read last, and got none since. */
  private final Map<ChangeRequestId, Boolean> quiet = new ConcurrentHashMap<>();

  /** Makes no call. */
  public GitHubForge(GitHubSettings settings, Clock clock) {
    this.settings = settings;
    this.api = new ApiClient(settings.api(), clock);
    this.identity = Identity.of(settings.credentials(), api, clock);
    this.library = new Library(api, identity);
    this.checks = new Checks(identity, library);
    this.reviews = new Reviews(api, identity);
    this.pulls = new PullRequests(api, identity);
  }

  /**
   * Keeps the installation that a verified delivery named for a repository: it spares a call. A
   * wrong one is found out and asked for again.
   */
  @Override
  public void rememberInstallation(String repository, long installationId) throws ForgeException {
    identity.remember(RepositoryName.of(repository), installationId);
  }

  @Override
  public ForgeKind kind() {
    return ForgeKind.GITHUB;
  }

  @Override
  public ChangeRequest load(ChangeRequestId id) throws ForgeException {
    return ask(
        () -> {
          RepositoryName name = RepositoryName.of(id.repository());
          JsonNode pull = get(name, "/pulls/" + id.number());
          String baseSha = RepositoryName.sha(pull.path("base").path("sha").asText());
          String headSha = RepositoryName.sha(pull.path("head").path("sha").asText());
          listen(id, pull.path("review_comments"));
          return new ChangeRequest(
              id,
              pull.path("title").asText(),
              pull.path("user").path("login").asText(),
              pull.path("body").asText(""),
              PullRequests.standing(pull),
              pull.path("draft").asBoolean(),
              PullRequests.conflicts(pull),
              pull.path("comments").asInt(1) > 0,
              pull.path("base").path("ref").asText(),
              baseSha,
              mergeBase(name, baseSha, headSha),
              pulls.source(name, pull),
              headSha,
              pull.path("html_url").asText(),
              remote(name, id.number()));
        });
  }

  /** Empty where GitHub refuses to compare: without a common commit, or without the permission. */
  private Optional<String> mergeBase(RepositoryName name, String base, String head)
      throws IOException, ForgeException {
    try {
      JsonNode comparison = get(name, "/compare/" + base + "..." + head);
      return Optional.of(
          RepositoryName.sha(comparison.path("merge_base_commit").path("sha").asText()));
    } catch (ApiFailure e) {
      if (e.decision() instanceof ForgeException.Refused
          && (e.status() == 403 || e.status() == 404)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private GitRemote remote(RepositoryName name, long number) throws IOException {
    return remote(name, "refs/pull/" + number + "/head");
  }

  private GitRemote remote(RepositoryName name, String headRef) throws IOException {
    return new GitRemote(
        URI.create(settings.git() + "/" + name + ".git"),
        "x-access-token",
        Optional.of(identity.token(name)),
        headRef);
  }

  private void listen(ChangeRequestId id, JsonNode lineComments) {
    if (quiet.size() > REMEMBERED) {
      quiet.clear();
    }
    if (lineComments.isInt() && lineComments.asInt() == 0) {
      quiet.put(id, true);
    } else {
      quiet.remove(id);
    }
  }

  @Override
  public void report(ChangeRequest change, Check check) throws ForgeException {
    ask(
        () -> {
          checks.report(change, check);
          return true;
        });
  }

  @Override
  public void resume(ChangeRequest change) throws ForgeException {
    ask(
        () -> {
          RepositoryName name = RepositoryName.of(change.id().repository());
          if (identity.mayCheck()) {
            JsonNode runs = get(name, Checks.unfinishedOn(change));
            if (!runs.path("check_runs").isEmpty()) {
              checks.resume(change, runs, identity.login());
            }
          }
          return true;
        });
  }

  @Override
  public List<Comment> ownComments(ChangeRequest change) throws ForgeException {
    return ask(() -> own(change, "/issues/" + change.id().number() + "/comments"));
  }

  @Override
  public boolean mayHaveInlineComments(ChangeRequest change) {
    return !quiet.containsKey(change.id());
  }

  @Override
  public List<Comment> ownInlineComments(ChangeRequest change) throws ForgeException {
    return ask(() -> own(change, "/pulls/" + change.id().number() + "/comments"));
  }

  private List<Comment> own(ChangeRequest change, String path) throws IOException, ForgeException {
    RepositoryName name = RepositoryName.of(change.id().repository());
    List<Comment> own = new ArrayList<>();
    List<JsonNode> found = pages(name, path);
    if (found.isEmpty()) {
      return own;
    }
    String login = identity.login();
    for (JsonNode comment : found) {
      if (login.equals(comment.path("user").path("login").asText())) {
        own.add(comment(comment));
      }
    }
    return List.copyOf(own);
  }

  private static Comment comment(JsonNode json) {
    Optional<Comment.Place> place =
        json.path("path").isTextual()
            ? Optional.of(
                new Comment.Place(
                    json.path("path").asText(),
                    json.path("line").asInt(json.path("original_line").asInt())))
            : Optional.empty();
    return new Comment(
        json.path("id").asText(), Optional.empty(), json.path("body").asText(), place, false);
  }

  @Override
  public void comment(ChangeRequest change, String body) throws ForgeException {
    ask(
        () ->
            library
                .issue(RepositoryName.of(change.id().repository()), change.id().number())
                .comment(body));
  }

  @Override
  public void edit(ChangeRequest change, Comment comment, String body) throws ForgeException {
    ask(
        () -> {
          RepositoryName name = RepositoryName.of(change.id().repository());
          long id = RepositoryName.id(comment.id());
          if (comment.place().isPresent()) {
            api.send(
                "PATCH",
                name.path() + "/pulls/comments/" + id,
                JsonNodeFactory.instance.objectNode().put("body", body),
                identity.on(name));
          } else {
            library.comment(name, change.id().number(), id).update(body);
          }
          return true;
        });
  }

  @Override
  public List<InlineComment> review(ChangeRequest change, List<InlineComment> comments)
      throws ForgeException {
    quiet.remove(change.id());
    return ask(() -> reviews.write(change, comments));
  }

  /** GitHub's REST API does not resolve discussions. */
  @Override
  public void resolve(ChangeRequest change, Comment comment) {
    // The edited text says that it is fixed.
  }

  @Override
  public void reopen(ChangeRequest change, Comment comment) {
    // Nothing was resolved.
  }

  @Override
  public Permission permission(String repository, String user) throws ForgeException {
    return ask(
        () -> {
          RepositoryName name = RepositoryName.of(repository);
          String path = "/collaborators/" + RepositoryName.login(user) + "/permission";
          try {
            return permission(get(name, path));
          } catch (ApiFailure e) {
            if (e.status() == 404) {
              return Permission.NONE;
            }
            throw e;
          }
        });
  }

  /** The role says more than the permission; a role of an organisation's own making says less. */
  private static Permission permission(JsonNode json) {
    String permission = json.path("permission").asText();
    return named(json.path("role_name").asText(permission))
        .or(() -> named(permission))
        .orElse(Permission.NONE);
  }

  private static Optional<Permission> named(String role) {
    return switch (role.toLowerCase(Locale.ROOT)) {
      case "none" -> Optional.of(Permission.NONE);
      case "read" -> Optional.of(Permission.READ);
      case "triage" -> Optional.of(Permission.TRIAGE);
      case "write", "maintain" -> Optional.of(Permission.WRITE);
      case "admin" -> Optional.of(Permission.ADMIN);
      default -> Optional.empty();
    };
  }

  @Override
  public Standing standing(ChangeRequestId id) throws ForgeException {
    return ask(
        () ->
            PullRequests.standing(
                get(RepositoryName.of(id.repository()), "/pulls/" + id.number())));
  }

  @Override
  public ChangeRequestId open(String repository, NewRequest request) throws ForgeException {
    return ask(
        () ->
            new ChangeRequestId(
                ForgeKind.GITHUB, repository, pulls.open(RepositoryName.of(repository), request)));
  }

  @Override
  public void retarget(ChangeRequestId id, String baseRef) throws ForgeException {
    change(id, "base", baseRef);
  }

  @Override
  public void describe(ChangeRequestId id, String body) throws ForgeException {
    change(id, "body", body);
  }

  private void change(ChangeRequestId id, String member, String value) throws ForgeException {
    ask(
        () -> {
          pulls.change(RepositoryName.of(id.repository()), id.number(), member, value);
          return true;
        });
  }

  @Override
  public GitRemote pushRemote(ChangeRequest change) throws ForgeException {
    return ask(
        () ->
            remote(
                RepositoryName.of(change.source().repository()),
                "refs/heads/" + change.source().branch()));
  }

  /** The address that GitHub itself gives to commits of a user, with the number of the account. */
  @Override
  public CommitAuthor author(String repository) throws ForgeException {
    return ask(
        () -> {
          RepositoryName name = RepositoryName.of(repository);
          String login = identity.login();
          JsonNode user = api.get("/users/" + RepositoryName.login(login), identity.on(name));
          String host = settings.api().getHost().replaceFirst("^api\\.", "");
          return new CommitAuthor(
              login, user.path("id").asLong() + "+" + login + "@users.noreply." + host);
        });
  }

  @Override
  public void react(ChangeRequestId id, String commentId, Reaction reaction) throws ForgeException {
    ReactionContent content =
        switch (reaction) {
          case SEEN -> ReactionContent.EYES;
          case DONE -> ReactionContent.ROCKET;
          case CONFUSED -> ReactionContent.CONFUSED;
        };
    RepositoryName name = RepositoryName.of(id.repository());
    if (commentId.startsWith(LINE_COMMENT)) {
      long line = RepositoryName.id(commentId.substring(LINE_COMMENT.length()));
      ask(() -> library.lineComment(name, id.number(), line).createReaction(content));
    } else {
      long whole = RepositoryName.id(commentId);
      ask(() -> library.comment(name, id.number(), whole).createReaction(content));
    }
  }

  @Override
  public List<ChangeRequestId> openAt(String repository, String sha) throws ForgeException {
    return ask(
        () -> {
          RepositoryName name = RepositoryName.of(repository);
          String commit = RepositoryName.sha(sha);
          return pages(name, "/commits/" + commit + "/pulls").stream()
              .filter(pull -> "open".equals(pull.path("state").asText()))
              .filter(pull -> commit.equals(pull.path("head").path("sha").asText()))
              .filter(pull -> here(name, pull.path("base").path("repo").path("full_name")))
              .map(
                  pull ->
                      new ChangeRequestId(
                          ForgeKind.GITHUB, repository, pull.path("number").asLong()))
              .toList();
        });
  }

  /** A commit of a fork may be the head of requests to other repositories of the network. */
  private static boolean here(RepositoryName name, JsonNode fullName) {
    return fullName.isMissingNode() || fullName.asText().equalsIgnoreCase(name.toString());
  }

  private JsonNode get(RepositoryName name, String path) throws IOException {
    return api.get(name.path() + path, identity.on(name));
  }

  /** All pages, counted: what an answer links to is not followed. */
  private List<JsonNode> pages(RepositoryName name, String path) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    for (int page = 1; page <= PAGES; page++) {
      JsonNode found = get(name, path + "?per_page=" + PAGE + "&page=" + page);
      found.forEach(all::add);
      if (found.size() < PAGE) {
        break;
      }
    }
    return all;
  }

  private interface Call<T> {
    T make() throws IOException, ForgeException;
  }

  private static <T> T ask(Call<T> call) throws ForgeException {
    try {
      return call.make();
    } catch (IOException | GHException e) {
      Optional<ApiFailure> failure = ApiFailure.in(e);
      if (failure.isPresent()) {
        throw failure.get().decision();
      }
      throw new ForgeException.Unavailable(
          "GitHub's answer could not be read: " + e.getMessage(), Optional.empty(), e);
    }
  }
}
