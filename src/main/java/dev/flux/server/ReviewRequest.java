package dev.flux.server;

import java.util.List;
import java.util.Optional;

/**
 * What {@code POST /api/review} is asked.
 *
 * @param engine name of the database engine; empty to have one assumed
 * @param version of the engine; empty to have one assumed
 * @param tool id of the migration tool; empty to have it detected
 * @param history migrations that ran before, in any order
 * @param files migrations of the change; at least one
 */
public record ReviewRequest(
    Optional<String> engine,
    Optional<String> version,
    Optional<String> tool,
    List<SourceFile> history,
    List<SourceFile> files) {
  public ReviewRequest {
    history = List.copyOf(history);
    files = List.copyOf(files);
  }

  /**
   * A file.
   *
   * @param path relative, with {@code /} between its segments and none of them {@code ..}; no two
   *     files of a request have the same
   */
  public record SourceFile(String path, String content) {}

  /** Answers review requests. */
  @FunctionalInterface
  public interface Reviewer {

    /**
     * Reviews.
     *
     * @return the review as JSON text
     * @throws InvalidRequest if the engine, version or tool is none that Flux knows
     */
    String review(ReviewRequest request) throws InvalidRequest;
  }
}
