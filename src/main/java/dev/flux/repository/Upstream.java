package dev.flux.repository;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/** The server side of one exchange over the wire; to be used once. */
final class Upstream {
  private static final Set<String> SCHEMES = Set.of("http", "https", "file");

  private final GitRemote remote;
  private final URI url;
  private final Duration timeout;
  private final Clock clock;
  private final Instant deadline;
  private int lastStatus;

  /**
   * @param timeout for the whole exchange, and for each wait on the network
   */
  Upstream(GitRemote remote, Duration timeout, Clock clock) throws GitException {
    this.remote = remote;
    this.url = withoutUserInfo(remote.url());
    this.timeout = timeout;
    this.clock = clock;
    this.deadline = clock.instant().plus(timeout);
    if (!SCHEMES.contains(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT))) {
      throw new GitException.Refused(
          "cannot fetch from " + url + ". Use an http, https or file URL.");
    }
  }

  /** The URL as it may be shown and as caches are named after it. */
  static URI withoutUserInfo(URI url) {
    String text = url.toString();
    String userInfo = url.getRawUserInfo();
    return userInfo == null ? url : URI.create(text.replaceFirst("//[^/]*@", "//"));
  }

  /** The commit that a ref is at now; empty where the server has no such ref. */
  Optional<ObjectId> find(String ref) throws GitException {
    try (Transport transport = open(null);
        FetchConnection connection = transport.openFetch(List.of(new RefSpec(ref)))) {
      return Optional.ofNullable(connection.getRef(ref)).map(Ref::getObjectId);
    } catch (IOException | URISyntaxException e) {
      throw failure("cannot ask " + url + " for " + ref, e);
    }
  }

  /**
   * Fetches into a repository.
   *
   * @param depth how many commits of history
   * @return whether the server gave what was asked for; not so where it has no such ref or commit
   * @throws IOException where the repository on this side is damaged
   */
  boolean fetch(Repository into, List<RefSpec> wanted, int depth) throws GitException, IOException {
    try (Transport transport = open(into)) {
      transport.setDepth(depth);
      transport.setTagOpt(TagOpt.NO_TAGS);
      transport.fetch(new Deadline(), wanted);
      return true;
    } catch (TransportException e) {
      if (CachedRepository.isDamage(e)) {
        throw e;
      }
      if (isTurnedDown(e)) {
        return false;
      }
      throw failure("cannot fetch from " + url, e);
    } catch (NotSupportedException | URISyntaxException e) {
      throw failure("cannot fetch from " + url, e);
    }
  }

  /**
   * Moves a ref to a commit, if it is where it is expected to be.
   *
   * @param expected zero for a ref that does not exist
   * @throws IOException where the repository on this side is damaged
   */
  void push(Repository from, ObjectId commit, String ref, ObjectId expected)
      throws GitException, IOException {
    String what = "cannot push to " + url;
    RemoteRefUpdate.Status status;
    String said;
    try (Transport transport = open(from)) {
      RemoteRefUpdate update = new RemoteRefUpdate(from, commit.name(), ref, false, null, expected);
      transport.push(new Deadline(), List.of(update));
      status = update.getStatus();
      said = update.getMessage() == null ? "" : ": " + update.getMessage();
    } catch (TransportException e) {
      if (CachedRepository.isDamage(e)) {
        throw e;
      }
      throw lastStatus == HttpURLConnection.HTTP_UNAUTHORIZED
              || lastStatus == HttpURLConnection.HTTP_FORBIDDEN
          ? new GitException.Refused(
              what
                  + ": the server does not let Flux write (HTTP "
                  + lastStatus
                  + "). Grant it write access to the repository's contents.",
              e)
          : failure(what, e);
    } catch (NotSupportedException | URISyntaxException e) {
      throw failure(what, e);
    }
    switch (status) {
      case OK, UP_TO_DATE -> {}
      case REJECTED_REMOTE_CHANGED, REJECTED_NONFASTFORWARD, NON_EXISTING ->
          throw moved(ref, expected);
      default -> {
        requireUnmoved(ref, expected);
        throw new GitException.Refused(
            "the server does not take the push to `"
                + ref.replaceFirst("^refs/heads/", "")
                + "`"
                + said);
      }
    }
  }

  /** A server that lost the race says so in words of its own. */
  private void requireUnmoved(String ref, ObjectId expected) throws GitException {
    ObjectId now = new Upstream(remote, timeout, clock).find(ref).orElse(ObjectId.zeroId());
    if (!now.equals(expected)) {
      throw moved(ref, expected);
    }
  }

  private static GitException.HeadMoved moved(String ref, ObjectId expected) {
    return new GitException.HeadMoved(
        ref
            + (expected.equals(ObjectId.zeroId())
                ? " exists already"
                : " is no longer at " + expected.name()));
  }

  private Transport open(@Nullable Repository local) throws IOException, URISyntaxException {
    URIish address = new URIish(url.toString());
    Transport transport = local == null ? Transport.open(address) : Transport.open(local, address);
    transport.setTimeout(Math.toIntExact(Math.max(1, timeout.toSeconds())));
    if (transport instanceof TransportHttp http) {
      http.setHttpConnectionFactory(new SameServer());
      remote
          .password()
          .ifPresent(token -> http.setPreemptiveBasicAuthentication(remote.user(), token.reveal()));
    }
    return transport;
  }

  /**
   * Whether the server was reached and turned the request down in git's own protocol; how it words
   * that differs from server to server.
   */
  private boolean isTurnedDown(TransportException e) {
    int answered = url.getScheme().equalsIgnoreCase("file") ? 0 : HttpURLConnection.HTTP_OK;
    return lastStatus == answered
        && clock.instant().isBefore(deadline)
        && cause(e) instanceof TransportException
        && !(e instanceof NoRemoteRepositoryException);
  }

  private GitException failure(String what, Exception e) {
    String tried = what + ": ";
    if (!clock.instant().isBefore(deadline)) {
      return new GitException.Unavailable(
          tried + "not done within " + timeout.toSeconds() + " s", e);
    }
    return switch (lastStatus) {
      case 401, 403 ->
          new GitException.Refused(
              tried
                  + "the server refuses the credentials (HTTP "
                  + lastStatus
                  + "). Check the token, and that it may read the repository's contents.",
              e);
      case 404, 410 ->
          new GitException.Refused(
              tried
                  + "there is no repository, or the token may not see it (HTTP "
                  + lastStatus
                  + "). Check the URL and the token's access.",
              e);
      default ->
          e instanceof NoRemoteRepositoryException
                  || e instanceof NotSupportedException
                  || e instanceof URISyntaxException
                  || cause(e) instanceof RedirectedElsewhere
              ? new GitException.Refused(tried + reason(e) + ". Check the URL.", e)
              : new GitException.Unavailable(tried + reason(e), e);
    };
  }

  private static Throwable cause(Throwable e) {
    Throwable innermost = e;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost;
  }

  /** What went wrong, in the words of the innermost cause, should JGit only say "cannot open". */
  private String reason(Exception e) {
    String outer = String.valueOf(e.getMessage());
    String inner = String.valueOf(cause(e).getMessage());
    String both = outer.contains(inner) ? outer : outer + " (" + inner + ")";
    return remote.password().map(token -> both.replace(token.reveal(), "***")).orElse(both);
  }

  /** Ends an exchange that trickles on for longer than it may take in all. */
  private final class Deadline extends EmptyProgressMonitor {
    @Override
    public boolean isCancelled() {
      return !clock.instant().isBefore(deadline);
    }
  }

  /** Connects to the server of the URL alone, so that no redirect carries credentials elsewhere. */
  private final class SameServer implements HttpConnectionFactory {
    @Override
    public HttpConnection create(URL target) throws IOException {
      return create(target, Proxy.NO_PROXY);
    }

    @Override
    public HttpConnection create(URL target, Proxy proxy) throws IOException {
      boolean encrypts = target.getProtocol().equals("https") && target.getPort() == -1;
      if (!target.getHost().equalsIgnoreCase(url.getHost())
          || (!encrypts && target.getPort() != url.getPort())) {
        throw new RedirectedElsewhere("redirected to another server, " + target.getHost());
      }
      return new Connection(target, proxy);
    }
  }

  /** Keeps the status, which JGit's exceptions tell in words only. */
  private final class Connection extends JDKHttpConnection {
    Connection(URL target, Proxy proxy) throws IOException {
      super(target, proxy);
    }

    @Override
    public int getResponseCode() throws IOException {
      lastStatus = super.getResponseCode();
      return lastStatus;
    }
  }

  private static final class RedirectedElsewhere extends IOException {
    private static final long serialVersionUID = 1;

    RedirectedElsewhere(String message) {
      super(message);
    }
  }
}
