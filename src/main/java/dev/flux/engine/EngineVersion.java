package dev.flux.engine;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's version; parts that were not given are 0. */
public record EngineVersion(int major, int minor, int patch) implements Comparable<EngineVersion> {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,4})(?:\\.(\\d{1,4}))?(?:\\.(\\d{1,4}))?.*");

  /**
   * Reads {@code 16}, {@code 8.0.33}, {@code 11.4-alpine}; empty where it begins with no number.
   */
  public static Optional<EngineVersion> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(new EngineVersion(part(matcher, 1), part(matcher, 2), part(matcher, 3)))
        : Optional.empty();
  }

  private static int part(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
  }

  /** Whether this version is the given one or newer. */
  public boolean atLeast(int otherMajor, int otherMinor, int otherPatch) {
    return compareTo(new EngineVersion(otherMajor, otherMinor, otherPatch)) >= 0;
  }

  /** Whether this version is of the given major version or newer. */
  public boolean atLeast(int otherMajor) {
    return major >= otherMajor;
  }

  @Override
  public int compareTo(EngineVersion other) {
    return Comparator.comparingInt(EngineVersion::major)
        .thenComparingInt(EngineVersion::minor)
        .thenComparingInt(EngineVersion::patch)
        .compare(this, other);
  }

  /** As people write it: {@code 16}, {@code 8.0.33}; zeros at the end are left out. */
  @Override
  public String toString() {
    String tail = patch > 0 ? "." + minor + "." + patch : minor > 0 ? "." + minor : "";
    return major + tail;
  }
}
