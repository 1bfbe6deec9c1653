package dev.flux.hazard;

import java.util.regex.Pattern;

/** Triggers that Flux writes, maybe named to run before or behind those of the team. */
final class OwnTrigger {
  private static final Pattern NAMED = Pattern.compile("(?:!|_|0_|~|(?:zz)+_)?flux_");

  private OwnTrigger() {}

  static boolean isOwn(String trigger) {
    return NAMED.matcher(trigger).lookingAt();
  }
}
