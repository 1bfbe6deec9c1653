package dev.flux.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flux.config.ServerSettings;
import dev.flux.config.ServerSettingsException;
import dev.flux.config.UserDirectories;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeKind;
import dev.flux.work.ChangeWork;
import dev.flux.work.RetryPolicy;
import dev.flux.work.Reviews;
import dev.flux.work.Reviews.StoredReview;
import dev.flux.work.Rollouts;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The real server over HTTP, on a real SQLite file. */
class FluxServerTest {
  private static final String SECRET = "github-hook-secret";
  private static final String TOKEN = "github-access-token";
  private static final int LIMIT = 64 << 10;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** One server for all tests: it is the same server that meets all of this in production, too. */
  @TempDir static Path directory;

  private static final Calls CALLS = new Calls();
  private static final ListAppender<ILoggingEvent> LOGGED = new ListAppender<>();
  private static FluxServer server;

  private final HttpClient client = HttpClient.newHttpClient();

  /** A pull request, and the beginning of delivery ids, of this test alone. */
  private final int number = 1000 + NUMBER.incrementAndGet();

  @BeforeAll
  static void start() throws Exception {
    LOGGED.start();
    rootLogger().addAppender(LOGGED);
    server =
        FluxServer.start(settings(), RetryPolicy.USUAL, FluxServerTest::answer, CALLS::connect);
  }

  @AfterAll
  static void stop() {
    server.close();
    rootLogger().detachAppender(LOGGED);
    assertThat(LOGGED.list)
        .as("no secret is ever logged")
        .allSatisfy(
            event ->
                assertThat(
                        event.getFormattedMessage()
                            + ThrowableProxyUtil.asString(event.getThrowableProxy()))
                    .doesNotContain(SECRET, TOKEN));
  }

