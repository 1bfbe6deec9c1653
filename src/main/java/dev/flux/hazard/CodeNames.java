package dev.flux.hazard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A name of the schema as code writes it: {@code unit_price}, {@code unitPrice}, … */
final class CodeNames {
  private CodeNames() {}

  /** In lower case: {@code unit}, {@code price}. */
  static List<String> words(String name) {
    return Arrays.stream(
            name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").split("[^\\p{L}\\p{N}]+", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }

  /** The name as written, in snake case, camel case, Pascal case and capitals. */
  static Set<String> ofColumn(String name) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(name);
    forms.addAll(forms(words(name)));
    return forms;
  }

  /** The same of one row and of several: {@code OrderItem}, {@code order_items}. */
  static Set<String> ofTable(String name) {
    Set<String> forms = ofColumn(name);
    List<String> words = words(name);
    if (!words.isEmpty()) {
      String last = words.get(words.size() - 1);
      for (String word : List.of(singular(last), plural(singular(last)))) {
        List<String> other = new ArrayList<>(words.subList(0, words.size() - 1));
        other.add(word);
        forms.addAll(forms(other));
      }
    }
    return forms;
  }

  private static Set<String> forms(List<String> words) {
    String pascal = words.stream().map(CodeNames::capital).collect(Collectors.joining());
    Set<String> forms = new LinkedHashSet<>();
    forms.add(String.join("_", words));
    if (!words.isEmpty()) {
      forms.add(words.get(0) + pascal.substring(words.get(0).length()));
    }
    forms.add(pascal);
    forms.add(String.join("_", words).toUpperCase(Locale.ROOT));
    return forms;
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static String singular(String word) {
    if (word.endsWith("ies") && word.length() > 4) {
      return word.substring(0, word.length() - 3) + "y";
    }
    if (word.matches(".*(?:ss|sh|ch|x|z)es")) {
      return word.substring(0, word.length() - 2);
    }
    return word.endsWith("s") && !word.matches(".*(?:ss|us|is)") && word.length() > 2
        ? word.substring(0, word.length() - 1)
        : word;
  }

  private static String plural(String word) {
    if (word.matches(".*[^aeiou]y")) {
      return word.substring(0, word.length() - 1) + "ies";
    }
    return word.matches(".*(?:s|sh|ch|x|z)") ? word + "es" : word + "s";
  }

  /** One of them, for a pattern. */
  static String any(Set<String> forms) {
    return forms.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")"));
  }
}
