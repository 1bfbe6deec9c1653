package dev.flux.forge;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The text of the summary comment: what the review says, and the remarks that found no line. */
final class SummaryBody {
  /** Kept free for the words around the remarks. */
  private static final int MARGIN = 500;

  private SummaryBody() {}

  /** One folded section holds the remarks, as many as there is room for. */
  static String of(Publication publication, List<Remark> left) {
    Optional<URI> details = publication.check().details();
    String summary =
        CommentBody.cap(publication.summary(), CommentBody.LIMIT, details).stripTrailing();
    if (left.isEmpty()) {
      return summary;
    }
    StringBuilder section =
        new StringBuilder("\n\n<details><summary>Without a comment on their line: ")
            .append(left.size())
            .append("</summary>\n");
    int shown = 0;
    for (Remark remark : left) {
      String folded = folded(remark);
      if (summary.length() + section.length() + folded.length() + MARGIN > CommentBody.LIMIT) {
        break;
      }
      section.append(folded);
      shown++;
    }
    if (shown < left.size()) {
      section.append(rest(left.size() - shown, details));
    }
    return summary + section.append("\n</details>");
  }

  private static String folded(Remark remark) {
    return "\n<details><summary><code>"
        + escaped(remark.path())
        + ":"
        + remark.startLine()
        + "</code></summary>\n\n"
        + remark.body().strip()
        + "\n\n</details>\n";
  }

  private static String rest(int count, Optional<URI> details) {
    return "\n"
        + count
        + " more "
        + details
            .map(page -> "on the [details page](" + page + ").")
            .orElse("do not fit here. `flux review` shows them.")
        + "\n";
  }

  private static String escaped(String path) {
    return path.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
