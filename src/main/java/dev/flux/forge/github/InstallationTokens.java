package dev.flux.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.flux.config.Secret;
import io.jsonwebtoken.Jwts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of an App's installations: made when first needed, renewed before they expire (they
 * live for an hour), never shared between installations. Safe for several threads; only those who
 * wait for the same installation wait for each other.
 */
final class InstallationTokens {
  /** GitHub refuses a token dated in its future; clocks differ. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  /** At most ten minutes after the issue, says GitHub's manual. */
  private static final Duration JWT_LIFE = Duration.ofMinutes(9);

  /** A token is renewed this long before its end: a review must not outlive it. */
  private static final Duration MARGIN = Duration.ofMinutes(6);

  private final GitHubCredentials.App app;
  private final ApiClient api;
  private final Clock clock;
  private final Map<String, Long> installations = new ConcurrentHashMap<>();
  private final Map<Long, Holder> holders = new ConcurrentHashMap<>();

  InstallationTokens(GitHubCredentials.App app, ApiClient api, Clock clock) {
    this.app = app;
    this.api = api;
    this.clock = clock;
  }

  /** Speaks as the App itself, for calls that are about no repository. */
  Authorization app() {
    return new Authorization() {
      @Override
      public String header() {
        return "Bearer " + jwt();
      }

      @Override
      public boolean refused(String header) {
        return false;
      }
    };
  }

  /** Spares the look-up of the installation. */
  void remember(RepositoryName repository, long installation) {
    installations.put(key(repository), installation);
  }

  /** A token that lives for at least five minutes more. */
  Secret token(RepositoryName repository) throws IOException {
    try {
      return holder(installation(repository)).token();
    } catch (ApiFailure e) {
      if (e.status() != 404) {
        throw e;
      }
      // The App was installed anew since the installation was learnt.
      installations.remove(key(repository));
      return holder(installation(repository)).token();
    }
  }

  /** Whether the installation was granted to write contents; so where GitHub does not say. */
  boolean mayPush(RepositoryName repository) throws IOException {
    token(repository);
    return holder(installation(repository)).mayPush();
  }

  /** Drops a token that GitHub refused, so that the next one is new. */
  void refused(RepositoryName repository, String token) {
    Long installation = installations.get(key(repository));
    if (installation != null) {
      holder(installation).drop(token);
    }
  }

  private long installation(RepositoryName repository) throws IOException {
    Long known = installations.get(key(repository));
    if (known != null) {
      return known;
    }
    long found = api.get(repository.path() + "/installation", app()).path("id").asLong();
    remember(repository, found);
    return found;
  }

  private Holder holder(long installation) {
    return holders.computeIfAbsent(installation, Holder::new);
  }

  private String jwt() {
    Instant now = clock.instant();
    return Jwts.builder()
        .issuer(app.id())
        .issuedAt(Date.from(now.minus(SKEW)))
        .expiration(Date.from(now.plus(JWT_LIFE).minus(SKEW)))
        .signWith(app.key(), Jwts.SIG.RS256)
        .compact();
  }

  /** GitHub does not tell names apart by case. */
  private static String key(RepositoryName repository) {
    return repository.toString().toLowerCase(Locale.ROOT);
  }

  private final class Holder {
    private final long installation;
    private @Nullable Secret token;
    private Instant renewal = Instant.MIN;
    private boolean mayPush = true;

    Holder(long installation) {
      this.installation = installation;
    }

    synchronized Secret token() throws IOException {
      Secret known = token;
      if (known != null && clock.instant().isBefore(renewal)) {
        return known;
      }
      JsonNode made =
          api.send(
              "POST",
              "/app/installations/" + installation + "/access_tokens",
              JsonNodeFactory.instance.objectNode(),
              app());
      Secret fresh = Secret.of(made.path("token").asText());
      renewal = Instant.parse(made.path("expires_at").asText()).minus(MARGIN);
      mayPush = made.path("permissions").path("contents").asText("write").equals("write");
      token = fresh;
      return fresh;
    }

    synchronized boolean mayPush() {
      return mayPush;
    }

    synchronized void drop(String refused) {
      if (token != null && token.matches(refused)) {
        token = null;
      }
    }
  }
}
