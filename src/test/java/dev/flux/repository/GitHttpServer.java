package dev.flux.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.http.server.UploadPackErrorHandler.UploadPackRunnable;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.UploadPack;
import org.eclipse.jgit.transport.UploadPack.RequestPolicy;
import org.eclipse.jgit.transport.WantNotValidException;
import org.eclipse.jgit.transport.resolver.FileResolver;

/**
 * Serves the bare repositories below a directory over HTTP, for fetch and push, as a forge does. It
 * listens on the loopback address, on a port of its own.
 */
public final class GitHttpServer implements AutoCloseable {
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Optional<Predicate<String>> password = Optional.empty();
  private volatile Optional<URI> redirect = Optional.empty();
  private volatile RequestPolicy policy = RequestPolicy.ANY;
  private volatile Optional<Predicate<String>> pusher = Optional.empty();
  private volatile Predicate<String> guarded = ref -> false;
  private volatile Consumer<Push> onPush = push -> {};
  private volatile int failure;

  /** Starts serving {@code repositories}, a directory of bare repositories. */
  public GitHttpServer(Path repositories) {
    JGitSettings.apply();
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addFilter(new FilterHolder(new Gate()), "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(new ServletHolder(gitServlet(repositories)), "/*");
    server.setHandler(context);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the git server does not start", e);
    }
  }

  private GitServlet gitServlet(Path repositories) {
    GitServlet servlet = new GitServlet();
    servlet.setRepositoryResolver(new FileResolver<>(repositories.toFile(), true));
    servlet.setUploadPackFactory(
        (request, repository) -> {
          UploadPack pack = new UploadPack(repository);
          pack.setRequestPolicy(policy);
          if ("version=2".equals(request.getHeader("Git-Protocol"))) {
            pack.setExtraParameters(List.of("version=2"));
          }
          return pack;
        });
    servlet.setUploadPackErrorHandler(GitHttpServer::upload);
    servlet.setReceivePackFactory((request, repository) -> receivePack(repository));
    return servlet;
  }

  /** Names a commit that is not there in git's own words, where JGit says "internal error". */
  private static void upload(
      HttpServletRequest request, HttpServletResponse response, UploadPackRunnable upload)
      throws IOException {
    try {
      upload.upload();
    } catch (IOException e) {
      Optional<String> missing = missingCommit(e);
      if (missing.isEmpty()) {
        throw new IOException("the upload failed", e);
      }
      response.reset();
      response.setContentType("application/x-git-upload-pack-result");
      PacketLineOut out = new PacketLineOut(response.getOutputStream());
      out.writeString("ERR upload-pack: not our ref " + missing.get() + "\n");
      out.flush();
    }
  }

  private static Optional<String> missingCommit(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof MissingObjectException missing) {
        return Optional.of(missing.getObjectId().name());
      }
      if (e instanceof WantNotValidException unwanted) {
        return Optional.of(
            String.valueOf(unwanted.getMessage()).replaceAll("[^0-9a-f]*([0-9a-f]{40}).*", "$1"));
      }
    }
    return Optional.empty();
  }

  /**
   * A ref that a client moved.
   *
   * @param repository its directory
   */
  public record Push(Path repository, String ref, String sha) {}

  private ReceivePack receivePack(Repository repository) {
    ReceivePack pack = new ReceivePack(repository);
    pack.setAllowNonFastForwards(true);
    pack.setPreReceiveHook(
        (receiving, commands) ->
            commands.stream()
                .filter(command -> guarded.test(command.getRefName()))
                .forEach(
                    command ->
                        command.setResult(
                            ReceiveCommand.Result.REJECTED_OTHER_REASON,
                            "protected branch hook declined")));
    pack.setPostReceiveHook(
        (receiving, commands) ->
            commands.stream()
                .filter(command -> command.getResult() == ReceiveCommand.Result.OK)
                .forEach(
                    command ->
                        onPush.accept(
                            new Push(
                                repository.getDirectory().toPath(),
                                command.getRefName(),
                                command.getNewId().name()))));
    return pack;
  }

  /** Refuses to move these refs from now on, as a protected branch does. */
  public void protect(Predicate<String> refs) {
    guarded = refs;
  }

  /** Tells of every ref that a client moves from now on, before the client is answered. */
  public void onPush(Consumer<Push> listener) {
    onPush = listener;
  }

  /** Requires a password that passes this test of those who push, from now on. */
  public void requirePusher(Predicate<String> accepted) {
    pusher = Optional.of(accepted);
  }

  /** Requires this password (with any user name) from now on. */
  public void requirePassword(String required) {
    requirePassword(required::equals);
  }

  /** Requires a password that passes this test (with any user name) from now on. */
  public void requirePassword(Predicate<String> accepted) {
    password = Optional.of(accepted);
  }

  /** Gives only the tips of refs from now on, no other commit by its id. */
  public void serveOnlyTips() {
    policy = RequestPolicy.TIP;
  }

  /** Answers every request with this HTTP status from now on; 0 for the true answer. */
  public void failWith(int status) {
    failure = status;
  }

  /** Sends every client to the same path of another server from now on. */
  public void redirectTo(URI other) {
    redirect = Optional.of(other);
  }

  /** The URL of a repository, such as {@code acme/shop.git}. */
  public URI url(String repository) {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/" + repository);
  }

  /** Method, path and whether there were credentials, of each request so far, in order. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the git server does not stop", e);
    }
  }

  private final class Gate implements Filter {
    @Override
    public void doFilter(ServletRequest incoming, ServletResponse outgoing, FilterChain chain)
        throws IOException, ServletException {
      HttpServletRequest request = (HttpServletRequest) incoming;
      HttpServletResponse response = (HttpServletResponse) outgoing;
      String authorization = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
      requests.add(
          request.getMethod()
              + " "
              + request.getRequestURI()
              + (authorization.isEmpty() ? "" : " with credentials"));
      if (failure != 0) {
        response.sendError(failure);
      } else if (redirect.isPresent()) {
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        response.sendRedirect(redirect.get().resolve(request.getRequestURI() + query).toString());
      } else if (password.isPresent() && !isPassword(authorization)) {
        response.setHeader("WWW-Authenticate", "Basic realm=\"git\"");
        response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
      } else if (pushes(request) && pusher.isPresent() && !passes(authorization, pusher.get())) {
        response.sendError(HttpServletResponse.SC_FORBIDDEN);
      } else {
        chain.doFilter(request, response);
      }
    }

    private boolean pushes(HttpServletRequest request) {
      return request.getRequestURI().endsWith("/git-receive-pack")
          || "service=git-receive-pack".equals(request.getQueryString());
    }

    private boolean isPassword(String authorization) {
      return passes(authorization, password.orElseThrow());
    }

    private boolean passes(String authorization, Predicate<String> accepted) {
      if (!authorization.startsWith("Basic ")) {
        return false;
      }
      byte[] decoded = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
      String given = new String(decoded, UTF_8);
      return accepted.test(given.substring(given.indexOf(':') + 1));
    }
  }
}
