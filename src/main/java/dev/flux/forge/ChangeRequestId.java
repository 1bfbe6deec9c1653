package dev.flux.forge;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which change request.
 *
 * @param forge where it lives
 * @param repository full name of the target repository: {@code owner/name}, or {@code
 *     group/sub/name} on GitLab
 * @param number as people write it ({@code #7}, {@code !7})
 */
public record ChangeRequestId(ForgeKind forge, String repository, long number) {

  private static final Pattern KEY = Pattern.compile("([a-z]+):(.+)[#!](\\d{1,18})");

  /** Reads what {@link #key} wrote. */
  public static Optional<ChangeRequestId> parse(String key) {
    Matcher parts = KEY.matcher(key);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Arrays.stream(ForgeKind.values())
        .filter(forge -> forge.id().equals(parts.group(1)))
        .map(forge -> new ChangeRequestId(forge, parts.group(2), Long.parseLong(parts.group(3))))
        .findFirst();
  }

  /** As people of its repository write it: {@code #7}, {@code !7}. */
  public String reference() {
    return forge.sigil() + number;
  }

  /** One line that names it, unique over all forges: {@code github:owner/name#7}. */
  public String key() {
    return forge.id() + ":" + repository + forge.sigil() + number;
  }

  @Override
  public String toString() {
    return key();
  }
}
