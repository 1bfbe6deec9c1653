package dev.flux.rollout;

import dev.flux.rollout.Recipe.PlannedStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One deploy of the application for several statements. */
final class SharedDeploy {
  private static final String LEAD = "Deploy the version that ";

  /** What is said of one thing, which is named last. */
  private static final Pattern DOES = Pattern.compile("([^`]+)(`[^`]+`)");

  private SharedDeploy() {}

  /** The deploys as one; those that wait for a value, and those of another form, by themselves. */
  static List<PlannedStep> of(List<PlannedStep> deploys) {
    List<PlannedStep> shared = deploys.stream().filter(SharedDeploy::isPlain).toList();
    if (shared.size() < 2) {
      return deploys;
    }
    List<PlannedStep> steps = new ArrayList<>();
    PlannedStep first = shared.get(0);
    StepDraft draft =
        new StepDraft(
                "deploy",
                LEAD
                    + together(
                        shared.stream().map(each -> each.step().title().substring(LEAD.length()))))
            .deploy()
            .worksWith(together(shared.stream().map(each -> each.step().compatibility())));
    first.step().origin().ifPresent(draft::from);
    steps.add(draft.in(first.phase()));
    deploys.stream().filter(each -> !isPlain(each)).forEach(steps::add);
    return steps;
  }

  private static boolean isPlain(PlannedStep deploy) {
    return deploy.step().missing().isEmpty()
        && deploy.step().gate().isEmpty()
        && deploy.step().title().startsWith(LEAD);
  }

  /** Clauses as one; things that the same is said of are listed. */
  private static String together(Stream<String> clauses) {
    Map<String, List<String>> things = new LinkedHashMap<>();
    clauses.forEach(
        clause -> {
          Matcher does = DOES.matcher(clause);
          boolean one = does.matches();
          List<String> same =
              things.computeIfAbsent(one ? does.group(1) : clause, c -> new ArrayList<>());
          if (one && !same.contains(does.group(2))) {
            same.add(does.group(2));
          }
        });
    return things.entrySet().stream()
        .map(each -> each.getKey() + list(each.getValue()))
        .collect(Collectors.joining(", and "));
  }

  private static String list(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
