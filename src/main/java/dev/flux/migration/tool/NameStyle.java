package dev.flux.migration.tool;

import dev.flux.migration.Migration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a directory writes descriptions and begins its files.
 *
 * @param joiner between words; empty where each word begins with a capital instead
 * @param capitals whether each word begins with a capital
 * @param header comment lines that its newest files begin with alike, each with its line end
 * @param replaced the description of the migration that gives way
 */
record NameStyle(String joiner, boolean capitals, String header, String replaced) {
  private static final int RECENT = 5;

  /** The style of the replaced migration, or else of the newest ones. */
  static NameStyle of(List<Migration> existing, Migration replaced) {
    List<Migration> recent = recent(existing);
    return Stream.concat(Stream.of(replaced), recent.stream())
        .map(Migration::description)
        .filter(NameStyle::saysStyle)
        .findFirst()
        .map(description -> of(description, header(recent, replaced), replaced.description()))
        .orElseGet(
            () -> new NameStyle("_", false, header(recent, replaced), replaced.description()));
  }

  private static List<Migration> recent(List<Migration> existing) {
    List<Migration> recent =
        new ArrayList<>(existing.subList(Math.max(0, existing.size() - RECENT), existing.size()));
    java.util.Collections.reverse(recent);
    return recent;
  }

  private static boolean saysStyle(String description) {
    return description.matches(".*[A-Za-z][-_ ]\\w.*")
        || description.matches("[A-Z]\\w*[a-z][A-Z].*");
  }

  private static NameStyle of(String description, String header, String replaced) {
    String joiner =
        description.contains("_")
            ? "_"
            : description.contains("-") ? "-" : description.contains(" ") ? " " : "";
    boolean capitals =
        Arrays.stream(description.split("[-_ ]", -1))
            .filter(word -> !word.isEmpty() && Character.isLetter(word.charAt(0)))
            .allMatch(word -> Character.isUpperCase(word.charAt(0)));
    return new NameStyle(joiner, capitals, header, replaced);
  }

  /** Comment lines of the directory; as the replaced one has them where only a year is another. */
  private static String header(List<Migration> recent, Migration replaced) {
    String shared = header(recent);
    int lines = (int) shared.lines().count();
    List<String> own = comments(replaced.up().file().content());
    String same = own.stream().limit(lines).map(line -> line + "\n").collect(Collectors.joining());
    return undated(same).equals(undated(shared)) ? same : shared;
  }

  private static String undated(String text) {
    return text.replaceAll("\\d{4}", "0000");
  }

  /** Comment lines that the three newest files share from their first line on. */
  private static String header(List<Migration> recent) {
    List<List<String>> heads =
        recent.stream().limit(3).map(each -> comments(each.up().file().content())).toList();
    if (heads.size() < 3) {
      return "";
    }
    StringBuilder shared = new StringBuilder();
    for (int i = 0; i < heads.get(0).size(); i++) {
      String line = heads.get(0).get(i);
      for (List<String> head : heads) {
        if (head.size() <= i || !head.get(i).equals(line)) {
          return shared.toString();
        }
      }
      shared.append(line).append('\n');
    }
    return shared.toString();
  }

  /** Comment lines at the top; markers of tools are none. */
  private static List<String> comments(String text) {
    return text.lines()
        .takeWhile(
            line ->
                line.startsWith("--") && !line.matches("--\\s*(\\+|@|migrate:|up\\b|UP\\b|no-).*"))
        .toList();
  }

  /**
   * A slug, whose words are joined by {@code _}, as the directory would write it; that of the
   * replaced migration as it was.
   */
  String describe(String slug) {
    if (letters(slug).equals(letters(replaced)) && !letters(slug).isEmpty()) {
      return replaced;
    }
    return Arrays.stream(slug.split("_", -1))
        .map(word -> capitals && !word.isEmpty() ? capital(word) : word)
        .collect(Collectors.joining(joiner));
  }

  private static String letters(String text) {
    return text.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
