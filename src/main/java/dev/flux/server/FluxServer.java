package dev.flux.server;

import dev.flux.config.Secret;
import dev.flux.config.ServerSettings;
import dev.flux.config.ServerSettings.GitHubCredentials;
import dev.flux.forge.ForgeKind;
import dev.flux.webhook.Webhook;
import dev.flux.webhook.github.GitHubWebhook;
import dev.flux.webhook.gitlab.GitLabWebhook;
import dev.flux.work.ChangeWork;
import dev.flux.work.DeliveryIntake;
import dev.flux.work.RetryPolicy;
import dev.flux.work.Reviews;
import dev.flux.work.Rollouts;
import dev.flux.work.Store;
import dev.flux.work.StoreException;
import dev.flux.work.Worker;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server: opens the store, starts the worker, listens. */
public final class FluxServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FluxServer.class);
  private static final int MOST_THREADS = 64;
  private static final int MILLIS_TO_DRAIN = 5_000;

  private final ServerSettings settings;
  private final Store store;
  private final Worker worker;
  private final Javalin http;

  private FluxServer(
      ServerSettings settings,
      RetryPolicy retries,
      Clock clock,
      ReviewRequest.Reviewer reviewer,
      Work work) {
    this.settings = settings;
    RedactingLayout.hide(secrets(settings));
    List<Webhook> webhooks = webhooks(settings, clock);
    this.store = Store.open(settings.store());
    Reviews reviews = new Reviews(store, clock);
    ChangeWork changes = work.connect(reviews, new Rollouts(store, clock), this::address);
    this.worker = Worker.create(store, changes, settings.workers(), retries, clock);
    DeliveryIntake intake = new DeliveryIntake(store, worker);
    Pages pages = new Pages(reviews, webhooks.stream().map(w -> w.kind().id()).toList());
    this.http =
        Javalin.create(
            config -> {
              configure(config);
              for (ForgeKind forge : ForgeKind.values()) {
                Optional<Webhook> webhook =
                    webhooks.stream().filter(w -> w.kind() == forge).findFirst();
                config.routes.post(
                    "/webhooks/" + forge.id(),
                    new WebhookRoute(
                            forge, webhook, intake, changes, settings.limits().webhookBody())
                        ::handle);
              }
              routes(config.routes, pages, reviewer);
            });
  }

  /** Makes the work that the server does, from what the server has. */
  @FunctionalInterface
  public interface Work {

    /**
     * Makes it; it is used after the server has started.
     *
     * @param reviews where reviews are kept for their pages
     * @param rollouts where it is kept what change requests were split into
     * @param address under which people reach the server, without a slash at its end
     */
    ChangeWork connect(Reviews reviews, Rollouts rollouts, Supplier<URI> address);
  }

  /**
   * Starts a server, which listens when this returns.
   *
   * @param retries when work that failed is tried again
   * @throws ServerStartException if the store cannot be opened or the port is taken
   */
  public static FluxServer start(
      ServerSettings settings, RetryPolicy retries, ReviewRequest.Reviewer reviewer, Work work)
      throws ServerStartException {
    FluxServer server;
    try {
      server = new FluxServer(settings, retries, Clock.systemUTC(), reviewer, work);
    } catch (StoreException | IllegalArgumentException e) {
      throw new ServerStartException(String.valueOf(e.getMessage()), e);
    }
    try {
      server.http.start(settings.port());
      server.worker.start();
    } catch (JavalinBindException e) {
      server.close();
      throw new ServerStartException(
          "Port %d is taken. Choose another one: --port or FLUX_PORT, 0 for any."
              .formatted(settings.port()),
          e);
    }
    LOG.info("listening at {}", server.address());
    return server;
  }

  private static List<Webhook> webhooks(ServerSettings settings, Clock clock) {
    List<Webhook> webhooks = new ArrayList<>();
    settings
        .github()
        .ifPresent(
            github ->
                webhooks.add(
                    new GitHubWebhook(
                        github.webhookSecrets(), appId(github.credentials()), clock)));
    settings
        .gitlab()
        .ifPresent(gitlab -> webhooks.add(new GitLabWebhook(gitlab.webhookSecrets(), clock)));
    return webhooks;
  }

  private static OptionalLong appId(GitHubCredentials credentials) {
    return credentials instanceof GitHubCredentials.App app
        ? OptionalLong.of(app.id())
        : OptionalLong.empty();
  }

  private static List<Secret> secrets(ServerSettings settings) {
    return Stream.of(
            settings.store().password().stream(),
            settings.github().stream().flatMap(g -> g.webhookSecrets().stream()),
            settings.github().stream()
                .map(ServerSettings.GitHub::credentials)
                .flatMap(
                    c ->
                        c instanceof GitHubCredentials.Token t
                            ? Stream.of(t.token())
                            : Stream.of()),
            settings.gitlab().stream().flatMap(g -> g.webhookSecrets().stream()),
            settings.gitlab().stream().map(ServerSettings.GitLab::token))
        .flatMap(secrets -> secrets)
        .toList();
  }

  private static void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.jetty.threadPool = new QueuedThreadPool(MOST_THREADS, 4);
    config.jetty.modifyServer(jetty -> jetty.setStopTimeout(MILLIS_TO_DRAIN));
    config.jetty.modifyHttpConfiguration(jetty -> jetty.setSendServerVersion(false));
    config.router.javaLangErrorHandler(Errors::unexpected);
  }

  private void routes(RoutesConfig routes, Pages pages, ReviewRequest.Reviewer reviewer) {
    routes.before(FluxServer::protect);
    routes.post(
        "/api/review",
        context -> {
          byte[] body = RequestBody.read(context, settings.limits().reviewBody());
          String json = reviewer.review(ReviewRequestReader.read(body));
          context.contentType("application/json").result(json);
        });
    routes.get("/", pages::home);
    routes.get("/reviews/{id}", pages::review);
    routes.get("/livez", context -> context.json(Map.of("status", "alive")));
    routes.get("/readyz", this::ready);
    Errors.register(routes);
  }

  /** Pages carry SQL and names of private repositories: no cache, frame or search engine. */
  private static void protect(Context context) {
    context
        .header("Cache-Control", "no-store")
        .header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'")
        .header("Referrer-Policy", "no-referrer")
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Robots-Tag", "noindex");
  }

  private void ready(Context context) {
    if (!worker.alive()) {
      throw new HttpResponseException(
          HttpStatus.SERVICE_UNAVAILABLE.getCode(), "The worker does not run.");
    }
    if (!store.reachable()) {
      throw new HttpResponseException(
          HttpStatus.SERVICE_UNAVAILABLE.getCode(), "The store is away.");
    }
    context.json(Map.of("status", "ready"));
  }

  /** Where people reach it: the public address, or this machine's own. */
  public URI address() {
    return settings.publicUrl().orElseGet(() -> URI.create("http://localhost:" + port()));
  }

  /** The port it listens on. */
  public int port() {
    return http.port();
  }

  /** Closes the server when the process is told to end. */
  public void closeAtExit() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "flux-stop"));
  }

  /** Stops listening, lets running work end for some seconds, and closes the store. */
  @Override
  public void close() {
    http.stop();
    worker.close();
    store.close();
  }
}
