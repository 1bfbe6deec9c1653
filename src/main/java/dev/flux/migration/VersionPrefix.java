package dev.flux.migration;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number or timestamp that a migration's name begins with, as most tools have it.
 *
 * @param lead a letter before the number, such as {@code V}; mostly empty
 * @param version as written
 * @param separator between the version and the description, such as {@code _}
 * @param description the rest of the name, without extension
 */
public record VersionPrefix(
    String lead, MigrationVersion version, String separator, String description) {
  private static final Pattern FORM =
      Pattern.compile(
          "([vV]?)(\\d{4}([-_.])\\d{2}\\3\\d{2}(?:[-_T.]?\\d{4,6})?(?![0-9A-Za-z])"
              + "|\\d+(?:[.-]\\d+(?![0-9A-Za-z]))*)([-_. ]*)(.*)");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** Reads a name without its extension; empty where it begins with no number. */
  public static Optional<VersionPrefix> of(String stem) {
    Matcher form = FORM.matcher(stem);
    if (!form.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new VersionPrefix(form.group(1), version(form.group(2)), form.group(4), form.group(5)));
  }

  /** A version of any writing, ordered by its numbers. */
  public static MigrationVersion version(String text) {
    List<BigInteger> parts = new ArrayList<>();
    Matcher numbers = NUMBER.matcher(text);
    while (numbers.find()) {
      parts.add(new BigInteger(numbers.group()));
    }
    return new MigrationVersion(text, parts.isEmpty() ? List.of(BigInteger.ZERO) : parts);
  }
}
