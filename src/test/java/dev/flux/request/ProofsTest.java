package dev.flux.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.Engine;
import dev.flux.engine.EngineVersion;
import dev.flux.engine.Evidence;
import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeKind;
import dev.flux.forge.Source;
import dev.flux.forge.Standing;
import dev.flux.hazard.Examination;
import dev.flux.hazard.Examiner;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.tool.Tools;
import dev.flux.repository.GitRemote;
import dev.flux.review.DirectoryReview;
import dev.flux.review.Review;
import dev.flux.rollout.Rollout;
import dev.flux.shadow.Proof;
import dev.flux.shadow.Shadow;
import dev.flux.sql.Dialect;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose SQL is run. */
class ProofsTest {
  private static final Shadow SHADOW =
      new Shadow() {
        @Override
        public Proof prove(Examination examination, Rollout rollout) {
          return new Proof.Unproven("this shadow says so");
        }

        @Override
        public void close() {}
      };

  private static ChangeRequest change(boolean fork) {
    return new ChangeRequest(
        new ChangeRequestId(ForgeKind.GITHUB, "orchard/pears", 1),
        "Weigh pears",
        "ann",
        "",
        Standing.OPEN,
        false,
        false,
        false,
        "main",
        "a".repeat(40),
        Optional.of("a".repeat(40)),
        new Source("ann/pears", "weight", fork, true),
        "b".repeat(40),
        "https://forge.example/1",
        new GitRemote(
            URI.create("https://forge.example/pears.git"), "ann", Optional.empty(), "main"));
  }

  private static Optional<Proof> proof(Proofs proofs, boolean fork) {
    Examination examination =
        Examiner.examine(
            new MigrationChange(
                "db",
                Tools.find("sql").orElseThrow(),
                "as given",
                new Engine(
                    Dialect.POSTGRESQL, new EngineVersion(16, 0, 0), Evidence.KNOWN, "as given"),
                List.of(),
                List.of(),
                List.of(),
                true));
    Review review = new Review(List.of(new DirectoryReview(examination, Rollout.NONE)), List.of());
    return proofs.of(review, change(fork)).proof();
  }

  @Test
  void changesFromForksAreRunOnlyWhereThatIsSet() {
    Optional<Shadow> shadow = Optional.of(SHADOW);
    assertThat(proof(new Proofs(shadow, false), false)).isPresent();
    assertThat(proof(new Proofs(shadow, false), true)).isEmpty();
    assertThat(proof(new Proofs(shadow, true), true)).isPresent();
    assertThat(proof(Proofs.NONE, false)).isEmpty();
  }
}
