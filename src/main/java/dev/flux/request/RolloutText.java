package dev.flux.request;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.migration.MigrationFile;
import dev.flux.review.Headline;
import dev.flux.review.Markdown;
import dev.flux.rollout.Stack;
import dev.flux.rollout.Stage;
import dev.flux.rollout.Step;
import dev.flux.work.Rollouts.Part;
import dev.flux.work.Rollouts.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words of a split: commits, requests and the answer to who asked for it. */
final class RolloutText {
  private static final int MOST_REPLACED = 5;
  private static final int MOST_FILES = 8;
  private static final String GATE = "**Gate**";
  private static final String FILES = "**Files**";
  private static final Pattern FILE = Pattern.compile("(?m)^- `([^`]+)`\\s*$");
  private static final String GATE_END = "\nThen somebody";
  private static final Pattern DEPLOY = Pattern.compile("^Deploy (the version .*)$");

  private final ChangeRequest root;
  private final Stack stack;
  private final List<String> replaced;

  /**
   * @param replaced the files that go, as far as there are any of that name
   */
  RolloutText(ChangeRequest root, Stack stack, List<String> replaced) {
    this.root = root;
    this.stack = stack;
    this.replaced = List.copyOf(replaced);
  }

  /** The message of the commit of a stage, from 0, which is that part of the rollout. */
  String commit(int stage, Part part) {
    StringBuilder text = new StringBuilder();
    String of = root.id().reference();
    if (stage > 0) {
      text.append("Add the ").append(part.phase()).append(" phase of ").append(of);
    } else if (stack.later().isEmpty()) {
      text.append("Split the migration of ").append(of).append(" into safe steps");
    } else {
      text.append("Split ").append(of).append(" and keep what runs before its deploy");
    }
    text.append("\n\n");
    if (stage == 0) {
      text.append("Takes the place of ")
          .append(plain(Headline.list(replaced, MOST_REPLACED)))
          .append(".\n\n");
    }
    stack.stages().get(stage).steps().forEach(step -> line(text, step));
    List<Stage> later = stack.stages().subList(stage + 1, stack.stages().size());
    if (!later.isEmpty()) {
      text.append("\nLater, each in a request of its own:\n\n");
      later.forEach(
          each ->
              text.append("- ")
                  .append(each.phase().id())
                  .append(": ")
                  .append(
                      each.steps().stream()
                          .map(step -> plain(step.title()))
                          .collect(Collectors.joining("; ")))
                  .append('\n'));
    }
    return text.append("\nFlux-Rollout: ")
        .append(root.id().key())
        .append(", ")
        .append(part.place())
        .append(" of ")
        .append(part.place() + stack.stages().size() - stage - 1)
        .append('\n')
        .toString();
  }

  private static void line(StringBuilder text, Step step) {
    text.append("- ").append(plain(step.title()));
    text.append(step.gate().isBlank() ? "" : ", once " + plain(step.gate())).append('\n');
  }

  private static String plain(String prose) {
    return Markdown.line(prose).replace("`", "");
  }

  /** The title of the request of a later stage. */
  String title(Part part) {
    return "Flux: %s phase of %s".formatted(part.phase(), root.id().reference());
  }

  /**
   * The text of the request of a later stage, without its marker.
   *
   * @param all how many parts the rollout has
   * @param below the request that it stands on
   */
  String body(int stage, Part part, int all, ChangeRequestId below) {
    Stage own = stack.stages().get(stage);
    StringBuilder text = new StringBuilder();
    text.append("The ").append(part.phase()).append(" phase of ").append(root.id().reference());
    text.append(" (").append(Markdown.text(root.title())).append("), ");
    text.append(part.place()).append(" of ").append(all).append(" changes. It stands on ");
    text.append(below.reference())
        .append(" and must not be merged before its gate is met; until then");
    text.append(" its check fails.\n\n" + GATE + "\n\n");
    gate(own, below).forEach(item -> text.append("- [ ] ").append(item).append('\n'));
    text.append(GATE_END + " who may write here comments ")
        .append(Progress.command(part.gates()))
        .append(".\n\n**Steps**\n\n");
    for (Step step : own.works()) {
      text.append("- ").append(Markdown.prose(step.title()));
      text.append(step.lossless() ? "" : " — ⚠️ loses " + Markdown.prose(step.loses()))
          .append('\n');
    }
    text.append('\n').append(FILES).append("\n\n");
    own.files().forEach(f -> text.append("- ").append(Markdown.code(f.path())).append('\n'));
    byHand(own).ifPresent(scripts -> text.append('\n').append(scripts));
    return text.toString();
  }

