package dev.flux.request;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeException;
import dev.flux.forge.NewRequest;
import dev.flux.forge.RolloutMark;
import dev.flux.migration.Directory;
import dev.flux.migration.MigrationFile;
import dev.flux.repository.CommitAuthor;
import dev.flux.repository.CommitWriter;
import dev.flux.repository.GitRemote;
import dev.flux.repository.NewCommit;
import dev.flux.review.Headline;
import dev.flux.review.Markdown;
import dev.flux.rollout.Stack;
import dev.flux.rollout.Stage;
import dev.flux.work.Rollouts;
import dev.flux.work.Rollouts.Part;
import dev.flux.work.Rollouts.Rollout;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commits the stages of a stack, pushes them, and opens the requests of the later ones. */
final class StackWriter {
  private static final int MOST_NAMES = 20;

  private final ForgeGit git;
  private final CommitWriter writer;
  private final Rollouts rollouts;
  private final Clock clock;

  StackWriter(ForgeGit git, CommitWriter writer, Rollouts rollouts, Clock clock) {
    this.git = git;
    this.writer = writer;
    this.rollouts = rollouts;
    this.clock = clock;
  }

  /**
   * Makes the commits, on this machine alone.
   *
   * @param begun what was begun before and did not come to its end
   * @param grown what was split before, where this stands on its last part
   */
  Work draft(
      Asked asked,
      ChangeRequest change,
      Reader.Reading reading,
      Stack stack,
      Optional<Rollout> begun,
      Optional<Grown> grown)
      throws ForgeException {
    Rollout rollout =
        begun.isPresent()
            ? begun.get()
            : grown.isPresent()
                ? grow(asked, change, stack, grown.get())
                : plan(asked, change, stack);
    Set<String> paths = reading.content().head().paths();
    RolloutText text =
        new RolloutText(change, stack, stack.removed().stream().filter(paths::contains).toList());
    Set<String> within =
        reading.review().directories().stream()
            .map(directory -> directory.examination().change())
            .flatMap(
                directory ->
                    Stream.concat(
                        Stream.of(directory.directory()),
                        directory.tool().listing(List.of(), List.of()).stream()
                            .map(file -> Directory.parent(file.path()))))
            .collect(Collectors.toSet());
    CommitAuthor author = asked.forge().author(change.id().repository());
    List<String> commits = new ArrayList<>(List.of(rollout.headSha()));
    Set<String> rewritten = new HashSet<>(stack.removed());
    for (int i = 0; i < stack.stages().size(); i++) {
      Stage stage = stack.stages().get(i);
      if (i == 0 && !stack.changesHead()) {
        commits.add(commits.get(0));
        continue;
      }
      NewCommit commit =
          new NewCommit(
              commits.get(i),
              within,
              i == 0 ? stack.removed() : paths(stage).filter(rewritten::contains).toList(),
              files(stage),
              text.commit(i, part(rollout, stack, i)),
              author,
              rollout.begun());
      commits.add(
          git.call(asked.forge(), change, (cache, remote) -> writer.commit(remote, commit)));
    }
    return new Work(asked, change, stack, rollout, begun.isPresent(), text, List.copyOf(commits));
  }

  private static Stream<String> paths(Stage stage) {
    return stage.files().stream().map(MigrationFile::path);
  }

  private static Map<String, String> files(Stage stage) {
    Map<String, String> files = new LinkedHashMap<>();
    for (MigrationFile file : stage.files()) {
      files.put(file.path(), file.content());
    }
    return files;
  }

  /**
   * A rollout that more is added to.
   *
   * @param headSha head of its last part
   */
  record Grown(Rollout rollout, String headSha) {}

  private Rollout plan(Asked asked, ChangeRequest change, Stack stack) throws ForgeException {
    List<String> phases = phases(stack, List.of());
    List<Part> parts = new ArrayList<>();
    parts.add(
        new Part(1, phases.get(0), Set.of(), change.source().branch(), Optional.of(change.id())));
    parts.addAll(later(asked, change, stack, phases, 1));
    return new Rollout(
        change.id(),
        asked.commentId(),
        change.headSha(),
        stack.changesHead() ? Optional.empty() : Optional.of(change.headSha()),
        now(),
        parts);
  }

