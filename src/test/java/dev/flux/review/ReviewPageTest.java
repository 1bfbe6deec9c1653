package dev.flux.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page shows everything, and nothing in it acts. */
class ReviewPageTest {
  private static final Map<String, String> BASE =
      Map.of(
          "db/001_tables.sql",
          "CREATE TABLE \"<script>alert(1)</script>\" (id bigint PRIMARY KEY, a int);\n");
  private static final Map<String, String> HEAD =
      Map.of(
          "db/002_<img src=x onerror=alert(2)>.sql",
          "ALTER TABLE \"<script>alert(1)</script>\" DROP COLUMN a; -- </pre><script>\n"
              + "CREATE INDEX i ON \"<script>alert(1)</script>\" (id);\n");

  @Test
  void textOfOthersIsEscaped() {
    String html = page("<script>alert(3)</script> \u202E title");
    assertThat(html)
        .contains("&lt;script&gt;alert(3)&lt;/script&gt;")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script", "<img", "\u202E");
    assertThat(html).doesNotContainPattern("(?i)<[^>]+\\son[a-z]+=");
  }

  @Test
  void everyLinkLeadsToAnAnchorOfThePage() {
    String html = page("A change");
    List<String> targets = found(html, "href=\"#([^\"]+)\"");
    List<String> ids = found(html, "\\sid=\"([^\"]+)\"");
    assertThat(ids).doesNotHaveDuplicates().containsAll(Set.copyOf(targets));
    assertThat(targets).contains("findings", "sequence", "statements", "statement-1", "finding-1");
  }

  @Test
  void everyStatementShowsItsLocks() {
    assertThat(page("A change"))
        .containsPattern("DROP COLUMN a</pre>\\s*<p class=\"dim\">ACCESS EXCLUSIVE on ")
        .containsPattern("CREATE INDEX i ON [^\n]+</pre>\\s*<p class=\"dim\">SHARE on ");
  }

  private static String page(String title) {
    return ReviewPage.html(title, ReviewCase.of(BASE, HEAD).review());
  }

  private static List<String> found(String html, String pattern) {
    return Pattern.compile(pattern)
        .matcher(html)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toList());
  }
}
