package dev.flux.request;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeException;
import dev.flux.forge.NewRequest;
import dev.flux.forge.RolloutMark;
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
   */
  Work draft(
      Asked asked,
      ChangeRequest change,
      Reader.Reading reading,
      Stack stack,
      Optional<Rollout> begun)
      throws ForgeException {
    Rollout rollout = begun.isPresent() ? begun.get() : plan(asked, change, stack);
    Set<String> paths = reading.content().head().paths();
    RolloutText text =
        new RolloutText(change, stack, stack.removed().stream().filter(paths::contains).toList());
    Set<String> within =
        reading.review().directories().stream()
            .map(directory -> directory.examination().change().directory())
            .collect(Collectors.toSet());
    CommitAuthor author = asked.forge().author(change.id().repository());
    List<String> commits = new ArrayList<>(List.of(rollout.headSha()));
    Set<String> rewritten = new HashSet<>(stack.removed());
    for (int i = 0; i < stack.stages().size(); i++) {
      Stage stage = stack.stages().get(i);
      NewCommit commit =
          new NewCommit(
              commits.get(i),
              within,
              i == 0 ? stack.removed() : paths(stage).filter(rewritten::contains).toList(),
              files(stage),
              text.commit(i, phases(stack).get(i)),
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

  private Rollout plan(Asked asked, ChangeRequest change, Stack stack) throws ForgeException {
    List<String> phases = phases(stack);
    List<Part> parts = new ArrayList<>();
    parts.add(
        new Part(1, phases.get(0), Set.of(), change.source().branch(), Optional.of(change.id())));
    for (int i = 1; i < phases.size(); i++) {
      Set<String> gates =
          stack.stages().get(i).gates().stream().map(Stage.Gate::word).collect(Collectors.toSet());
      parts.add(
          new Part(
              i + 1, phases.get(i), gates, branch(asked, change, phases.get(i)), Optional.empty()));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return new Rollout(
        change.id(), asked.commentId(), change.headSha(), Optional.empty(), now, parts);
  }

  /** The phase of each stage, with a number where it comes again. */
  private static List<String> phases(Stack stack) {
    Map<String, Integer> seen = new HashMap<>();
    List<String> phases = new ArrayList<>();
    for (Stage stage : stack.stages()) {
      int times = seen.merge(stage.phase().id(), 1, Integer::sum);
      phases.add(times == 1 ? stage.phase().id() : stage.phase().id() + "-" + times);
    }
    return phases;
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
      List<String> phases = phases(stack);
      for (int i = first; i < stack.stages().size(); i++) {
        String from = commits.get(i);
        String to = commits.get(i + 1);
        patches.add(
            new Patch(
                i == 0 ? "Patch for this branch" : "Patch for a later request: " + phases.get(i),
                git.call(
                    asked.forge(), change, (cache, remote) -> writer.patch(remote, from, to))));
      }
      return patches;
    }

    Answer carryOut() throws ForgeException {
      if (rollout.parts().size() != stack.stages().size()) {
        return Answer.no(
            "This was begun with another command and did not end. Say that command again first.");
      }
      if (rollout.pushed().isEmpty()) {
        if (!begun) {
          rollouts.begin(rollout);
        }
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
                      .formatted(phases(stack).get(i))
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
      Part part = now.parts().get(stage);
      Part below = now.parts().get(stage - 1);
      if (part.request().isPresent()) {
        return;
      }
      push(Optional.empty(), commits.get(stage + 1), part.branch(), Optional.empty());
      ChangeRequestId belowId = below.request().orElse(change.id());
      RolloutMark mark =
          new RolloutMark(change.id(), part.place(), belowId.number(), phases(stack), part.gates());
      NewRequest request =
          new NewRequest(
              text.title(part),
              text.body(stage, part, belowId) + "\n" + asked.markers().rollout(mark, part.branch()),
              part.branch(),
              below.branch());
      rollouts.opened(
          change.id(), part.place(), asked.forge().open(change.id().repository(), request));
    }
  }
}