  /** The text of such a request with all that its gate lists done. */
  static String ticked(String body) {
    int start = body.indexOf(GATE);
    int end = body.indexOf(GATE_END, Math.max(start, 0));
    return start < 0 || end < 0
        ? body
        : body.substring(0, start)
            + body.substring(start, end).replace("- [ ] ", "- [x] ")
            + body.substring(end);
  }

  /** The files that the text of such a request lists. */
  static List<String> files(String body) {
    int start = body.indexOf(FILES);
    return start < 0
        ? List.of()
        : FILE.matcher(body.substring(start)).results().map(file -> file.group(1)).toList();
  }

  private static List<String> gate(Stage stage, ChangeRequestId below) {
    List<String> items = new ArrayList<>();
    items.add(below.reference() + " is merged and deployed");
    if (stage.gates().contains(Stage.Gate.BACKFILL)) {
      items.add("the rows that " + below.reference() + " fills are filled");
    }
    stage.deploys().stream()
        .map(step -> DEPLOY.matcher(step.title()).replaceFirst("$1 runs everywhere"))
        .map(Markdown::prose)
        .forEach(items::add);
    stage.steps().stream()
        .map(Step::gate)
        .filter(gate -> !gate.isBlank())
        .distinct()
        .map(Markdown::prose)
        .forEach(items::add);
    return items;
  }

  private static Optional<String> byHand(Stage stage) {
    return stage.byHand().isEmpty()
        ? Optional.empty()
        : Optional.of(
            stage.byHand().stream()
                .map(
                    step ->
                        Markdown.folded(
                            "By hand: " + Markdown.text(step.title()),
                            Markdown.fence("sql", step.forward())
                                + (step.rollback().isBlank()
                                    ? ""
                                    : "\n\nThe way back:\n\n"
                                        + Markdown.fence("sql", step.rollback()))))
                .collect(Collectors.joining()));
  }

  /** What was done, for who asked. */
  String done(Rollout rollout) {
    StringBuilder text = new StringBuilder();
    if (stack.later().isEmpty()) {
      text.append("Split: the safe files are in this branch now.\n\n");
      steps(text, stack.now());
    } else {
      int before = rollout.parts().size() - stack.stages().size();
      text.append("Split into ")
          .append(Headline.count(rollout.parts().size(), "change"))
          .append(", one for each deploy. Merge and deploy them in this order:\n\n");
      for (Part part : rollout.parts()) {
        int stage = part.place() - 1 - before;
        boolean known = stack.changesHead() ? stage < 0 : stage < 1;
        part(text, part, known ? Optional.empty() : Optional.of(stack.stages().get(stage)));
      }
    }
    byHand(stack.now()).ifPresent(scripts -> text.append('\n').append(scripts));
    if (!stack.last().isEmpty()) {
      text.append("\nAt the end: ")
          .append(
              stack.last().stream()
                  .map(step -> Markdown.prose(step.title()))
                  .collect(Collectors.joining("; ")))
          .append(".\n");
    }
    open(text);
    return text.toString();
  }

  /** What is asked before the rest can be written. */
  private void open(StringBuilder text) {
    if (stack.open().isEmpty()) {
      return;
    }
    text.append("\nNot written until a value is told:\n\n");
    for (Step step : stack.open()) {
      text.append("- ").append(Markdown.prose(step.title()));
      step.missing().ifPresent(missing -> text.append(". ").append(Markdown.prose(missing)));
      text.append('\n');
    }
  }

  private static void steps(StringBuilder text, Stage stage) {
    for (Step step : stage.steps()) {
      text.append("- ").append(Markdown.prose(step.title()));
      text.append(step.gate().isBlank() ? "" : ", once " + Markdown.prose(step.gate()));
      text.append('\n');
    }
  }

  /**
   * One line for a part.
   *
   * @param written empty where it is as it was
   */
  private static void part(StringBuilder text, Part part, Optional<Stage> written) {
    text.append(part.place())
        .append(". ")
        .append(part.request().map(ChangeRequestId::reference).orElse(""))
        .append(part.place() == 1 ? " (this) — " : " — ")
        .append(part.phase());
    if (!part.gates().isEmpty()) {
      text.append(", after ").append(Progress.command(part.gates())).append(" there");
    }
    if (written.isEmpty()) {
      text.append(", as it is\n");
      return;
    }
    text.append(": ");
    String names =
        Headline.list(
            written.get().files().stream().map(MigrationFile::path).map(RolloutText::name).toList(),
            MOST_FILES);
    text.append(names.isEmpty() ? "no migration of its own" : names).append('\n');
  }

  private static String name(String path) {
    return Markdown.code(path.substring(path.lastIndexOf('/') + 1));
  }
}
