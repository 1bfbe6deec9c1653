package dev.flux.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.forge.CommentBody;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatchTest {
  private static String file(String name, int lines) {
    return "diff --git a/%1$s b/%1$s\n--- /dev/null\n+++ b/%1$s\n@@ -0,0 +1,%2$d @@\n"
            .formatted(name, lines)
        + "+SELECT '``` </details>';\n".repeat(lines);
  }

  @Test
  void wholeFilesAreShownAsManyAsThereIsRoomFor() {
    String shown =
        Patch.shown(
            List.of(
                new Patch("Patch for this branch", file("a.sql", 2) + file("big.sql", 9_000)),
                new Patch("Patch for a later request: contract", file("b.sql", 1))));
    assertThat(shown.length()).isLessThan(CommentBody.LIMIT);
    assertThat(shown)
        .contains("+++ b/a.sql", "+++ b/b.sql", "Not all of it fits here")
        .doesNotContain("big.sql")
        .contains("````diff\n");
  }

  @Test
  void aPatchThatFitsIsWhole() {
    assertThat(Patch.shown(List.of(new Patch("Patch", file("a.sql", 3)))))
        .contains("<details><summary>Patch</summary>", "@@ -0,0 +1,3 @@")
        .doesNotContain("Not all");
  }

  @Test
  void aLastLineOfContextIsKept() {
    String diff =
        "diff --git a/a.sql b/a.sql\n--- a/a.sql\n+++ b/a.sql\n@@ -1,2 +1,2 @@\n-1\n+2\n \n";
    assertThat(Patch.shown(List.of(new Patch("Patch", diff)))).contains("+2\n \n```\n");
  }
}
