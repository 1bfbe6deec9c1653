package dev.flux.forge;

/**
 * Which change request.
 *
 * @param forge where it lives
 * @param repository full name of the target repository: {@code owner/name}, or {@code
 *     group/sub/name} on GitLab
 * @param number as people write it ({@code #7}, {@code !7})
 */
public record ChangeRequestId(ForgeKind forge, String repository, long number) {

  /** One line that names it, unique over all forges: {@code github:owner/name#7}. */
  public String key() {
    return forge.id() + ":" + repository + forge.sigil() + number;
  }

  @Override
  public String toString() {
    return key();
  }
}
