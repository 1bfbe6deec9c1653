package dev.flux.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.config.Secret;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MarkersTest {
  private static final ChangeRequestId ID = new ChangeRequestId(ForgeKind.GITLAB, "a/b/c", 3);
  private final Markers markers = new Markers(Secret.of("key"));

  @Test
  void aSummaryIsKnownAgain() {
    String body = "text\n\n" + markers.summary(ID) + "\n";
    assertThat(markers.isSummary(ID, body)).isTrue();
    assertThat(markers.isSummary(ID, body + "more")).isFalse();
    assertThat(markers.isSummary(new ChangeRequestId(ForgeKind.GITLAB, "a/b/c", 4), body))
        .isFalse();
    assertThat(markers.isSummary(new ChangeRequestId(ForgeKind.GITHUB, "a/b/c", 3), body))
        .isFalse();
    assertThat(new Markers(Secret.of("other")).isSummary(ID, body)).isFalse();
    assertThat(Markers.without(body)).isEqualTo("text");
  }

  @Test
  void aFindingIsKnownAgainWithItsState() {
    Markers.Finding fixed = new Markers.Finding("set-not-null:9f", true);
    String marker = markers.finding(ID, fixed);
    assertThat(markers.findFinding(ID, "x\n" + marker)).contains(fixed);
    assertThat(markers.findFinding(ID, "x\n" + marker.replace("fixed", "open"))).isEmpty();
    assertThat(markers.findFinding(ID, "x\n" + marker.replace("9f", "8f"))).isEmpty();
    assertThat(markers.isSummary(ID, marker)).isFalse();
  }

  @Test
  void anAnswerIsKnownAgain() {
    Markers.Reply reply = new Markers.Reply("107", "confirmed=deploy,backfill");
    String body = "Done.\n\n" + markers.reply(ID, reply) + "\n";
    assertThat(markers.findReply(ID, body)).contains(reply);
    assertThat(markers.findReply(ID, body.replace("107", "108"))).isEmpty();
    assertThat(markers.findReply(ID, body.replace("backfill", "nothing"))).isEmpty();
    assertThat(markers.findReply(ID, body + "more")).isEmpty();
  }

  @Test
  void aPlaceInARolloutHoldsForItsBranchAlone() {
    RolloutMark mark =
        new RolloutMark(ID, 2, 3, List.of("expand", "contract-2"), Set.of("deploy", "backfill"));
    String body = "Text.\n" + markers.rollout(mark, "flux/3-contract") + "\nand a person's line";
    ChangeRequestId four = new ChangeRequestId(ForgeKind.GITLAB, "a/b/c", 4);
    assertThat(markers.findRollout(four, "flux/3-contract", body)).contains(mark);
    assertThat(markers.findRollout(four, "other", body)).isEmpty();
    assertThat(markers.findRollout(four, "flux/3-contract", body.replace("v1 3 2", "v1 3 1")))
        .isEmpty();
    assertThat(
            markers.findRollout(four, "flux/3-contract", body.replace("backfill,deploy", "deploy")))
        .isEmpty();
    assertThat(
            markers.findRollout(
                new ChangeRequestId(ForgeKind.GITLAB, "a/b/d", 4), "flux/3-contract", body))
        .isEmpty();
    assertThat(new Markers(Secret.of("other")).findRollout(four, "flux/3-contract", body))
        .isEmpty();
  }
}
