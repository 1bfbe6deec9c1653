package dev.flux.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.config.Secret;
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
}
