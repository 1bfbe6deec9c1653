package dev.flux.forge.gitlab;

import dev.flux.forge.ForgeException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.gitlab4j.api.GitLabApiException;

/** Makes calls and says what a failed one means to the caller. */
final class Calls {
  private static final Set<Integer> RETRIED = Set.of(408, 409, 425, 429);
  private static final int LONGEST_ANSWER = 300;

  private final Clock clock;

  Calls(Clock clock) {
    this.clock = clock;
  }

  /** One call of the library. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws GitLabApiException;
  }

  /**
   * Makes a call.
   *
   * @param tried what is being done, as the start of an error message
   */
  <T> T make(String tried, Call<T> call) throws ForgeException {
    try {
      return call.run();
    } catch (GitLabApiException e) {
      throw failure(tried, e);
    }
  }

  /** What a failure means: try again, or give up and say what would help. */
  ForgeException failure(String tried, GitLabApiException e) {
    int status = e.getHttpStatus();
    if (status == 0) {
      return new ForgeException.Unavailable(
          tried + ": GitLab did not answer (" + answer(e) + ")", Optional.empty(), e);
    }
    String said = tried + ": GitLab said " + status + " (" + answer(e) + ")";
    if (status >= 500 || RETRIED.contains(status)) {
      return new ForgeException.Unavailable(said, retryAt(e), e);
    }
    return new ForgeException.Refused(said + ". " + remedy(status), e);
  }

  private static String remedy(int status) {
    return switch (status) {
      case 401 -> "The token is unknown, expired or revoked; set a valid one with the scope `api`.";
      case 403 ->
          "Give the token the scope `api` and its user at least the role Developer in the project.";
      case 404 -> "It is gone, or the token's user is not a member of the project.";
      case 301, 302, 307, 308 ->
          "The project or the instance has moved; use its new address, redirects are not followed.";
      default -> "Trying again will not help.";
    };
  }

  /** {@code Retry-After} in seconds, else the moment in {@code RateLimit-Reset}. */
  private Optional<Instant> retryAt(GitLabApiException e) {
    return number(e, "Retry-After")
        .map(seconds -> clock.instant().plusSeconds(seconds))
        .or(() -> number(e, "RateLimit-Reset").map(Instant::ofEpochSecond));
  }

  private static Optional<Long> number(GitLabApiException e, String header) {
    MultivaluedMap<String, String> headers = e.getHeaders();
    return Optional.ofNullable(headers)
        .map(all -> all.getFirst(header))
        .filter(value -> value.matches("[0-9]{1,10}"))
        .map(Long::valueOf);
  }

  /** GitLab's words on one line, cut where they are long. */
  static String answer(GitLabApiException e) {
    String message = Optional.ofNullable(e.getMessage()).orElseGet(() -> cause(e));
    String line = message.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST_ANSWER ? line : line.substring(0, LONGEST_ANSWER) + "…";
  }

  private static String cause(GitLabApiException e) {
    return e.getCause() == null ? "no reason given" : e.getCause().getClass().getSimpleName();
  }
}
