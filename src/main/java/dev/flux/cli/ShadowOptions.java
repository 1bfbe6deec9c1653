package dev.flux.cli;

import dev.flux.config.Secret;
import dev.flux.config.ShadowSettings;
import dev.flux.review.Review;
import dev.flux.review.ReviewPipeline;
import dev.flux.shadow.Limits;
import dev.flux.shadow.Shadow;
import dev.flux.shadow.ThrowawayShadow;
import dev.flux.shadow.Unprovable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a command runs what it says, and where. */
final class ShadowOptions {
  @Option(
      names = "--prove",
      description = "Run the history, the change and its rollout on a throwaway database first.")
  private boolean prove;

  @Option(
      names = "--shadow",
      paramLabel = "WHERE",
      description =
          "embedded, off, or a JDBC URL of a throwaway server; its user and password are taken from"
              + " FLUX_SHADOW_USER and FLUX_SHADOW_PASSWORD; default: ${DEFAULT-VALUE}.")
  private String where = "embedded";

  /** The review, tried where that is asked for. */
  Review prove(Review review) throws UsageException {
    if (!prove) {
      return review;
    }
    ShadowSettings settings =
        ShadowSettings.parse(where, variable("FLUX_SHADOW_USER"), password())
            .orElseThrow(
                () ->
                    new UsageException(
                        "cannot read the shadow '"
                            + where
                            + "'; --shadow takes embedded, off,"
                            + " jdbc:postgresql://HOST/DATABASE, jdbc:mysql://HOST or"
                            + " jdbc:mariadb://HOST"));
    try (Shadow shadow = ThrowawayShadow.of(settings, Limits.USUAL)) {
      return ReviewPipeline.prove(review, shadow);
    } catch (Unprovable e) {
      throw new UsageException("--shadow: " + e.getMessage(), e);
    }
  }

  private static Optional<Secret> password() {
    return variable("FLUX_SHADOW_PASSWORD").map(Secret::of);
  }

  private static Optional<String> variable(String name) {
    @Nullable String value = System.getenv(name);
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }
}