  @Test
  void anAuthenticEventIsReviewed() throws Exception {
    HttpResponse<String> response = deliver("d1", "pull_request", opened());

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEqualTo("{\"status\":\"scheduled\"}");
    await().until(() -> CALLS.made.contains("review github:acme/shop#" + number));
    assertThat(deliver("d1", "pull_request", opened()).statusCode()).isEqualTo(202);
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void anEventThatAsksForNothingIsWelcomeAndLeavesNothing() throws Exception {
    assertThat(deliver("d1", "ping", "{\"zen\":\"…\"}").statusCode()).isEqualTo(200);
    assertThat(stored()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256=",
        "sha256=zz",
        "sha1=0000000000000000000000000000000000000000",
        "sha256=0000000000000000000000000000000000000000000000000000000000000000"
      })
  void aWrongSignatureIsRefusedAndLeavesNothing(String signature) throws Exception {
    HttpRequest.Builder request = webhook("d1", "pull_request");
    if (!signature.isEmpty()) {
      request.header("X-Hub-Signature-256", signature);
    }
    HttpResponse<String> response = send(request.POST(BodyPublishers.ofString(opened())));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(error(response)).startsWith("X-Hub-Signature-256 ");
    assertThat(stored()).isZero();
    assertThat(CALLS.made).doesNotContain("review github:acme/shop#" + number);
  }

  @Test
  void aBodyThatChangedOnItsWayIsRefused() throws Exception {
    HttpResponse<String> response =
        send(
            webhook("d1", "pull_request")
                .header("X-Hub-Signature-256", sign(opened()))
                .POST(BodyPublishers.ofString(opened() + " ")));
    assertThat(response.statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "nonsense", "{} {}"})
  void anAuthenticBodyThatIsNoJsonObjectIsRefused(String body) throws Exception {
    HttpResponse<String> response = deliver("d1", "pull_request", body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).contains("the body is");
    assertThat(stored()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/webhooks/github", "/api/review"})
  void aBodyOverTheLimitIsRefusedWhetherItSaysItsLengthOrNot(String path) throws Exception {
    byte[] large = new byte[LIMIT + 1];
    assertThat(post(path, BodyPublishers.ofByteArray(large)).statusCode()).isEqualTo(413);
    BodyPublisher chunked = BodyPublishers.ofInputStream(() -> stream(large));
    HttpResponse<String> response = post(path, chunked);
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(error(response)).isEqualTo("The body is longer than 65536 bytes.");
  }

  @Test
  void whoSendsEverythingBeforeReadingIsToldToo() throws Exception {
    byte[] head =
        "POST /webhooks/github HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8000000\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    for (int attempt = 0; attempt < 20; attempt++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        socket.getOutputStream().write(head);
        socket.getOutputStream().write(new byte[8_000_000]);
        byte[] answer = socket.getInputStream().readNBytes(12);
        assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
      }
    }
  }

  @Test
  void aBodyAtTheLimitIsTaken() throws Exception {
    String body = "{\"zen\":\"" + "x".repeat(LIMIT - 10) + "\"}";
    assertThat(body).hasSize(LIMIT);
    assertThat(deliver("d1", "ping", body).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/webhooks/github", "/api/review"})
  void aCompressedBodyIsRefused(String path) throws Exception {
    HttpResponse<String> response =
        send(request(path).header("Content-Encoding", "gzip").POST(BodyPublishers.ofString("{}")));
    assertThat(response.statusCode()).isEqualTo(415);
  }

  @Test
  void aForgeThatIsNotConnectedIsSaid() throws Exception {
    HttpResponse<String> response = post("/webhooks/gitlab", BodyPublishers.ofString("{}"));
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(error(response))
        .isEqualTo(
            "This server is not connected to GitLab. Set FLUX_GITLAB_TOKEN and"
                + " FLUX_GITLAB_WEBHOOK_SECRET, and start it again.");
  }

  @Test
  void theApiReviewsFiles() throws Exception {
    HttpResponse<String> response =
        review(
            """
            {"engine":"postgresql","version":"16","tool":null,
             "history":[{"path":"db/1.sql","content":"a"}],
             "files":[{"path":"db/2.sql","content":"Ünïcode"}]}
            """);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    assertThat(response.body())
        .isEqualTo(
            "{\"seen\":\"Optional[postgresql] Optional[16] Optional.empty db/1.sql Ünïcode\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{|Malformed JSON at line 1, column 2",
        "{\"files\":[],\"files\":[]}|Duplicate field 'files'",
        "[]|The body must be a JSON object.",
        "{}|`files` must name at least one migration.",
        "{\"file\":[]}|The body has an unknown field `file`. Did you mean `files`?",
        "{\"colour\":1}|unknown field `colour`; known are engine, version, tool, history, files.",
        "{\"files\":{}}|`files` must be a list of files.",
        "{\"files\":[1]}|`files[0]` must be a JSON object.",
        "{\"files\":[{\"path\":\"a\"}]}|`files[0].content` must be text.",
        "{\"files\":[{\"path\":\"a\",\"contents\":\"\"}]}|Did you mean `content`?",
        "{\"files\":[{\"path\":\"../a\",\"content\":\"\"}]}|`files[0].path` must be a relative"
            + " path",
        "{\"files\":[{\"path\":\"/a\",\"content\":\"\"}]}|`files[0].path` must be a relative path",
        "{\"engine\":16,\"files\":[{\"path\":\"a\",\"content\":\"\"}]}|`engine` must be text",
        "{\"engine\":\"oracle\",\"files\":[{\"path\":\"a\",\"content\":\"\"}]}|no engine `oracle`"
      })
  void aReviewRequestThatIsWrongIsToldWhere(String body, String expected) throws Exception {
    HttpResponse<String> response = review(body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).contains(expected);
  }

  @Test
  void aFilePathMayComeOnlyOnce() throws Exception {
    String file = "{\"path\":\"a.sql\",\"content\":\"\"}";
    HttpResponse<String> response =
        review("{\"history\":[%s],\"files\":[%s]}".formatted(file, file));
    assertThat(error(response)).isEqualTo("`files[0].path` is that of another file, too.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fault", "error"})
  void whatNobodyForesawIsFoundInTheLogByItsId(String engine) throws Exception {
    HttpResponse<String> response =
        review(
            "{\"engine\":\"%s\",\"files\":[{\"path\":\"a\",\"content\":\"\"}]}".formatted(engine));

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(error(response)).matches("Flux could not answer this request: error [0-9a-f]{8} .*");
    String id = error(response).replaceFirst(".*error ([0-9a-f]{8}).*", "$1");
    assertThat(LOGGED.list.stream().map(ILoggingEvent::getFormattedMessage))
        .anyMatch(line -> line.contains(id));
    assertThat(response.body()).doesNotContain("Exception", "at dev.flux", "inner detail");
  }

  @Test
  void aReviewIsAPageForWhoeverHasItsLink() throws Exception {
    String id = Reviews.newId();
    CALLS
        .reviews()
        .save(new StoredReview(id, "github:acme/shop#7", "abc", "safe", "{}", "<p>é</p>"));
    HttpResponse<String> page = get("/reviews/" + id);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).isEqualTo("<p>é</p>");
    assertThat(page.headers().map())
        .containsEntry("x-robots-tag", List.of("noindex"))
        .containsEntry("referrer-policy", List.of("no-referrer"))
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("cache-control", List.of("no-store"))
        .doesNotContainKey("server");
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .startsWith("default-src 'none'");
    assertThat(page.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/reviews/00000000000000000000000000000000",
        "/reviews/1",
        "/reviews/",
        "/reviews/%2e%2e",
        "/metrics",
        "/webhooks",
        "/webhooks/github"
      })
  void anythingElseIsNotThere(String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(error(response)).isNotBlank();
  }

  @Test
  void theHomePageSaysWhatItIsAndNothingElse() throws Exception {
    HttpResponse<String> home = get("/");
    assertThat(home.statusCode()).isEqualTo(200);
    assertThat(home.body())
        .contains("<h1>Flux</h1>", "deliveries of GitHub", "not connected")
        .doesNotContain("SNAPSHOT", "acme", directory.toString());
  }

  @Test
  void itIsAliveAndReady() throws Exception {
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").body()).isEqualTo("{\"status\":\"ready\"}");
    assertThat(CALLS.address()).isEqualTo(URI.create("http://localhost:" + server.port()));
  }

  @Test
  void aPortThatIsTakenIsSaid() {
    ServerSettings taken = settings(server.port(), directory.resolve("other"));
    assertThatThrownBy(
            () ->
                FluxServer.start(
                    taken, RetryPolicy.USUAL, FluxServerTest::answer, new Calls()::connect))
        .isInstanceOf(ServerStartException.class)
        .hasMessage(
            "Port %d is taken. Choose another one: --port or FLUX_PORT, 0 for any."
                .formatted(server.port()));
  }

  @Test
  void aStoreThatIsTakenIsSaid() {
    assertThatThrownBy(
            () ->
                FluxServer.start(
                    settings(), RetryPolicy.USUAL, FluxServerTest::answer, new Calls()::connect))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("Another Flux server uses the store");
  }

  @Test
  void deliveriesAreAnsweredWhileTheirReviewRuns() throws Exception {
    CALLS.held = new CountDownLatch(1);
    try {
      for (int i = 0; i < 20; i++) {
        assertThat(deliver("d" + i, "pull_request", opened()).statusCode()).isEqualTo(202);
      }
    } finally {
      CALLS.held.countDown();
    }
    await().until(() -> CALLS.made.contains("review github:acme/shop#" + number));
    assertThat(CALLS.made).doesNotContain("held in vain");
  }

  private static String answer(ReviewRequest request) throws InvalidRequest {
    String engine = request.engine().orElse("");
    if (engine.equals("oracle")) {
      throw new InvalidRequest("There is no engine `oracle`.");
    }
    if (engine.equals("fault")) {
      throw new IllegalStateException("inner detail");
    }
    if (engine.equals("error")) {
      throw new StackOverflowError("inner detail");
    }
    return "{\"seen\":\"%s %s %s %s %s\"}"
        .formatted(
            request.engine(),
            request.version(),
            request.tool(),
            request.history().get(0).path(),
            request.files().get(0).content());
  }

  private static ServerSettings settings() {
    return settings(0, directory);
  }

  private static ServerSettings settings(int port, Path home) {
    Map<String, String> environment = new HashMap<>();
    environment.put("FLUX_HOME", home.toString());
    environment.put("FLUX_PORT", Integer.toString(port));
    environment.put("FLUX_GITHUB_TOKEN", TOKEN);
    environment.put("FLUX_GITHUB_WEBHOOK_SECRET", "an-older-one," + SECRET);
    environment.put("FLUX_WEBHOOK_BODY_LIMIT", LIMIT + "B");
    environment.put("FLUX_REVIEW_BODY_LIMIT", LIMIT + "B");
    try {
      return ServerSettings.load(Optional.empty(), environment, UserDirectories.ofThisProcess());
    } catch (ServerSettingsException e) {
      throw new AssertionError(e);
    }
  }

  private String opened() {
    return """
    {"action":"opened","number":%1$d,"pull_request":{"number":%1$d},
     "repository":{"full_name":"acme/shop"},"note":"é \\u0000"}
    """
        .formatted(number);
  }

  private HttpResponse<String> deliver(String id, String event, String body) throws Exception {
    return send(
        webhook(id, event)
            .header("X-Hub-Signature-256", sign(body))
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder webhook(String id, String event) {
    return request("/webhooks/github")
        .header("X-GitHub-Delivery", number + "-" + id)
        .header("X-GitHub-Event", event);
  }

  private HttpResponse<String> review(String body) throws Exception {
    return post("/api/review", BodyPublishers.ofString(body));
  }

  private HttpResponse<String> post(String path, BodyPublisher body) throws Exception {
    return send(request(path).POST(body));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String error(HttpResponse<String> response) throws Exception {
    JsonNode json = new ObjectMapper().readTree(response.body());
    assertThat(json.size()).isEqualTo(1);
    return json.path("error").asText();
  }

  private static String sign(String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private int stored() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("flux.db"));
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) from delivery where id like '" + number + "-%'")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static Logger rootLogger() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /** What the server connects its work to. */
  private static final class Calls implements ChangeWork {
    private final List<String> made = Collections.synchronizedList(new ArrayList<>());
    private Optional<Reviews> reviews = Optional.empty();
    private Optional<Supplier<URI>> address = Optional.empty();
    private volatile CountDownLatch held = new CountDownLatch(0);

    ChangeWork connect(Reviews kept, Rollouts rollouts, Supplier<URI> reached) {
      reviews = Optional.of(kept);
      address = Optional.of(reached);
      return this;
    }

    Reviews reviews() {
      return reviews.orElseThrow();
    }

    URI address() {
      return address.orElseThrow().get();
    }

    @Override
    public void review(ChangeRequestId change) {
      made.add("review " + change);
      try {
        if (!held.await(1, TimeUnit.MINUTES)) {
          made.add("held in vain");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public List<ChangeRequestId> comment(
        ChangeRequestId change, String commentId, String author, String text) {
      made.add("comment " + change);
      return List.of();
    }

    @Override
    public List<ChangeRequestId> recheck(ForgeKind forge, String repository, String sha) {
      return List.of();
    }

    @Override
    public void reviewFailed(ChangeRequestId change, String errorId) {
      made.add("failed " + change);
    }

    @Override
    public void commentFailed(ChangeRequestId change, String commentId, String errorId) {
      made.add("failed " + change + " " + commentId);
    }
  }
}
