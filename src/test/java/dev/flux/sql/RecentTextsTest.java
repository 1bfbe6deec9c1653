package dev.flux.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentTextsTest {
  private final List<String> made = new ArrayList<>();
  private final RecentTexts<Integer> lengths =
      new RecentTexts<>(
          text -> {
            made.add(text);
            return text.length();
          });

  @Test
  void aTextAskedForAgainIsNotMadeAgain() {
    assertEquals(3, lengths.of("abc"));
    assertEquals(3, lengths.of("abc"));

    assertEquals(List.of("abc"), made);
  }

  @Test
  void whatWasNotAskedForForLongMakesRoom() {
    String large = "x".repeat(600_000);
    String other = "y".repeat(600_000);
    lengths.of("abc");
    lengths.of(large);
    lengths.of("abc");
    lengths.of(other);
    made.clear();

    lengths.of("abc");
    lengths.of(large);

    assertEquals(List.of(large), made);
  }

  @Test
  void aTextBeyondAllRoomIsMadeEachTime() {
    String endless = "x".repeat(2_000_000);

    assertEquals(endless.length(), lengths.of(endless));
    assertEquals(endless.length(), lengths.of(endless));

    assertEquals(2, made.size());
  }
}
