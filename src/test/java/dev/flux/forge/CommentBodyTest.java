package dev.flux.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommentBodyTest {
  private static final Optional<URI> PAGE = Optional.of(URI.create("https://flux.example/r/1"));

  @Test
  void whatFitsIsLeftAlone() {
    assertThat(CommentBody.cap("short", 300, PAGE)).isEqualTo("short");
  }

  @Test
  void aTextIsCutBetweenLines() {
    String capped = CommentBody.cap("0123456789\n".repeat(100), 300, PAGE);
    assertThat(capped).hasSizeLessThanOrEqualTo(300);
    assertThat(capped).contains("0123456789\n\n_Continued on the [details page](");
  }

  @Test
  void aFenceIsNeverCut() {
    String longerFence = "intro\n\n````sql\n```\n" + "x\n".repeat(500) + "````\nend\n";
    assertThat(CommentBody.cap(longerFence, 400, PAGE)).startsWith("intro\n\n_Continued");
    String tilde = "intro\n\n~~~\n</details>\n" + "x\n".repeat(500) + "~~~\n";
    assertThat(CommentBody.cap(tilde, 400, PAGE)).startsWith("intro\n\n_Continued");
  }

  @Test
  void aFoldedSectionIsNeverCut() {
    String nested =
        "intro\n<details><summary>a</summary>\n<details>\nx\n</details>\n"
            + "y\n".repeat(500)
            + "</details>\n";
    assertThat(CommentBody.cap(nested, 400, Optional.empty()))
        .startsWith("intro\n\n_The rest does not fit");
  }

  @Test
  void aLineIsShortenedAfterWholeCharacters() {
    assertThat(CommentBody.shorten("a\nb", 10)).isEqualTo("a b");
    assertThat(CommentBody.shorten("abcdef", 4)).isEqualTo("abc…");
    assertThat(CommentBody.shorten("ab\uD83D\uDE00def", 4)).isEqualTo("ab…");
  }
}
