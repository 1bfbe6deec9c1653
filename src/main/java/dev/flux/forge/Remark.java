package dev.flux.forge;

import java.util.regex.Pattern;

/**
 * Something to say about lines of the change.
 *
 * @param fingerprint tells whether a later push still has the same finding: it depends on neither
 *     line numbers nor commits; letters, digits, dots, hyphens, underscores and colons, at most 100
 * @param title one line of Markdown that says what it is
 * @param path at the head
 * @param startLine first line, from 1
 * @param line last line
 * @param oldLine line of the base that {@code line} shows as context, 0 where it was added
 * @param inDiff whether the lines are in the diff, so that a forge takes a comment on them
 * @param body Markdown of the comment, the title included
 */
public record Remark(
    String fingerprint,
    String title,
    String path,
    int startLine,
    int line,
    int oldLine,
    boolean inDiff,
    String body) {
  private static final Pattern FINGERPRINT = Pattern.compile("[A-Za-z0-9._:-]{1,100}");

  /**
   * @throws IllegalArgumentException for a fingerprint of other letters or another length
   */
  public Remark {
    if (!FINGERPRINT.matcher(fingerprint).matches()) {
      throw new IllegalArgumentException("not a fingerprint: " + fingerprint);
    }
  }

  Remark withFingerprint(String other) {
    return new Remark(other, title, path, startLine, line, oldLine, inDiff, body);
  }
}
