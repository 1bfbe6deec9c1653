package dev.flux.server;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.flux.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Log lines in which no known secret can be read. Flux never logs one itself; this is for messages
 * and stack traces of libraries.
 */
public final class RedactingLayout extends PatternLayout {
  /** User names that a token is sent with: together they make another Base64 text. */
  private static final List<String> USERS = List.of("", "x-access-token:", "oauth2:");

  private static final Set<String> HIDDEN = ConcurrentHashMap.newKeySet();

  /** From now on none of these appears in the log, plain or in Base64. */
  public static void hide(Collection<Secret> secrets) {
    secrets.stream().map(Secret::reveal).flatMap(RedactingLayout::forms).forEach(HIDDEN::add);
  }

  private static Stream<String> forms(String secret) {
    return Stream.concat(
        Stream.of(secret),
        USERS.stream()
            .map(user -> (user + secret).getBytes(StandardCharsets.UTF_8))
            .map(Base64.getEncoder().withoutPadding()::encodeToString));
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    String line = super.doLayout(event);
    if (HIDDEN.stream().noneMatch(line::contains)) {
      return line;
    }
    // The longest first: one secret may be the beginning of another.
    List<String> longestFirst =
        HIDDEN.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
    for (String secret : longestFirst) {
      line = line.replace(secret, "***");
    }
    return line;
  }
}
