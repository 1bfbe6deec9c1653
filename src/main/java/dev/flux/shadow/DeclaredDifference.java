package dev.flux.shadow;

import dev.flux.rollout.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Differences of two schemas, but for those that steps of a rollout declare. */
final class DeclaredDifference {
  private static final String GENERATED = " GENERATED AS ";

  private DeclaredDifference() {}

  /**
   * What is left of the differences.
   *
   * @param differences as {@link Picture#differences} gives them
   * @param declared whose lines are there, all of them, or count for nothing
   */
  static List<String> without(List<String> differences, List<Step.Difference> declared) {
    List<String> left = new ArrayList<>(differences);
    for (Step.Difference each : declared) {
      left.removeAll(
          switch (each.kind()) {
            case COMPUTED -> computed(differences, each);
            case LABELS -> labels(differences, each);
            case ATTRIBUTES -> attributes(differences, each);
            case VALUES -> List.of();
          });
    }
    return left;
  }

  /** What is left of columns, as their table and name, whose rows differ. */
  static List<String> withoutValues(List<String> columns, List<Step.Difference> declared) {
    List<String> left = new ArrayList<>(columns);
    declared.stream()
        .filter(each -> each.kind() == Step.Difference.Unlike.VALUES)
        .forEach(each -> left.remove(each.table().replace("`", "") + "." + each.column()));
    return left;
  }

  /** The same column before and after, but for the order of its labels. */
  private static List<String> labels(List<String> differences, Step.Difference declared) {
    Pattern column =
        Pattern.compile(
            "[-+] (?:.+\\.)?%s: `%s` (?:enum|set)\\((.*?)\\)((?: .*)?)"
                .formatted(
                    Pattern.quote(declared.table().replace("`", "")),
                    Pattern.quote(declared.column())));
    List<Matcher> found =
        differences.stream().map(column::matcher).filter(Matcher::matches).toList();
    return found.size() == 2
            && found.get(0).group(2).equals(found.get(1).group(2))
            && sorted(found.get(0).group(1)).equals(sorted(found.get(1).group(1)))
        ? found.stream().map(Matcher::group).toList()
        : List.of();
  }

  /** The same column of the same type before and after. */
  private static List<String> attributes(List<String> differences, Step.Difference declared) {
    Pattern column =
        Pattern.compile(
            "[-+] (?:.+\\.)?%s: `%s` (\\S+)(?: .*)?"
                .formatted(
                    Pattern.quote(declared.table().replace("`", "")),
                    Pattern.quote(declared.column())));
    List<Matcher> found =
        differences.stream().map(column::matcher).filter(Matcher::matches).toList();
    return found.size() == 2 && found.get(0).group(1).equals(found.get(1).group(1))
        ? found.stream().map(Matcher::group).toList()
        : List.of();
  }

  private static List<String> sorted(String labels) {
    return Stream.of(labels.split(",", -1)).sorted().toList();
  }

  /** The generated column, the plain one of the same type, the trigger, and its function. */
  private static List<String> computed(List<String> differences, Step.Difference declared) {
    String relation = "(?:public\\.)?" + Pattern.quote(declared.table());
    String trigger = "\"?" + Pattern.quote(declared.trigger()) + "\"?";
    Optional<String> generated =
        find(
            differences,
            "- column "
                + relation
                + "\\.\"?"
                + Pattern.quote(declared.column())
                + "\"? .*"
                + GENERATED
                + ".*");
    Optional<String> plain =
        generated
            .map(line -> "+" + line.substring(1, line.indexOf(GENERATED)))
            .filter(differences::contains);
    Optional<String> fired =
        find(
            differences,
            "\\+ trigger CREATE TRIGGER "
                + trigger
                + " BEFORE INSERT OR UPDATE ON "
                + relation
                + " .*");
    Optional<String> function = find(differences, "\\+ routine (?:.+\\.)?" + trigger + "\\(\\) .*");
    return generated.isPresent() && plain.isPresent() && fired.isPresent() && function.isPresent()
        ? List.of(generated.get(), plain.get(), fired.get(), function.get())
        : List.of();
  }

  private static Optional<String> find(List<String> lines, String pattern) {
    Pattern whole = Pattern.compile(pattern);
    return lines.stream().filter(line -> whole.matcher(line).matches()).findFirst();
  }
}
