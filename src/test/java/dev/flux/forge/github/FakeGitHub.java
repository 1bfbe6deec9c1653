package dev.flux.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A look-alike of GitHub's REST API that keeps state, counts calls and refuses what GitHub refuses.
 * It speaks HTTP on the loopback address, under {@code /api/v3} like a GitHub Enterprise Server.
 * Whatever it does not know, and every request that breaks GitHub's own description, becomes a
 * complaint; a test ends by looking at {@link #complaints()}.
 */
public final class FakeGitHub implements AutoCloseable {
  private static final String BASE = "/api/v3";
  private static final Duration TOKEN_LIFE = Duration.ofHours(1);

  static {
    // Without it every answer waits 40 ms for the client's acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final Clock clock;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ObjectMapper mapper = new ObjectMapper();
  private final AtomicLong ids = new AtomicLong(100);
  private final Map<String, FakeRepository> repositories = new ConcurrentHashMap<>();
  private final Map<String, Grant> tokens = new ConcurrentHashMap<>();
  private final Map<String, String> users = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<Answer> injected = new CopyOnWriteArrayList<>();
  private final AtomicInteger untilFault = new AtomicInteger(-1);
  private volatile boolean faultAfterwards;
  private volatile Optional<App> app = Optional.empty();
  private volatile Consumer<String> before = call -> {};
  private volatile Consumer<String> after = call -> {};

  private record Grant(long installation, Instant end) {}

  /**
   * The App that is registered.
   *
   * @param permissions such as {@code checks} to {@code write}
   */
  public record App(String id, String slug, PublicKey key, Map<String, String> permissions) {

    /** Copies the permissions. */
    public App {
      permissions = Map.copyOf(permissions);
    }
  }

  /** Who makes a call: the App itself, one of its installations, or a user. */
  record Caller(boolean itself, long installation, String login) {}

  /** What is answered. */
  record Answer(int status, Map<String, String> headers, JsonNode body) {
    static Answer of(int status, JsonNode body) {
      return new Answer(status, Map.of(), body);
    }

    static Answer error(int status, String message) {
      return of(status, JsonNodeFactory.instance.objectNode().put("message", message));
    }
  }

  /** A request, read. */
  record Request(String method, String path, Map<String, String> query, JsonNode body) {}

  /** Opens a port; nothing is answered before {@link #start()}. */
  public FakeGitHub(Clock clock) {
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  /** Begins to answer. */
  public FakeGitHub start() {
    server.start();
    return this;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** Base of the API, without a slash at its end. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + BASE);
  }

  /** Registers the App, with every permission that Flux asks for. */
  public FakeGitHub app(String id, String slug, PublicKey key) {
    return app(
        new App(
            id,
            slug,
            key,
            Map.of(
                "checks", "write",
                "pull_requests", "write",
                "contents", "read",
                "metadata", "read")));
  }

  /** Registers the App, or changes it. */
  public FakeGitHub app(App registered) {
    app = Optional.of(registered);
    return this;
  }

  /** Makes a personal token. */
  public FakeGitHub user(String login, String token) {
    users.put(token, login);
    return this;
  }

  /** Adds a repository by its full name; the App is not installed on it yet. */
  public FakeRepository addRepository(String name) {
    FakeRepository repository = new FakeRepository(name, ids);
    repositories.put(name, repository);
    return repository;
  }

  /** Every call since the last {@link #forgetCalls()}: method and path, in order. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  public void forgetCalls() {
    calls.clear();
  }

  /** What no test may leave behind: unknown routes and requests that break the description. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /**
   * Tells of every call (method and path) from now on.
   *
   * @param arriving before it is carried out
   * @param leaving after it is carried out, before it is answered
   */
  public void watch(Consumer<String> arriving, Consumer<String> leaving) {
    before = arriving;
    after = leaving;
  }

  /** Whether this is an installation token that works now, also for git. */
  public boolean isToken(String token) {
    Grant grant = tokens.get(token);
    return grant != null && clock.instant().isBefore(grant.end());
  }

  /** Whether this token may write to contents, also with git. */
  public boolean mayPush(String token) {
    return users.containsKey(token)
        || (isToken(token) && "write".equals(registered().permissions().get("contents")));
  }

  /** Makes all installation tokens worthless, as if they had been revoked. */
  public void revokeTokens() {
    tokens.clear();
  }

  /** Answers the next calls so, one each, without carrying them out. */
  public void answerNext(int status, Map<String, String> headers, String body) {
    try {
      injected.add(new Answer(status, headers, mapper.readTree(body)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Answers a later call with 502.
   *
   * @param index which call from now, from 0
   * @param carriedOut whether the call has its effect, so that only its answer is lost
   */
  public void fault(int index, boolean carriedOut) {
    faultAfterwards = carriedOut;
    untilFault.set(index);
  }

  /** Whether an armed fault has not happened yet. */
  public boolean faultIsDue() {
    return untilFault.get() >= 0;
  }

  /** Takes an armed fault back. */
  public void calm() {
    untilFault.set(-1);
  }

  App registered() {
    return app.orElseThrow(() -> new IllegalStateException("no App is registered"));
  }

  Optional<FakeRepository> findRepository(String name) {
    return Optional.ofNullable(repositories.get(name));
  }

  Answer makeToken(long installation) {
    if (repositories.values().stream().noneMatch(it -> it.installation() == installation)) {
      return Answer.error(404, "Not Found");
    }
    String token = "ghs_" + ids.incrementAndGet();
    Instant end = clock.instant().plus(TOKEN_LIFE);
    tokens.put(token, new Grant(installation, end));
    ObjectNode made =
        JsonNodeFactory.instance
            .objectNode()
            .put("token", token)
            .put("expires_at", Instant.ofEpochSecond(end.getEpochSecond()).toString());
    ObjectNode granted = made.putObject("permissions");
    registered().permissions().forEach(granted::put);
    return Answer.of(201, made);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      URI uri = exchange.getRequestURI();
      String method = exchange.getRequestMethod();
      String call = method + " " + uri.getPath().replaceFirst("^" + BASE, "");
      calls.add(call);
      before.accept(call);
      Answer answer = answer(exchange, method, uri, body);
      after.accept(call);
      byte[] sent = mapper.writeValueAsBytes(answer.body());
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
      exchange.sendResponseHeaders(answer.status(), sent.length);
      exchange.getResponseBody().write(sent);
    } catch (RuntimeException e) {
      complaints.add("the look-alike failed: " + e);
      throw e;
    }
  }

  private Answer answer(HttpExchange exchange, String method, URI uri, String body)
      throws IOException {
    if (!injected.isEmpty()) {
      return injected.remove(0);
    }
    boolean faulty = untilFault.get() >= 0 && untilFault.getAndDecrement() == 0;
    if (faulty && !faultAfterwards) {
      return Answer.error(502, "Bad Gateway");
    }
    Answer answer = carryOut(exchange, method, uri, body);
    return faulty ? Answer.error(502, "Bad Gateway") : answer;
  }

  private Answer carryOut(HttpExchange exchange, String method, URI uri, String body)
      throws IOException {
    if (!uri.getPath().startsWith(BASE + "/")) {
      complaints.add("outside the API: " + uri);
      return Answer.error(404, "Not Found");
    }
    String path = uri.getPath().substring(BASE.length());
    String query = Optional.ofNullable(uri.getQuery()).orElse("");
    complaints.addAll(GitHubDescription.complaints(method, path, query, body));
    Optional<Caller> caller =
        caller(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")));
    if (caller.isEmpty()) {
      return Answer.error(401, "Bad credentials");
    }
    JsonNode json = body.isEmpty() ? mapper.createObjectNode() : mapper.readTree(body);
    Request request = new Request(method, path, pairs(query), json);
    return new FakeRoutes(this, request, caller.get())
        .answer()
        .orElseGet(
            () -> {
              complaints.add("unknown route: " + method + " " + path);
              return Answer.error(404, "Not Found");
            });
  }

  private static Map<String, String> pairs(String query) {
    Map<String, String> pairs = new TreeMap<>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      pairs.put(parts[0], parts[1]);
    }
    return pairs;
  }

  private Optional<Caller> caller(Optional<String> header) {
    String token = header.orElse("").replaceFirst("^(Bearer|token) ", "");
    Grant grant = tokens.get(token);
    if (grant != null) {
      return clock.instant().isBefore(grant.end())
          ? Optional.of(new Caller(false, grant.installation(), registered().slug() + "[bot]"))
          : Optional.empty();
    }
    if (users.containsKey(token)) {
      return Optional.of(new Caller(false, 0, users.get(token)));
    }
    return app.isPresent() && isJwt(token)
        ? Optional.of(new Caller(true, 0, registered().slug() + "[bot]"))
        : Optional.empty();
  }

  private boolean isJwt(String token) {
    try {
      Claims claims =
          Jwts.parser()
              .verifyWith(registered().key())
              .clock(() -> Date.from(clock.instant()))
              .build()
              .parseSignedClaims(token)
              .getPayload();
      Instant from = claims.getIssuedAt().toInstant();
      Instant until = claims.getExpiration().toInstant();
      return registered().id().equals(claims.getIssuer())
          && !from.isAfter(clock.instant())
          && !until.isAfter(clock.instant().plus(Duration.ofMinutes(10)));
    } catch (JwtException | IllegalArgumentException e) {
      return false;
    }
  }
}
