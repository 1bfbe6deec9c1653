package dev.flux.forge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to happen to the comments on lines: a pure decision from what stands and what should.
 *
 * @param edits in the order in which they are made
 * @param fresh remarks that get a comment now
 * @param left remarks without a comment: outside the diff, or above the cap
 */
record InlinePlan(List<Edit> edits, List<Remark> fresh, List<Remark> left) {
  /** So many comments on lines at a time; more are noise, and are listed in the summary. */
  static final int CAP = 25;

  /** What an edit does to the discussion. */
  enum Turn {
    KEEP,
    RESOLVE,
    REOPEN
  }

  /** A comment that gets another text. */
  record Edit(Comment comment, String body, Turn turn) {}

  InlinePlan {
    edits = List.copyOf(edits);
    fresh = List.copyOf(fresh);
    left = List.copyOf(left);
  }

  static InlinePlan of(
      ChangeRequest change, List<Comment> standing, List<Remark> remarks, InlineBody bodies) {
    Map<String, Comment> known = known(change, standing, bodies);
    List<Edit> edits = new ArrayList<>();
    List<Remark> unsaid = new ArrayList<>();
    for (Remark remark : remarks) {
      Comment comment = known.remove(remark.fingerprint());
      if (comment == null) {
        unsaid.add(remark);
        continue;
      }
      String body = bodies.open(change, remark);
      if (!InlineBody.same(comment.body(), body)) {
        Turn turn = bodies.isFixed(change, comment) ? Turn.REOPEN : Turn.KEEP;
        edits.add(new Edit(comment, body, turn));
      }
    }
    for (Comment gone : known.values()) {
      if (!bodies.isFixed(change, gone)) {
        edits.add(new Edit(gone, bodies.fixed(change, gone), Turn.RESOLVE));
      }
    }
    return placed(edits, unsaid, CAP - (remarks.size() - unsaid.size()));
  }

  private static InlinePlan placed(List<Edit> edits, List<Remark> unsaid, int room) {
    List<Remark> fresh = new ArrayList<>();
    List<Remark> left = new ArrayList<>();
    for (Remark remark : unsaid) {
      (remark.inDiff() && fresh.size() < room ? fresh : left).add(remark);
    }
    return new InlinePlan(edits, fresh, left);
  }

  /** The oldest comment of each finding. */
  private static Map<String, Comment> known(
      ChangeRequest change, List<Comment> standing, InlineBody bodies) {
    Map<String, Comment> known = new LinkedHashMap<>();
    for (Comment comment : standing) {
      bodies.find(change, comment).ifPresent(it -> known.putIfAbsent(it.fingerprint(), comment));
    }
    return known;
  }
}
