package dev.flux.forge.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flux.forge.ForgeException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an answer that is not a success means. Rate limits as in GitHub's REST manual, "Rate limits
 * for the REST API" and "Best practices": {@code Retry-After} first, then {@code
 * X-RateLimit-Reset}, else at least a minute.
 */
final class ApiErrors {
  private static final Duration SECONDARY_LIMIT = Duration.ofMinutes(1);
  private static final int SAID_LENGTH = 500;
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Clock clock;

  ApiErrors(Clock clock) {
    this.clock = clock;
  }

  ApiFailure of(ApiResponse response) {
    String said = said(response.body());
    return new ApiFailure(response.status(), said, decision(response, said));
  }

  private ForgeException decision(ApiResponse response, String said) {
    String tried = "GitHub answered " + response.status() + " to " + response.request() + ": ";
    if (limited(response, said)) {
      return new ForgeException.Unavailable(
          tried + said + " (rate limit)", Optional.of(afterLimit(response)), null);
    }
    if (response.status() >= 500 || response.status() == 408 || response.status() == 409) {
      return new ForgeException.Unavailable(tried + said, retryAfter(response), null);
    }
    return new ForgeException.Refused(tried + said + remedy(response), null);
  }

  private static boolean limited(ApiResponse response, String said) {
    if (response.status() != 403 && response.status() != 429) {
      return false;
    }
    String lower = said.toLowerCase(Locale.ROOT);
    return response.status() == 429
        || response.header("retry-after").isPresent()
        || response.header("x-ratelimit-remaining").equals(Optional.of("0"))
        || lower.contains("rate limit")
        || lower.contains("abuse detection");
  }

  private Instant afterLimit(ApiResponse response) {
    Instant aMinuteOn = clock.instant().plus(SECONDARY_LIMIT);
    Optional<Instant> named = retryAfter(response);
    if (named.isPresent()) {
      return named.get();
    }
    if (!response.header("x-ratelimit-remaining").equals(Optional.of("0"))) {
      return aMinuteOn;
    }
    return response
        .header("x-ratelimit-reset")
        .filter(text -> text.matches("\\d{1,12}"))
        .map(text -> Instant.ofEpochSecond(Long.parseLong(text)))
        .orElse(aMinuteOn);
  }

  private Optional<Instant> retryAfter(ApiResponse response) {
    return response.header("retry-after").flatMap(this::moment);
  }

  private Optional<Instant> moment(String text) {
    if (text.matches("\\d{1,9}")) {
      return Optional.of(clock.instant().plusSeconds(Long.parseLong(text)));
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String remedy(ApiResponse response) {
    return switch (response.status()) {
      case 301, 302, 307, 308 -> ". It was renamed or moved: use its new name.";
      case 401 -> ". Check the App id, its private key, or the token.";
      case 403 ->
          response
              .header("x-accepted-github-permissions")
              .map(ApiErrors::grant)
              .orElse(
                  ". Flux needs checks: write, pull requests: write, contents: read and metadata:"
                      + " read.");
      case 404 -> ". It does not exist, or Flux may not see it: install the App on the repository.";
      default -> "";
    };
  }

  private static String grant(String needed) {
    return ". Grant the permission "
        + needed.replace(";", " or ")
        + " and accept it for the installation.";
  }

  private static String said(String text) {
    List<String> parts = new ArrayList<>();
    try {
      JsonNode json = JSON.readTree(text);
      parts.add(json.path("message").asText(""));
      json.path("errors")
          .forEach(error -> parts.add(error.isTextual() ? error.asText() : error + ""));
    } catch (JsonProcessingException e) {
      // A proxy's page, not GitHub's answer: its text is all there is to tell.
      parts.add(text);
    }
    parts.removeIf(String::isBlank);
    String said = String.join("; ", parts).strip();
    return said.length() <= SAID_LENGTH ? said : said.substring(0, SAID_LENGTH) + "…";
  }
}
