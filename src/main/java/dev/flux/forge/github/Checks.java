package dev.flux.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flux.forge.ChangeRequest;
import dev.flux.forge.Check;
import dev.flux.forge.CommentBody;
import dev.flux.forge.ForgeException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.github.GHApp;
import org.kohsuke.github.GHCheckRun;
import org.kohsuke.github.GHCheckRunBuilder;
import org.kohsuke.github.GHCommitState;
import org.kohsuke.github.GHRepository;

/**
 * The check on a head: a check run where Flux is an App, else a commit status.
 *
 * <p>A run that is completed cannot go back to in progress on GitHub, so each review of a head has
 * its own run and GitHub shows the newest of the name; within a review one run is updated in place.
 */
final class Checks {
  /** GitHub's REST manual, "Create a check run": output title and summary. */
  private static final int SUMMARY_LIMIT = 65_535;

  /** Commit statuses with a longer description are refused. */
  private static final int DESCRIPTION_LIMIT = 140;

  private static final int TITLE_LIMIT = 255;
  private static final int REMEMBERED = 10_000;
  private final Identity identity;
  private final Library library;

  /** The run that is not completed yet, by request and head. */
  private final Map<String, Long> unfinished =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
              return size() > REMEMBERED;
            }
          });

  Checks(Identity identity, Library library) {
    this.identity = identity;
    this.library = library;
  }

  void report(ChangeRequest change, Check check) throws IOException, ForgeException {
    RepositoryName name = RepositoryName.of(change.id().repository());
    GHRepository repository = library.repository(name);
    if (identity.mayCheck()) {
      run(repository, change, check);
    } else {
      repository.createCommitStatus(
          change.headSha(),
          status(check.state()),
          check.details().map(URI::toString).orElse(null),
          CommentBody.shorten(check.title(), DESCRIPTION_LIMIT),
          Check.NAME);
    }
  }

  /** The list of runs on a head that are not completed. */
  static String unfinishedOn(ChangeRequest change) throws ForgeException {
    return "/commits/"
        + RepositoryName.sha(change.headSha())
        + "/check-runs?filter=all&status=in_progress&per_page=100&check_name="
        + URLEncoder.encode(Check.NAME, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Goes on with the run of this request that an earlier process left, if there is one. */
  void resume(ChangeRequest change, JsonNode answer, String login) {
    for (JsonNode run : answer.path("check_runs")) {
      boolean ours = login.equals(Identity.botOf(run.path("app").path("slug").asText()));
      if (ours && change.id().key().equals(run.path("external_id").asText())) {
        unfinished.putIfAbsent(key(change), run.path("id").asLong());
      }
    }
  }

  private static String key(ChangeRequest change) {
    return change.id().key() + "@" + change.headSha();
  }

  private void run(GHRepository repository, ChangeRequest change, Check check) throws IOException {
    String key = key(change);
    Long known = unfinished.get(key);
    GHCheckRunBuilder run =
        known == null
            ? repository.createCheckRun(Check.NAME, change.headSha())
            : repository.updateCheckRun(known);
    run.withExternalID(change.id().key())
        .add(
            new GHCheckRunBuilder.Output(
                CommentBody.shorten(check.title(), TITLE_LIMIT),
                CommentBody.cap(check.summary(), SUMMARY_LIMIT, check.details())));
    check.details().ifPresent(page -> run.withDetailsURL(page.toString()));
    Optional<GHCheckRun.Conclusion> conclusion = conclusion(check.state());
    if (conclusion.isPresent()) {
      run.withStatus(GHCheckRun.Status.COMPLETED).withConclusion(conclusion.get());
    } else {
      run.withStatus(GHCheckRun.Status.IN_PROGRESS);
    }
    GHCheckRun written = run.create();
    if (conclusion.isPresent()) {
      unfinished.remove(key);
    } else {
      unfinished.put(key, written.getId());
    }
    GHApp app = written.getApp();
    if (app != null && app.getSlug() != null) {
      identity.learnSlug(app.getSlug());
    }
  }

  private static Optional<GHCheckRun.Conclusion> conclusion(Check.State state) {
    return switch (state) {
      case IN_PROGRESS -> Optional.empty();
      case SUCCESS -> Optional.of(GHCheckRun.Conclusion.SUCCESS);
      case FAILURE -> Optional.of(GHCheckRun.Conclusion.FAILURE);
      case NEUTRAL -> Optional.of(GHCheckRun.Conclusion.NEUTRAL);
    };
  }

  private static GHCommitState status(Check.State state) {
    return switch (state) {
      case IN_PROGRESS -> GHCommitState.PENDING;
      case SUCCESS, NEUTRAL -> GHCommitState.SUCCESS;
      case FAILURE -> GHCommitState.FAILURE;
    };
  }
}
