package dev.flux.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.forge.ForgeKind;
import dev.flux.forge.Remark;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.parser.Parser;

/** What holds of the words about any change, however large or hostile it is. */
final class OutputLimits {
  private static final Parser PARSER =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();

  private OutputLimits() {}

  static void check(ReviewCase change) {
    List<String> receipt = Receipt.of(change.review(), false).lines().toList();
    assertThat(receipt).hasSizeLessThanOrEqualTo(40);
    assertThat(receipt).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    String summary = Summary.of(change.review());
    assertThat(unfolded(summary)).as(summary).hasSizeLessThanOrEqualTo(40);
    assertThat(summary.lines().filter(line -> line.startsWith("┌")))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    checkMarkup(summary);
    for (ForgeKind forge : ForgeKind.values()) {
      change.remarks(forge).stream().map(Remark::body).forEach(OutputLimits::checkMarkup);
    }
  }

  /** Lines outside folded sections; the line with a section's title is outside. */
  static List<String> unfolded(String markdown) {
    boolean[] folded = {false};
    return markdown
        .lines()
        .filter(
            line -> {
              boolean inside = folded[0] || line.equals("</details>");
              folded[0] = line.startsWith("<details>") || (folded[0] && !line.equals("</details>"));
              return !inside;
            })
        .toList();
  }

  /** No markup but Flux's own, and every folded section closed where Flux closes it. */
  private static void checkMarkup(String markdown) {
    Deque<String> open = new ArrayDeque<>();
    PARSER
        .parse(markdown)
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(HtmlInline node) {
                assertThat(node.getLiteral()).isIn("<sub>", "</sub>", "<br>");
              }

              @Override
              public void visit(HtmlBlock node) {
                for (String line : node.getLiteral().lines().toList()) {
                  if (line.equals("</details>")) {
                    assertThat(open).isNotEmpty();
                    open.pop();
                  } else {
                    assertThat(line).matches("<details><summary>[A-Za-z0-9 ,:()]+</summary>");
                    open.push(line);
                  }
                }
              }

              @Override
              public void visit(Link node) {
                throw new AssertionError("a link to " + node.getDestination());
              }

              @Override
              public void visit(Image node) {
                throw new AssertionError("an image of " + node.getDestination());
              }
            });
    assertThat(open).isEmpty();
  }
}
