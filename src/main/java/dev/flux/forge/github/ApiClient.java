package dev.flux.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.flux.forge.ForgeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The one way to GitHub's REST API, for the client library and for what it lacks: credentials,
 * meaning of errors, and no call to any other place. It never waits for a limit to pass and follows
 * no redirect.
 */
final class ApiClient {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int BODY_LIMIT = 64 * 1024 * 1024;
  private final URI base;
  private final ApiErrors errors;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .build();

  ApiClient(URI base, Clock clock) {
    this.base = base;
    this.errors = new ApiErrors(clock);
  }

  URI base() {
    return base;
  }

  /** Reads JSON; the path begins with a slash and may have a query. */
  JsonNode get(String path, Authorization who) throws IOException {
    return json("GET", path, null, who);
  }

  /** Sends JSON and reads the JSON that is answered, missing where there is none. */
  JsonNode send(String method, String path, JsonNode body, Authorization who) throws IOException {
    return json(method, path, body, who);
  }

  private JsonNode json(String method, String path, @Nullable JsonNode body, Authorization who)
      throws IOException {
    byte[] sent = body == null ? new byte[0] : json.writeValueAsBytes(body);
    String answer = exchange(method, URI.create(base + path), Map.of(), sent, who).body();
    return answer.isEmpty() ? MissingNode.getInstance() : json.readTree(answer);
  }

  /**
   * One call, tried once more with new credentials when these are refused.
   *
   * @throws ApiFailure when it was not a success
   */
  ApiResponse exchange(
      String method, URI uri, Map<String, String> headers, byte[] body, Authorization who)
      throws IOException {
    if (!uri.toString().startsWith(base + "/")) {
      throw failure("GitHub pointed to a place that is not its API: " + uri.getHost(), null);
    }
    String credential = who.header();
    ApiResponse response = once(method, uri, headers, body, credential);
    if (response.status() == 401 && who.refused(credential)) {
      response = once(method, uri, headers, body, who.header());
    }
    if (response.status() >= 300) {
      throw errors.of(response);
    }
    return response;
  }

  private ApiResponse once(
      String method, URI uri, Map<String, String> headers, byte[] body, String credential)
      throws IOException {
    String name = method + " " + uri.getPath();
    BodyPublisher publisher =
        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    Map<String, String> all = new HashMap<>();
    all.put("Accept", "application/vnd.github+json");
    all.put("Accept-Encoding", "gzip");
    all.put("User-Agent", "flux");
    all.put("X-GitHub-Api-Version", "2022-11-28");
    if (body.length > 0) {
      all.put("Content-Type", "application/json");
    }
    all.putAll(headers);
    all.put("Authorization", credential);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(ANSWER);
    all.forEach(request::setHeader);
    try {
      return read(
          name, http.send(request.method(method, publisher).build(), BodyHandlers.ofInputStream()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("Flux is stopping; " + name + " was left", e);
    } catch (IOException e) {
      throw failure("GitHub could not be reached for " + name + ": " + e.getMessage(), e);
    }
  }

  private static ApiResponse read(String name, HttpResponse<InputStream> response)
      throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    response
        .headers()
        .map()
        .forEach((key, values) -> headers.put(key.toLowerCase(Locale.ROOT), values));
    boolean zipped = response.headers().firstValue("content-encoding").equals(Optional.of("gzip"));
    try (InputStream raw = response.body()) {
      byte[] packed = raw.readNBytes(BODY_LIMIT);
      byte[] body =
          zipped && packed.length > 0
              ? new GZIPInputStream(new ByteArrayInputStream(packed)).readNBytes(BODY_LIMIT)
              : packed;
      String text = new String(body, StandardCharsets.UTF_8);
      return new ApiResponse(name, response.statusCode(), Map.copyOf(headers), text);
    }
  }

  private static ApiFailure failure(String message, @Nullable Throwable cause) {
    return new ApiFailure(
        0, message, new ForgeException.Unavailable(message, Optional.empty(), cause));
  }
}
