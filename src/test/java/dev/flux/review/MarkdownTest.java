package dev.flux.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;

/** Whatever somebody writes stays inside the block it is put into. */
class MarkdownTest {
  private static final Parser PARSER =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();

  @Property(tries = 500)
  void aFenceHoldsAnything(
      @ForAll @StringLength(max = 60) @Chars({'`', '~', '\n', ' ', '<', '!', '-', '>'})
          String raw) {
    Node block = PARSER.parse(Markdown.fence("sql", raw)).getFirstChild();
    assertThat(block).isInstanceOf(FencedCodeBlock.class);
    assertThat(block.getNext()).isNull();
    assertThat(((FencedCodeBlock) block).getLiteral().stripTrailing())
        .isEqualTo(raw.stripTrailing());
  }

  @Property(tries = 500)
  void textIsNothingButText(
      @ForAll
          @StringLength(max = 60)
          @Chars({'`', '*', '_', '[', ']', '(', ')', '!', '<', '>', '\n', '|', '#', '&', '\\', ':'})
          @CharRange(from = 'a', to = 'e')
          String raw) {
    List<String> marked = new ArrayList<>();
    PARSER
        .parse("Table " + Markdown.text(raw))
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(HtmlInline node) {
                marked.add("html " + node.getLiteral());
              }

              @Override
              public void visit(HtmlBlock node) {
                marked.add("html " + node.getLiteral());
              }

              @Override
              public void visit(Link node) {
                marked.add("link " + node.getDestination());
              }

              @Override
              public void visit(Image node) {
                marked.add("image " + node.getDestination());
              }

              @Override
              public void visit(Code node) {
                marked.add("code " + node.getLiteral());
              }
            });
    assertThat(marked).isEmpty();
  }

  @Example
  void aCodeSpanHoldsBackticks() {
    for (String raw : List.of("a", "`", "a``b", "``` x", "a|b")) {
      Node span =
          PARSER.parse("x " + Markdown.code(raw) + " y").getFirstChild().getFirstChild().getNext();
      assertThat(span).isInstanceOf(Code.class);
      assertThat(((Code) span).getLiteral()).isEqualTo(raw.replace("|", "\\|"));
    }
  }

  @Example
  void nobodyIsMentionedAndNothingIsHidden() {
    assertThat(Markdown.text("@org/team #12 https://x.example"))
        .doesNotContain("@org", "#12", "://");
    assertThat(Markdown.text("<!-- flux:summary:v1 --> x")).doesNotContain("<!--");
    assertThat(Markdown.fence("sql", "a\u202Eb\u2066c\u0000d\r\ne")).contains("abcd\ne");
  }
}
