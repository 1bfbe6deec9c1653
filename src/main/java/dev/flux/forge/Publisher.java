package dev.flux.forge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Brings a change request to the state that a publication describes, whatever stands there: told
 * twice, or told again after a stop at any point, it leaves one summary and one comment of each
 * finding.
 *
 * <p>The summary is begun before the comments on lines. Where it stands, an earlier attempt may
 * have written such comments, and they are looked for; where nothing of Flux's stands, that look is
 * spared.
 */
public final class Publisher {
  private final Forge forge;
  private final Markers markers;

  /** Makes no call. */
  public Publisher(Forge forge, Markers markers) {
    this.forge = forge;
    this.markers = markers;
  }

  /**
   * Publishes on the head that was read.
   *
   * @throws ForgeException.HeadMoved when the head is another by now; its check then says that it
   *     is superseded, and nothing else was written since the move was seen
   */
  public void publish(ChangeRequest change, Publication publication, LiveHead live)
      throws ForgeException {
    try {
      requireHead(change, live);
      converse(change, publication);
      requireHead(change, live);
    } catch (ForgeException.HeadMoved moved) {
      supersede(change, live, moved);
      throw moved;
    }
    forge.report(change, publication.check());
  }

  private void converse(ChangeRequest change, Publication publication) throws ForgeException {
    Optional<Comment> summary = findSummary(change);
    InlineBody bodies = new InlineBody(markers, publication.check().details());
    boolean look = summary.isPresent() || forge.mayHaveInlineComments(change);
    List<Comment> standing = look ? forge.ownInlineComments(change) : List.of();
    InlinePlan plan = InlinePlan.of(change, standing, publication.remarks(), bodies);

    String text = summaryText(change, publication, plan.left());
    if (summary.isEmpty() && !publication.quiet()) {
      forge.comment(change, text);
    }
    for (InlinePlan.Edit edit : plan.edits()) {
      apply(change, edit);
    }
    List<Remark> unplaced = review(change, plan.fresh(), bodies);
    if (!unplaced.isEmpty()) {
      List<Remark> left = new ArrayList<>(plan.left());
      left.addAll(unplaced);
      text = summaryText(change, publication, left);
      summary = findSummary(change);
    }
    if (summary.isPresent() && !InlineBody.same(summary.get().body(), text)) {
      forge.edit(change, summary.get(), text);
    }
  }

  /**
   * Rewrites the summary that stands there, if one does; its marker stays.
   *
   * @param rewrite from the text to the text as it should be
   */
  public void restate(ChangeRequest change, UnaryOperator<String> rewrite) throws ForgeException {
    Optional<Comment> summary = findSummary(change);
    if (summary.isPresent()) {
      String text = rewrite.apply(summary.get().body());
      if (!text.equals(summary.get().body())) {
        forge.edit(change, summary.get(), text);
      }
    }
  }

  private Optional<Comment> findSummary(ChangeRequest change) throws ForgeException {
    return forge.ownComments(change).stream()
        .filter(comment -> markers.isSummary(change.id(), comment.body()))
        .findFirst();
  }

  /**
   * The discussion first: stopped in between, the unchanged text makes the next attempt do both.
   */
  private void apply(ChangeRequest change, InlinePlan.Edit edit) throws ForgeException {
    switch (edit.turn()) {
      case RESOLVE -> forge.resolve(change, edit.comment());
      case REOPEN -> forge.reopen(change, edit.comment());
      case KEEP -> {}
    }
    forge.edit(change, edit.comment(), edit.body());
  }

  /** Returns what the forge would not place. */
  private List<Remark> review(ChangeRequest change, List<Remark> fresh, InlineBody bodies)
      throws ForgeException {
    if (fresh.isEmpty()) {
      return List.of();
    }
    List<InlineComment> comments =
        fresh.stream().map(remark -> inline(remark, bodies.open(change, remark))).toList();
    Set<InlineComment> refused = new HashSet<>(forge.review(change, comments));
    return fresh.stream()
        .filter(remark -> refused.contains(inline(remark, bodies.open(change, remark))))
        .toList();
  }

  private static InlineComment inline(Remark remark, String body) {
    return new InlineComment(
        remark.path(), remark.startLine(), remark.line(), remark.oldLine(), body);
  }

  private String summaryText(ChangeRequest change, Publication publication, List<Remark> left) {
    return SummaryBody.of(publication, left) + "\n\n" + markers.summary(change.id());
  }

  private static void requireHead(ChangeRequest change, LiveHead live) throws ForgeException {
    String now = live.of(change);
    if (!now.equals(change.headSha())) {
      throw new ForgeException.HeadMoved(
          change.id() + " moved from " + change.headSha() + " to " + now, null);
    }
  }

  /** Ends the old head's check, so that it does not stay in progress for ever. */
  private void supersede(ChangeRequest change, LiveHead live, ForgeException.HeadMoved moved) {
    try {
      String now = live.of(change);
      String title =
          now.equals(change.headSha())
              ? "superseded by a newer commit"
              : "superseded by " + InlineBody.abbreviated(now);
      forge.report(change, Check.superseded(title));
    } catch (ForgeException e) {
      moved.addSuppressed(e);
    }
  }
}
