package dev.flux.server;

import dev.flux.forge.ForgeException;
import dev.flux.forge.ForgeKind;
import dev.flux.webhook.Delivery;
import dev.flux.webhook.Intent;
import dev.flux.webhook.Receipt;
import dev.flux.webhook.Webhook;
import dev.flux.work.ChangeWork;
import dev.flux.work.DeliveryIntake;
import dev.flux.work.DeliveryIntake.Acceptance;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the deliveries of one forge: verified over their raw bytes, stored, answered. */
final class WebhookRoute {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookRoute.class);

  private final ForgeKind forge;
  private final Optional<Webhook> webhook;
  private final DeliveryIntake intake;
  private final ChangeWork work;
  private final long limit;

  /**
   * @param webhook empty where the server is not connected to this forge
   * @param limit bytes of a body
   */
  WebhookRoute(
      ForgeKind forge,
      Optional<Webhook> webhook,
      DeliveryIntake intake,
      ChangeWork work,
      long limit) {
    this.forge = forge;
    this.webhook = webhook;
    this.intake = intake;
    this.work = work;
    this.limit = limit;
  }

  void handle(Context context) throws IOException {
    Webhook receiver = webhook.orElseThrow(this::notConnected);
    byte[] body = RequestBody.read(context, limit);
    Receipt receipt = receiver.receive(name -> Optional.ofNullable(context.header(name)), body);
    if (receipt instanceof Receipt.Rejected rejected) {
      LOG.warn("{} delivery from {} rejected: {}", forge.id(), context.ip(), rejected.reason());
      throw new HttpResponseException(HttpStatus.UNAUTHORIZED.getCode(), rejected.reason());
    }
    if (receipt instanceof Receipt.Malformed malformed) {
      LOG.warn("{} delivery from {} malformed: {}", forge.id(), context.ip(), malformed.reason());
      throw new HttpResponseException(HttpStatus.BAD_REQUEST.getCode(), malformed.reason());
    }
    Delivery delivery = ((Receipt.Verified) receipt).delivery();
    Intent intent = receiver.interpret(delivery);
    rememberInstallation(intent);
    Acceptance acceptance = intake.accept(delivery, intent.trigger());
    context
        .status(acceptance == Acceptance.IGNORED ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .json(Map.of("status", acceptance.name().toLowerCase(Locale.ROOT)));
  }

  /** Spares the worker a call to ask for it. */
  private void rememberInstallation(Intent intent) {
    Optional<String> repository = intent.trigger().findRepository();
    if (intent.installation().isPresent() && repository.isPresent()) {
      try {
        work.installed(forge, repository.get(), intent.installation().get());
      } catch (ForgeException e) {
        LOG.warn("{} names an installation of no use: {}", forge.id(), e.getMessage());
      }
    }
  }

  private HttpResponseException notConnected() {
    String prefix = "FLUX_" + forge.name() + "_";
    return new HttpResponseException(
        HttpStatus.NOT_FOUND.getCode(),
        "This server is not connected to %s. Set %sTOKEN%s and %sWEBHOOK_SECRET, and start it again."
            .formatted(
                forge.title(), prefix, forge == ForgeKind.GITHUB ? " (or an App)" : "", prefix));
  }
}
