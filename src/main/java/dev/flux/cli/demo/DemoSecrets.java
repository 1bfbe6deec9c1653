package dev.flux.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flux.config.Secret;
import dev.flux.config.ServerSettings;
import dev.flux.config.ShadowSettings;
import dev.flux.forge.ForgeKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keys that the demo's server and forge share, made anew for each run. */
record DemoSecrets(Secret github, Secret gitlab, Path appKey) {
  private static final long APP = 1;
  private static final long MEBIBYTE = 1 << 20;

  static DemoSecrets make(Path home) throws IOException {
    return new DemoSecrets(fresh(), fresh(), appKey(home.resolve("app.pem")));
  }

  private static Secret fresh() {
    return Secret.of(UUID.randomUUID().toString());
  }

  private static Path appKey(Path file) throws IOException {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
      keys.initialize(2048);
      byte[] key = keys.generateKeyPair().getPrivate().getEncoded();
      String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
      return Files.writeString(
          file, "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  /** The server's settings: an embedded store, git from disk, both forges. */
  ServerSettings settings(Path home, URI githubApi, URI gitlabUrl) {
    return new ServerSettings(
        home.resolve("server"),
        0,
        Optional.empty(),
        2,
        new ServerSettings.Limits(26 * MEBIBYTE, 16 * MEBIBYTE, 100 * MEBIBYTE),
        new ServerSettings.Store(
            "jdbc:sqlite:" + home.resolve("flux.db"), Optional.empty(), Optional.empty()),
        ShadowSettings.OFF,
        Optional.of(
            new ServerSettings.GitHub(
                githubApi,
                Optional.of(home.resolve("github").toUri()),
                new ServerSettings.GitHubCredentials.App(APP, appKey),
                List.of(github))),
        Optional.of(
            new ServerSettings.GitLab(
                gitlabUrl,
                Optional.of(home.resolve("gitlab").toUri()),
                Secret.of("demo-gitlab-token"),
                List.of(gitlab))));
  }

  /** Sends the sample's delivery as its forge would, and gives the status of the answer. */
  int deliver(Conversation conversation, URI server) throws IOException, InterruptedException {
    Sample sample = conversation.sample();
    ObjectNode payload = sample.delivery().deepCopy();
    String head = conversation.head();
    if (payload.path("pull_request").path("head") instanceof ObjectNode side) {
      side.put("sha", head);
    }
    if (payload.path("object_attributes").path("last_commit") instanceof ObjectNode commit) {
      commit.put("id", head);
    }
    return deliver(sample.id().forge(), sample.event(), payload, server);
  }

  /** Sends any delivery as its forge would, and gives the status of the answer. */
  int deliver(ForgeKind forge, String event, ObjectNode payload, URI server)
      throws IOException, InterruptedException {
    String body = payload.toString();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve("/webhooks/" + forge.id()))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (forge == ForgeKind.GITHUB) {
      request
          .header("X-GitHub-Event", event)
          .header("X-GitHub-Delivery", UUID.randomUUID().toString())
          .header("X-Hub-Signature-256", "sha256=" + hmac(body));
    } else {
      request
          .header("X-Gitlab-Event", event)
          .header("X-Gitlab-Event-UUID", UUID.randomUUID().toString())
          .header("X-Gitlab-Token", gitlab.reveal());
    }
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private String hmac(String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(github.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
