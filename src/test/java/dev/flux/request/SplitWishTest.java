package dev.flux.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.rollout.ColumnValue;
import dev.flux.rollout.Split.Extent;
import dev.flux.webhook.Commands;
import org.junit.jupiter.api.Test;

class SplitWishTest {
  private static SplitWish wish(String comment) {
    return SplitWish.of(Commands.parse(comment));
  }

  @Test
  void linesOfOneCommentAskTogether() {
    SplitWish wish =
        wish("/flux split value users.status = 'in  work'\n/flux split --here value a.b=1");
    assertThat(wish.mistakes()).isEmpty();
    assertThat(wish.extent()).isEqualTo(Extent.EVERYTHING);
    assertThat(wish.values())
        .extracting(ColumnValue::toString)
        .containsExactly("users.status = 'in  work'", "a.b = 1");
    assertThat(wish("/flux split").extent()).isEqualTo(Extent.THIS_DEPLOY);
  }

  @Test
  void anythingElseIsAMistake() {
    for (String line : new String[] {"now", "--force", "value", "value status='x'", "--herenow"}) {
      assertThat(wish("/flux split " + line).mistakes()).as(line).hasSize(1);
    }
  }
}
