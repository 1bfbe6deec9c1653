package dev.flux.forge;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** The text of a comment on lines: while its finding stands, and after it is fixed. */
final class InlineBody {
  private static final int SHORT = 7;
  private static final Pattern SUGGESTION =
      Pattern.compile("^( {0,3}(?:`{3,}|~{3,}))suggestion.*$", Pattern.MULTILINE);
  private final Markers markers;
  private final Optional<URI> details;

  InlineBody(Markers markers, Optional<URI> details) {
    this.markers = markers;
    this.details = details;
  }

  String open(ChangeRequest change, Remark remark) {
    return CommentBody.cap(remark.body(), CommentBody.LIMIT, details)
        + "\n\n"
        + markers.finding(change.id(), new Markers.Finding(remark.fingerprint(), false));
  }

  /** Keeps what was said, folded; a suggestion in it can no longer be applied. */
  String fixed(ChangeRequest change, Comment comment) {
    String said = Markers.without(comment.body()).strip();
    String title = said.lines().findFirst().orElse("").replaceFirst("^#+\\s*", "").strip();
    String fingerprint = find(change, comment).map(Markers.Finding::fingerprint).orElseThrow();
    return "~~"
        + title
        + "~~\n\nFixed in `"
        + abbreviated(change.headSha())
        + "`.\n\n<details><summary>What was said</summary>\n\n"
        + SUGGESTION.matcher(said).replaceAll("$1sql")
        + "\n\n</details>\n\n"
        + markers.finding(change.id(), new Markers.Finding(fingerprint, true));
  }

  Optional<Markers.Finding> find(ChangeRequest change, Comment comment) {
    return markers.findFinding(change.id(), comment.body());
  }

  boolean isFixed(ChangeRequest change, Comment comment) {
    return find(change, comment).map(Markers.Finding::fixed).orElse(false);
  }

  static String abbreviated(String sha) {
    return sha.substring(0, Math.min(SHORT, sha.length()));
  }

  /** Whether a forge shows the same: it may change line ends and the end of the text. */
  static boolean same(String one, String other) {
    return one.replace("\r\n", "\n").strip().equals(other.replace("\r\n", "\n").strip());
  }
}
