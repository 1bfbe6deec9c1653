package dev.flux.migration.tool;

import dev.flux.migration.Migration;
import dev.flux.migration.MigrationVersion;
import dev.flux.migration.VersionPrefix;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions for migrations that take another's place: the first takes its version, the others follow
 * the newest of the directory, a second (or whatever a timestamp's last unit is) or one apart.
 * There is no clock in them, so the same change gets the same names.
 */
final class NextVersions {
  private static final Pattern DATE = Pattern.compile("\\d{4}([-_.]?)\\d{2}\\1\\d{2}.*");
  private static final Pattern LAST_NUMBER = Pattern.compile("(.*?)(\\d+)(\\D*)");

  private NextVersions() {}

  /** As many version texts as are asked for, in ascending order. */
  static List<String> inPlaceOf(Migration replaced, List<Migration> existing, int count) {
    List<String> versions = new ArrayList<>();
    Optional<MigrationVersion> newest =
        existing.stream()
            .map(Migration::version)
            .filter(version -> !version.repeatable())
            .max(Comparator.naturalOrder());
    boolean hasSlot =
        !replaced.version().repeatable()
            && existing.stream().noneMatch(each -> each.version().equals(replaced.version()));
    if (hasSlot && count > 0) {
      versions.add(replaced.version().text());
    }
    MigrationVersion last =
        newest
            .filter(version -> !hasSlot || version.compareTo(replaced.version()) > 0)
            .orElse(hasSlot ? replaced.version() : VersionPrefix.version("0"));
    while (versions.size() < count) {
      last = VersionPrefix.version(after(last.text()));
      versions.add(last.text());
    }
    return List.copyOf(versions);
  }

  /** The next version in the same writing. */
  static String after(String text) {
    if (text.isEmpty()) {
      return "";
    }
    String digits = text.replaceAll("\\D", "");
    if (DATE.matcher(text).matches()) {
      Optional<String> later = laterTime(digits);
      if (later.isPresent()) {
        return refill(text, later.get());
      }
    }
    if (digits.equals(text) && text.length() == 13 && text.startsWith("1")) {
      return new BigInteger(text).add(BigInteger.valueOf(1000)).toString();
    }
    Matcher last = LAST_NUMBER.matcher(text);
    int end = text.length();
    while (end > 0 && !Character.isDigit(text.charAt(end - 1))) {
      end--;
    }
    int start = end;
    while (start > 0 && Character.isDigit(text.charAt(start - 1))) {
      start--;
    }
    return last.matches()
        ? text.substring(0, start) + plusOne(text.substring(start, end)) + text.substring(end)
        : text;
  }

  private static String plusOne(String number) {
    String next = new BigInteger(number).add(BigInteger.ONE).toString();
    return "0".repeat(Math.max(0, number.length() - next.length())) + next;
  }

  /** One unit of its last place later; empty where it is no time. */
  private static Optional<String> laterTime(String digits) {
    int known = Math.min(digits.length(), 14);
    String rest = digits.substring(known);
    ChronoUnit unit =
        switch (known) {
          case 8 -> ChronoUnit.DAYS;
          case 12 -> ChronoUnit.MINUTES;
          case 14 -> ChronoUnit.SECONDS;
          default -> ChronoUnit.FOREVER;
        };
    if (unit == ChronoUnit.FOREVER) {
      return Optional.empty();
    }
    DateTimeFormatter form =
        DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);
    try {
      String full = digits.substring(0, known) + "0".repeat(14 - known);
      String later = LocalDateTime.parse(full, form).plus(1, unit).format(form);
      return Optional.of(later.substring(0, known) + rest);
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  /** Digits in the places of a text's digits. */
  private static String refill(String text, String digits) {
    StringBuilder filled = new StringBuilder(text);
    int next = 0;
    for (int i = 0; i < filled.length(); i++) {
      if (Character.isDigit(filled.charAt(i))) {
        filled.setCharAt(i, digits.charAt(next++));
      }
    }
    return filled.toString();
  }
}
