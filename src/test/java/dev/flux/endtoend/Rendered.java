package dev.flux.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** A comment as a forge makes a page of it. */
final class Rendered {
  private static final Pattern MENTION = Pattern.compile("@[A-Za-z0-9][A-Za-z0-9-/]*");
  private static final Pattern FOLD = Pattern.compile("</?details>");

  private Rendered() {}

  static String html(String markdown) {
    return HtmlRenderer.builder().build().render(Parser.builder().build().parse(markdown));
  }

  /** Who would be notified: names after an at sign in running text, outside code. */
  static List<String> mentions(String markdown) {
    List<String> mentions = new ArrayList<>();
    Node document = Parser.builder().build().parse(markdown);
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text text) {
            Matcher found = MENTION.matcher(text.getLiteral());
            while (found.find()) {
              mentions.add(found.group());
            }
          }
        });
    return mentions;
  }

  /** Whether every folded section that opens in the page also ends, and none ends before. */
  static boolean balanced(String markdown) {
    int depth = 0;
    Matcher fold = FOLD.matcher(html(markdown));
    while (fold.find()) {
      depth += fold.group().startsWith("</") ? -1 : 1;
      if (depth < 0) {
        return false;
      }
    }
    return depth == 0;
  }
}
