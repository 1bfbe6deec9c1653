package dev.flux.webhook.github;

import dev.flux.config.Secret;
import dev.flux.forge.ForgeKind;
import dev.flux.webhook.Delivery;
import dev.flux.webhook.Headers;
import dev.flux.webhook.Intent;
import dev.flux.webhook.MalformedPayload;
import dev.flux.webhook.Payload;
import dev.flux.webhook.Receipt;
import dev.flux.webhook.Webhook;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Receives from GitHub.com and GitHub Enterprise Server. */
public final class GitHubWebhook implements Webhook {
  private static final Pattern DELIVERY_ID = Pattern.compile("[A-Za-z0-9-]{1,100}");
  private static final Pattern EVENT = Pattern.compile("[a-z_]{1,100}");

  private final List<Secret> secrets;
  private final GitHubEvents events;
  private final Clock clock;

  /**
   * @param secrets at least one; several while a secret is being replaced
   * @param appId the App under which Flux reports its checks, or empty where it uses a token
   */
  public GitHubWebhook(List<Secret> secrets, OptionalLong appId, Clock clock) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("a GitHub webhook needs a secret to verify deliveries by");
    }
    this.secrets = List.copyOf(secrets);
    this.events = new GitHubEvents(appId);
    this.clock = clock;
  }

  @Override
  public ForgeKind kind() {
    return ForgeKind.GITHUB;
  }

  @Override
  public Receipt receive(Headers headers, byte[] body) {
    Optional<String> header = headers.find("X-Hub-Signature-256");
    if (header.isEmpty()) {
      return new Receipt.Rejected("X-Hub-Signature-256 is missing; set the webhook's secret");
    }
    Optional<byte[]> signature = header.flatMap(GitHubSignature::parse);
    if (signature.isEmpty()) {
      return new Receipt.Rejected("X-Hub-Signature-256 is not sha256= and 64 hexadecimal digits");
    }
    if (!GitHubSignature.matches(signature.get(), body, secrets)) {
      return new Receipt.Rejected("X-Hub-Signature-256 does not match; compare the secrets");
    }
    return read(headers, body);
  }

  private Receipt read(Headers headers, byte[] body) {
    Optional<String> id =
        headers.find("X-GitHub-Delivery").filter(value -> DELIVERY_ID.matcher(value).matches());
    if (id.isEmpty()) {
      return new Receipt.Malformed("X-GitHub-Delivery is missing or not an id");
    }
    Optional<String> event =
        headers.find("X-GitHub-Event").filter(value -> EVENT.matcher(value).matches());
    if (event.isEmpty()) {
      return new Receipt.Malformed("X-GitHub-Event is missing or not an event's name");
    }
    try {
      String text = Payload.decode(body);
      Payload.parse(text);
      return new Receipt.Verified(
          new Delivery(ForgeKind.GITHUB, id.get(), event.get(), text, clock.instant()));
    } catch (MalformedPayload e) {
      return new Receipt.Malformed(
          e.reason() + "; the webhook's content type must be application/json");
    }
  }

  @Override
  public Intent interpret(Delivery delivery) {
    return events.interpret(delivery);
  }
}