  /** The same parts with those behind them that this adds. */
  private Rollout grow(Asked asked, ChangeRequest change, Stack stack, Grown grown)
      throws ForgeException {
    List<Part> parts = new ArrayList<>(grown.rollout().parts());
    List<String> phases = phases(stack, parts.stream().map(Part::phase).toList());
    parts.addAll(later(asked, change, stack, phases, parts.size()));
    return new Rollout(
        change.id(),
        asked.commentId(),
        grown.headSha(),
        Optional.of(grown.headSha()),
        now(),
        parts);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * Parts for all stages but the first.
   *
   * @param before how many parts there are
   */
  private List<Part> later(
      Asked asked, ChangeRequest change, Stack stack, List<String> phases, int before)
      throws ForgeException {
    List<Part> parts = new ArrayList<>();
    for (int i = 1; i < phases.size(); i++) {
      Set<String> gates =
          stack.stages().get(i).gates().stream().map(Stage.Gate::word).collect(Collectors.toSet());
      String branch = branch(asked, change, phases.get(i));
      parts.add(new Part(before + i, phases.get(i), gates, branch, Optional.empty()));
    }
    return parts;
  }

  /** The phase of each stage, with a number where it comes again. */
  private static List<String> phases(Stack stack, List<String> before) {
    Map<String, Integer> seen = new HashMap<>();
    before.forEach(phase -> seen.merge(phase.replaceFirst("-\\d+$", ""), 1, Integer::sum));
    List<String> phases = new ArrayList<>();
    for (Stage stage : stack.stages()) {
      boolean counts = before.isEmpty() || !phases.isEmpty();
      int times = counts ? seen.merge(stage.phase().id(), 1, Integer::sum) : 1;
      phases.add(times == 1 ? stage.phase().id() : stage.phase().id() + "-" + times);
    }
    return phases;
  }

  /** The part that a stage is; those that were there before stand behind the first. */
  private static Part part(Rollout rollout, Stack stack, int stage) {
    int added = rollout.parts().size() - stack.stages().size();
    return rollout.parts().get(stage == 0 ? 0 : Math.max(stage + added, 0));
  }

  /** A name that no branch has. */
  private String branch(Asked asked, ChangeRequest change, String phase) throws ForgeException {
    // Where a branch is called flux, git takes none below it.
    String top = find(asked, change, "flux").isPresent() ? "flux-" : "flux/";
    String wanted = top + change.id().number() + "-" + phase;
    for (int i = 1; i <= MOST_NAMES; i++) {
      String name = i == 1 ? wanted : wanted + "_" + i;
      if (find(asked, change, name).isEmpty()) {
        return name;
      }
    }
    throw new ForgeException.Refused(
        "There are too many branches like `" + wanted + "`. Delete those that are done with.",
        null);
  }

  private Optional<String> find(Asked asked, ChangeRequest change, String branch)
      throws ForgeException {
    return git.call(asked.forge(), change, (cache, remote) -> writer.findBranch(remote, branch));
  }

  /** A stack whose commits are made. */
  final class Work {
    private final Asked asked;
    private final ChangeRequest change;
    private final Stack stack;
    private final Rollout rollout;

    /** Whether some of it may be done already. */
    private final boolean begun;

    private final RolloutText text;

    /** The head that was split, then the commit of each stage. */
    private final List<String> commits;

    private Work(
        Asked asked,
        ChangeRequest change,
        Stack stack,
        Rollout rollout,
        boolean begun,
        RolloutText text,
        List<String> commits) {
      this.asked = asked;
      this.change = change;
      this.stack = stack;
      this.rollout = rollout;
      this.begun = begun;
      this.text = text;
      this.commits = commits;
    }

    /** Nothing is pushed; the commits are shown instead. */
    Answer refused(String reason) throws ForgeException {
      return Answer.no("Nothing was pushed. " + reason + "\n" + Patch.shown(patches(0)));
    }

    /** The commits from a stage on, from 0. */
    private List<Patch> patches(int first) throws ForgeException {
      List<Patch> patches = new ArrayList<>();
      for (int i = first; i < stack.stages().size(); i++) {
        String from = commits.get(i);
        String to = commits.get(i + 1);
        patches.add(
            new Patch(
                i == 0
                    ? "Patch for this branch"
                    : "Patch for a later request: " + part(rollout, stack, i).phase(),
                git.call(
                    asked.forge(), change, (cache, remote) -> writer.patch(remote, from, to))));
      }
      return patches;
    }

    Answer carryOut() throws ForgeException {
      if (stack.changesHead() && rollout.parts().size() != stack.stages().size()) {
        return Answer.no(
            "This was begun with another command and did not end. Say that command again first.");
      }
      if (!begun) {
        rollouts.begin(rollout);
      }
      if (rollout.pushed().isEmpty()) {
        Optional<String> refusal = pushOwn();
        if (refusal.isPresent()) {
          rollouts.forget(change.id());
          return refused(refusal.get());
        }
        rollouts.pushed(change.id(), commits.get(1));
      }
      for (int i = 1; i < stack.stages().size(); i++) {
        try {
          open(i);
        } catch (ForgeException.Refused | ForgeException.HeadMoved refused) {
          return Answer.no(
              "What runs before this deploy is committed here, but the %s phase has no request yet. "
                      .formatted(part(rollout, stack, i).phase())
                  + Markdown.prose(sentence(refused))
                  + " Then say it again.\n"
                  + Patch.shown(patches(i)));
        }
      }
      Rollout now = rollouts.findRoot(change.id()).orElse(rollout);
      return Answer.done(text.done(now)).noting(Notes.opened(now));
    }

    /** Why the request's own branch could not be moved. */
    private Optional<String> pushOwn() throws ForgeException {
      try {
        Optional<GitRemote> fork =
            change.source().fork()
                ? Optional.of(asked.forge().pushRemote(change))
                : Optional.empty();
        push(fork, commits.get(1), change.source().branch(), Optional.of(commits.get(0)));
        return Optional.empty();
      } catch (ForgeException.HeadMoved moved) {
        return Optional.of(
            "The branch moved while Flux worked: it is no longer at `"
                + commits.get(0).substring(0, 7)
                + "`. Say it again once the newer commit is reviewed.");
      } catch (ForgeException.Refused refused) {
        return Optional.of(Markdown.prose(sentence(refused)));
      }
    }

    private static String sentence(ForgeException refused) {
      String begun = Headline.capital(String.valueOf(refused.getMessage()));
      return begun.endsWith(".") ? begun : begun + ".";
    }

    private void push(
        Optional<GitRemote> elsewhere, String commit, String branch, Optional<String> expected)
        throws ForgeException {
      git.call(
          asked.forge(),
          change,
          (cache, remote) -> {
            writer.push(remote, elsewhere.orElse(remote), commit, branch, expected);
            return true;
          });
    }

    private void open(int stage) throws ForgeException {
      Rollout now = rollouts.findRoot(change.id()).orElse(rollout);
      Part part = part(now, stack, stage);
      Part below = now.parts().get(part.place() - 2);
      if (part.request().isPresent()) {
        return;
      }
      push(Optional.empty(), commits.get(stage + 1), part.branch(), Optional.empty());
      ChangeRequestId belowId = below.request().orElse(change.id());
      RolloutMark mark =
          new RolloutMark(
              change.id(),
              part.place(),
              belowId.number(),
              now.parts().stream().map(Part::phase).toList(),
              part.gates());
      NewRequest request =
          new NewRequest(
              text.title(part),
              text.body(stage, part, now.parts().size(), belowId)
                  + "\n"
                  + asked.markers().rollout(mark, part.branch()),
              part.branch(),
              below.branch());
      rollouts.opened(
          change.id(), part.place(), asked.forge().open(change.id().repository(), request));
    }
  }
}
