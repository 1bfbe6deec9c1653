package dev.flux.forge.gitlab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flux.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A look-alike of GitLab's REST API that refuses what GitLab refuses: an unknown token, a role too
 * low, a position off the diff or of an older push, a status said twice, one for an unknown commit,
 * and one that would make a second pipeline. A route it does not know fails the test at {@link
 * #close}.
 */
public final class FakeGitLab implements AutoCloseable {
  /** The token that it knows; of {@link #flux}. */
  public static final String TOKEN = "glpat-invented-for-tests";

  private static final int REPORTER = 20;
  private static final int DEVELOPER = 30;

  private final HttpServer server;
  private final String prefix;
  private final AtomicLong ids = new AtomicLong(100);
  private final Map<String, FakeUser> users = new LinkedHashMap<>();
  private final Map<String, FakeProject> projects = new LinkedHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final FakeUser flux;
  private Optional<GitProxy> git = Optional.empty();

  private FakeGitLab(HttpServer server, String prefix) {
    this.server = server;
    this.prefix = prefix;
    this.flux = addUser("flux_bot", "active");
  }

  /** Starts on a free port of this host. */
  public static FakeGitLab start() throws IOException {
    return start("");
  }

  /** Starts below a path, such as {@code /gitlab}. */
  public static FakeGitLab start(String prefix) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeGitLab gitLab = new FakeGitLab(server, prefix);
    server.createContext("/", gitLab::serve);
    server.start();
    return gitLab;
  }

  /** The address of the instance. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + prefix);
  }

  /** Settings that reach it, with the right token. */
  public GitLabSettings settings() {
    return new GitLabSettings(url(), Secret.of(TOKEN));
  }

  /** The user of the token. */
  public FakeUser flux() {
    return flux;
  }

  /** Adds a user. */
  public FakeUser addUser(String username, String state) {
    FakeUser user = new FakeUser(ids.incrementAndGet(), username, state);
    users.put(username, user);
    return user;
  }

  /** Adds a project in which the token's user is a developer. */
  public FakeProject addProject(String path) {
    FakeProject project = new FakeProject(ids, path);
    project.member(flux, DEVELOPER);
    projects.put(path, project);
    return project;
  }

  /**
   * Serves the repositories of a real git server below the same address, as GitLab does; {@code
   * refs/merge-requests/N/head} must be set there by the test.
   */
  public synchronized void serveGit(URI server) {
    git = Optional.of(new GitProxy(server));
  }

  /** The next call fails so. */
  public void failNext(int status, Map<String, String> headers) {
    failAt("", 1, status, headers);
  }

  /**
   * A call fails so, once.
   *
   * @param call how it begins, in the words of {@link #calls}
   * @param turn 1 for the next such call, 2 for the one after it
   */
  public synchronized void failAt(String call, int turn, int status, Map<String, String> headers) {
    FakeAnswer answer =
        new FakeAnswer(status, FakeAnswer.object().put("message", "try later"), headers);
    faults.add(new Fault(call, new AtomicInteger(turn), answer));
  }

  private record Fault(String call, AtomicInteger turn, FakeAnswer answer) {
    boolean strikes(String made) {
      return made.startsWith(call) && turn.decrementAndGet() == 0;
    }
  }

  /** Every call so far, as {@code METHOD path}, the path decoded and below {@code /api/v4}. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /** Forgets the calls so far. */
  public synchronized void forgetCalls() {
    calls.clear();
  }

  @Override
  public void close() {
    server.stop(0);
    if (!unknown.isEmpty()) {
      throw new AssertionError("calls that GitLab does not know: " + unknown);
    }
  }

  private synchronized void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestURI().toString();
      if (git.isPresent() && target.startsWith(prefix) && target.contains(".git/")) {
        String name = target.substring(prefix.length() + 1).replaceFirst("\\.git/.*", "");
        FakeProject project = project(name);
        int role = project == null ? 0 : project.members.getOrDefault(flux.id(), 0);
        if (target.contains("git-receive-pack") && role < DEVELOPER) {
          exchange.sendResponseHeaders(403, -1);
          return;
        }
        git.get().serve(exchange, target.substring(prefix.length()));
        return;
      }
      FakeAnswer answer;
      try {
        answer = answer(exchange);
      } catch (RuntimeException e) {
        unknown.add(exchange.getRequestURI() + " broke the look-alike: " + e);
        answer = FakeAnswer.refused(500, "the look-alike broke");
      }
      byte[] body = FakeAnswer.JSON.writeValueAsBytes(answer.body());
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private FakeAnswer answer(HttpExchange exchange) throws IOException {
    String raw = exchange.getRequestURI().getRawPath();
    String base = prefix + "/api/v4/";
    Map<String, String> form =
        form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    form.putAll(form(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("")));
    List<String> path =
        Arrays.stream(raw.substring(Math.min(raw.length(), base.length())).split("/"))
            .map(FakeGitLab::decode)
            .toList();
    String call = exchange.getRequestMethod() + " " + String.join("/", path);
    calls.add(call);
    for (Fault fault : faults) {
      if (fault.strikes(call)) {
        return fault.answer();
      }
    }
    if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("PRIVATE-TOKEN"))) {
      return FakeAnswer.refused(401, "401 Unauthorized");
    }
    Optional<FakeAnswer> answer =
        raw.startsWith(base) ? route(exchange.getRequestMethod(), path, form) : Optional.empty();
    if (answer.isEmpty()) {
      unknown.add(call);
    }
    return answer.orElseGet(() -> FakeAnswer.refused(404, "404 Not Found"));
  }

  private Optional<FakeAnswer> route(String method, List<String> path, Map<String, String> form) {
    if (method.equals("GET") && path.equals(List.of("user"))) {
      return Optional.of(FakeAnswer.ok(flux.json()));
    }
    if (method.equals("GET") && path.equals(List.of("users"))) {
      List<ObjectNode> found =
          users.values().stream()
              .filter(user -> user.username().equalsIgnoreCase(form.get("username")))
              .map(FakeUser::json)
              .toList();
      return Optional.of(FakeAnswer.page(found, form));
    }
    if (path.size() < 2 || !path.get(0).equals("projects")) {
      return Optional.empty();
    }
    FakeProject project = project(path.get(1));
    int role = project == null ? 0 : project.members.getOrDefault(flux.id(), 0);
    if (project == null || role == 0) {
      return Optional.of(FakeAnswer.refused(404, "404 Project Not Found"));
    }
    if (path.size() == 2) {
      return method.equals("GET")
          ? Optional.of(FakeAnswer.ok(project.json()))
          : Optional.<FakeAnswer>empty();
    }
    boolean opens = path.get(2).equals("merge_requests") && path.size() == 3;
    boolean status = path.get(2).equals("statuses");
    if (!method.equals("GET") && role < (status || opens ? DEVELOPER : REPORTER)) {
      return Optional.of(FakeAnswer.refused(403, "403 Forbidden"));
    }
    return inProject(project, method + " " + path.get(2), path.subList(3, path.size()), form);
  }

  /** By its path or its number. */
  private @Nullable FakeProject project(String named) {
    return projects.values().stream()
        .filter(project -> project.path.equals(named) || named.equals(Long.toString(project.id)))
        .findFirst()
        .orElse(null);
  }

  private Optional<FakeAnswer> inProject(
      FakeProject project, String call, List<String> rest, Map<String, String> form) {
    if (call.equals("POST statuses") && rest.size() == 1) {
      return Optional.of(project.setStatus(rest.get(0), form));
    }
    if (call.equals("GET members") && rest.size() == 2 && rest.get(0).equals("all")) {
      return Optional.of(member(project, Long.parseLong(rest.get(1))));
    }
    if (call.equals("GET repository") && rest.size() == 3 && rest.get(0).equals("commits")) {
      String sha = rest.get(1);
      return switch (rest.get(2)) {
        case "statuses" ->
            Optional.of(
                FakeAnswer.page(project.statusJson(sha, form.getOrDefault("name", "")), form));
        case "merge_requests" -> Optional.of(FakeAnswer.page(requestsWith(project, sha), form));
        default -> Optional.empty();
      };
    }
    if (call.equals("POST merge_requests") && rest.isEmpty()) {
      return Optional.of(project.openRequest(flux, form));
    }
    if (call.equals("GET merge_requests") && rest.isEmpty()) {
      return Optional.of(FakeAnswer.page(project.requestJson(form), form));
    }
    if (call.endsWith(" merge_requests") && !rest.isEmpty()) {
      FakeMergeRequest request = project.requests.get(Long.valueOf(rest.get(0)));
      return request == null
          ? Optional.of(FakeAnswer.refused(404, "404 Not found"))
          : new FakeMergeRequestRoutes(request, flux)
              .route(call.substring(0, call.indexOf(' ')), rest.subList(1, rest.size()), form);
    }
    return Optional.empty();
  }

  /** Every request that contains the commit, also as an older one of its head. */
  private static List<ObjectNode> requestsWith(FakeProject project, String sha) {
    return project.requests.values().stream()
        .filter(request -> request.versions.stream().anyMatch(v -> v.head().equals(sha)))
        .map(FakeMergeRequest::json)
        .toList();
  }

  private FakeAnswer member(FakeProject project, long user) {
    int level = project.members.getOrDefault(user, 0);
    return users.values().stream()
        .filter(candidate -> candidate.id() == user && level > 0)
        .map(candidate -> FakeAnswer.ok(candidate.json().put("access_level", level)))
        .findFirst()
        .orElseGet(() -> FakeAnswer.refused(404, "404 Not found"));
  }

  private static Map<String, String> form(String text) {
    return Arrays.stream(text.split("&"))
        .filter(pair -> !pair.isEmpty())
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> decode(pair[0]),
                pair -> pair.length == 2 ? decode(pair[1]) : "",
                (first, second) -> second,
                LinkedHashMap::new));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
