package dev.flux.forge.github;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * Sends the client library's calls through {@link ApiClient}, so that they have the same
 * credentials, the same errors and the same limits. Whatever is not a success is thrown here: the
 * library's own handlers, which sleep on a limit, never see one.
 */
final class LibraryConnector implements GitHubConnector {
  /** Set by the client itself. */
  private static final Set<String> OWN =
      Set.of("authorization", "accept-encoding", "user-agent", "content-length", "host");

  private final ApiClient api;
  private final Authorization who;

  LibraryConnector(ApiClient api, Authorization who) {
    this.api = api;
    this.who = who;
  }

  @Override
  public GitHubConnectorResponse send(GitHubConnectorRequest request) throws IOException {
    Map<String, String> headers = new HashMap<>();
    request
        .allHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, String.join(", ", values));
              }
            });
    byte[] body = request.hasBody() ? request.body().readAllBytes() : new byte[0];
    URI uri = URI.create(request.url().toString());
    ApiResponse response = api.exchange(request.method(), uri, headers, body, who);
    return new Answer(request, response);
  }

  private static final class Answer extends GitHubConnectorResponse {
    private final byte[] body;

    Answer(GitHubConnectorRequest request, ApiResponse response) {
      super(request, response.status(), unpacked(response.headers()));
      this.body = response.body().getBytes(StandardCharsets.UTF_8);
    }

    /** The body is unpacked already. */
    private static Map<String, List<String>> unpacked(Map<String, List<String>> headers) {
      Map<String, List<String>> rest = new HashMap<>(headers);
      rest.remove("content-encoding");
      return rest;
    }

    @Override
    public InputStream bodyStream() {
      return new ByteArrayInputStream(body);
    }

    @Override
    public void close() {
      // The answer was read whole.
    }
  }
}
