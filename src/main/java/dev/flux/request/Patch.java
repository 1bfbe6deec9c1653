package dev.flux.request;

import dev.flux.forge.CommentBody;
import dev.flux.review.Markdown;
import java.util.List;

/**
 * A commit that is not made, for somebody to apply by hand.
 *
 * @param title what it is, without markup
 * @param diff as {@code git apply} takes it
 */
record Patch(String title, String diff) {
  private static final int ROOM = CommentBody.LIMIT - 6_000;

  /** Folded sections of Markdown; whole files only, as many as there is room for. */
  static String shown(List<Patch> patches) {
    StringBuilder text = new StringBuilder("\nBy hand: `git apply` takes what follows");
    text.append(", or `flux split --write` writes the same in a working copy.\n\n");
    boolean cut = false;
    for (Patch patch : patches) {
      StringBuilder files = new StringBuilder();
      for (String file : patch.diff().split("(?m)^(?=diff --git )", -1)) {
        if (text.length() + files.length() + file.length() > ROOM) {
          cut = true;
        } else {
          files.append(file);
        }
      }
      if (!files.isEmpty()) {
        text.append(Markdown.folded(patch.title(), Markdown.fence("diff", files.toString())));
      }
    }
    return text.append(cut ? "\nNot all of it fits here: `flux split` shows the rest.\n" : "")
        .toString();
  }
}
