package dev.flux.forge.gitlab;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Hands git's requests on to a real git server, for who has the token. */
final class GitProxy {
  private static final List<String> HANDED_ON =
      List.of("Accept", "Content-Type", "Content-Encoding", "Git-Protocol");
  private static final String AUTHORIZATION =
      "Basic "
          + Base64.getEncoder()
              .encodeToString(("oauth2:" + FakeGitLab.TOKEN).getBytes(StandardCharsets.UTF_8));

  private final URI git;
  private final HttpClient client = HttpClient.newHttpClient();

  GitProxy(URI git) {
    this.git = git;
  }

  /**
   * @param pathAndQuery below the instance's address
   */
  void serve(HttpExchange exchange, String pathAndQuery) throws IOException {
    if (!AUTHORIZATION.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"GitLab\"");
      exchange.sendResponseHeaders(401, -1);
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(GitLabSettings.withoutSlash(git) + pathAndQuery));
    for (String name : HANDED_ON) {
      Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
          .ifPresent(value -> request.header(name, value));
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    request.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    try {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while handing on to git");
    }
  }
}
