package dev.flux.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flux.repository.LineSet.Hunk;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.MyersDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/** Which lines of a file at the head a diff shows, as {@code git diff} groups them. */
final class LineDiff {
  private static final int CONTEXT = 3;

  private LineDiff() {}

  /** The lines that stand in a diff with three lines of context. */
  static LineSet withContext(RawText base, RawText head) {
    return hunks(base, head, CONTEXT);
  }

  /** Every line of the head, in one hunk. */
  static LineSet wholeFile(String base, String head) {
    RawText before = new RawText(base.getBytes(UTF_8));
    RawText after = new RawText(head.getBytes(UTF_8));
    return hunks(before, after, Math.max(before.size(), after.size()));
  }

  private static LineSet hunks(RawText base, RawText head, int context) {
    // Myers, as git uses unless told otherwise: the forge's own diff decides where a comment fits.
    EditList edits = MyersDiff.INSTANCE.diff(RawTextComparator.DEFAULT, base, head);
    List<Hunk> hunks = new ArrayList<>();
    for (int first = 0; first < edits.size(); ) {
      int last = first;
      while (last + 1 < edits.size() && touch(edits.get(last), edits.get(last + 1), context)) {
        last++;
      }
      Hunk hunk = hunk(edits.subList(first, last + 1), head.size(), context);
      if (hunk.start() <= hunk.end()) { // not so where the head's file is empty
        hunks.add(hunk);
      }
      first = last + 1;
    }
    return new LineSet(hunks);
  }

  private static boolean touch(Edit edit, Edit next, int context) {
    return next.getBeginB() - edit.getEndB() <= 2 * context;
  }

  private static Hunk hunk(List<Edit> edits, int headLines, int context) {
    Edit first = edits.get(0);
    int start = Math.max(0, first.getBeginB() - context);
    int end = Math.min(headLines, edits.get(edits.size() - 1).getEndB() + context);
    List<Integer> oldLines = new ArrayList<>(Math.max(0, end - start));
    int line = start;
    int shift = first.getBeginA() - first.getBeginB();
    for (Edit edit : edits) {
      for (; line < edit.getBeginB(); line++) {
        oldLines.add(line + shift + 1);
      }
      for (; line < edit.getEndB(); line++) {
        oldLines.add(0);
      }
      shift = edit.getEndA() - edit.getEndB();
    }
    for (; line < end; line++) {
      oldLines.add(line + shift + 1);
    }
    return new Hunk(start + 1, end, oldLines);
  }
}
