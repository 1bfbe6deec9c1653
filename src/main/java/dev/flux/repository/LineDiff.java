package dev.flux.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flux.repository.LineSet.Hunk;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.MyersDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.diff.SequenceComparator;

/** Which lines of a file at the head a diff shows, as {@code git diff} groups them. */
final class LineDiff {
  private static final int CONTEXT = 3;

  /**
   * Groups lines as git's own default does on nearly every file, and other than that one does not
   * take minutes on two large files that have little in common.
   */
  private static final DiffAlgorithm ALGORITHM = algorithm();

  private LineDiff() {}

  private static DiffAlgorithm algorithm() {
    HistogramDiff histogram = new HistogramDiff();
    histogram.setFallbackAlgorithm(new SmallRegions());
    return histogram;
  }

  /** For a region in which every common line is frequent: exact while that is cheap. */
  private static final class SmallRegions extends DiffAlgorithm {
    private static final int MAX_LINES = 4_000;

    @Override
    public <S extends Sequence> EditList diffNonCommon(
        SequenceComparator<? super S> comparator, S base, S head) {
      if (base.size() + head.size() <= MAX_LINES) {
        return MyersDiff.INSTANCE.diffNonCommon(comparator, base, head);
      }
      return EditList.singleton(new Edit(0, base.size(), 0, head.size()));
    }
  }

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
    EditList edits = ALGORITHM.diff(RawTextComparator.DEFAULT, base, head);
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
