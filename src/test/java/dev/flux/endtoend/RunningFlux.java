package dev.flux.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flux.cli.Wiring;
import dev.flux.config.Secret;
import dev.flux.config.ServerSettings;
import dev.flux.config.ShadowSettings;
import dev.flux.server.FluxServer;
import dev.flux.webhook.HmacSha256;
import dev.flux.work.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A server with a store in a directory, and the ways in which the world speaks to it. */
final class RunningFlux implements AutoCloseable {
  static final Secret WEBHOOK_SECRET = Secret.of("a secret that both sides know");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** As the usual policy, but nobody waits for a machine here. */
  private static final RetryPolicy SOON =
      new RetryPolicy(Duration.ofMillis(200), Duration.ofMillis(100));

  private final HttpClient client = HttpClient.newHttpClient();
  private final ServerSettings settings;
  private final FluxServer server;

  RunningFlux(
      Path home, Optional<ServerSettings.GitHub> github, Optional<ServerSettings.GitLab> gitlab) {
    this.settings = settings(home, github, gitlab);
    try {
      this.server = Wiring.start(settings, SOON);
    } catch (Exception e) {
      throw new IllegalStateException("the server does not start", e);
    }
  }

  static ServerSettings settings(
      Path home, Optional<ServerSettings.GitHub> github, Optional<ServerSettings.GitLab> gitlab) {
    return new ServerSettings(
        home,
        0,
        Optional.empty(),
        4,
        new ServerSettings.Limits(1 << 20, 1 << 20, 1L << 30),
        new ServerSettings.Store(
            "jdbc:sqlite:" + home.resolve("flux.db"), Optional.empty(), Optional.empty()),
        ShadowSettings.OFF,
        github,
        gitlab);
  }

  static ServerSettings.GitHub gitHub(
      URI api, URI git, ServerSettings.GitHubCredentials credentials) {
    return new ServerSettings.GitHub(api, Optional.of(git), credentials, List.of(WEBHOOK_SECRET));
  }

  URI address(String path) {
    return address(server.port(), path);
  }

  static URI address(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** What is answered to a delivery of GitHub that is signed as GitHub signs. */
  int deliverGitHub(String event, String body) {
    return send(gitHubDelivery(address("/webhooks/github"), event, body)).statusCode();
  }

  static HttpRequest gitHubDelivery(URI address, String event, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    byte[] key = WEBHOOK_SECRET.reveal().getBytes(StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(address)
        .header("X-GitHub-Event", event)
        .header("X-GitHub-Delivery", UUID.randomUUID().toString())
        .header(
            "X-Hub-Signature-256",
            "sha256=" + HexFormat.of().formatHex(HmacSha256.sign(key, bytes)))
        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
        .build();
  }

  /** What is answered to a delivery of GitLab with the token that both know. */
  int deliverGitLab(String event, String body) {
    return send(HttpRequest.newBuilder(address("/webhooks/gitlab"))
            .header("X-Gitlab-Event", event)
            .header("X-Gitlab-Event-UUID", UUID.randomUUID().toString())
            .header("X-Gitlab-Token", WEBHOOK_SECRET.reveal())
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build())
        .statusCode();
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException("the server does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped", e);
    }
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(address(path)).build());
  }

  HttpResponse<String> post(String path, String body) {
    return send(
        HttpRequest.newBuilder(address(path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** Waits until no job is left, and says how each of a change request's jobs ended last. */
  void settle() {
    await("no job is left")
        .pollInterval(Duration.ofMillis(25))
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(query("select lane, reason from job where done < wanted")).isEmpty());
  }

  /** The rows of a query on the store, each as one text. */
  List<String> query(String sql) {
    try (Connection connection = DriverManager.getConnection(settings.store().url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      java.util.ArrayList<String> found = new java.util.ArrayList<>();
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.append(i == 1 ? "" : " | ").append(rows.getString(i));
        }
        found.add(row.toString());
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
