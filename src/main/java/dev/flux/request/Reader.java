package dev.flux.request;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.Forge;
import dev.flux.forge.ForgeException;
import dev.flux.migration.MigrationFinder;
import dev.flux.repository.ChangeContent;
import dev.flux.repository.GitCache;
import dev.flux.repository.GitException;
import dev.flux.repository.GitRemote;
import dev.flux.review.RepositoryRules;
import dev.flux.review.Review;
import dev.flux.review.ReviewPipeline;
import dev.flux.rollout.ColumnValue;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** Reads what a change request says in files, and reviews it. */
final class Reader {
  private final ForgeGit git;
  private final MigrationFinder finder;
  private final Proofs proofs;
  private final Clock clock;

  Reader(ForgeGit git, MigrationFinder finder, Proofs proofs, Clock clock) {
    this.git = git;
    this.finder = finder;
    this.proofs = proofs;
    this.clock = clock;
  }

  /** A review with the content it is about, which stays open until this is closed. */
  record Reading(ChangeContent content, RepositoryRules rules, Review review)
      implements AutoCloseable {
    @Override
    public void close() {
      content.close();
    }
  }

  /**
   * How a change is looked at.
   *
   * @param headSha the commit that is read
   * @param values what somebody said columns are to be filled with
   * @param restacked whether some of the change may have reached the target branch by another
   *     request
   * @param proven whether it is run on the shadow, where that may be
   */
  record View(String headSha, List<ColumnValue> values, boolean restacked, boolean proven) {
    View {
      values = List.copyOf(values);
    }
  }

  Reading read(Forge forge, ChangeRequest change, View view) throws ForgeException {
    String mergeBase = mergeBase(change);
    ChangeContent content =
        git.call(forge, change, (cache, remote) -> fetch(cache, remote, change, mergeBase, view));
    try {
      RepositoryRules rules = RepositoryRules.of(content, LocalDate.now(clock)).with(view.values());
      Review review = ReviewPipeline.review(finder.with(rules.settings()).find(content), rules);
      return new Reading(content, rules, view.proven() ? proofs.of(review, change) : review);
    } catch (RuntimeException e) {
      content.close();
      throw e;
    }
  }

  private static ChangeContent fetch(
      GitCache cache, GitRemote remote, ChangeRequest change, String mergeBase, View view)
      throws GitException {
    ChangeContent content =
        cache.fetch(remote, view.headSha(), mergeBase, RepositoryRules::concern);
    if (!view.restacked() || change.baseSha().isEmpty() || change.baseSha().equals(mergeBase)) {
      return content;
    }
    try {
      return content.without(
          cache.fetch(remote, view.headSha(), change.baseSha(), RepositoryRules::concern));
    } catch (GitException | RuntimeException e) {
      content.close();
      throw e;
    }
  }

  private static String mergeBase(ChangeRequest change) throws ForgeException.Refused {
    return change
        .mergeBase()
        .orElseThrow(
            () ->
                new ForgeException.Refused(
                    change.id().forge().title()
                        + " names no commit that the head and `"
                        + change.baseRef()
                        + "` both grew from. Rebase the branch, or grant Flux the permission to"
                        + " read contents.",
                    null));
  }
}
