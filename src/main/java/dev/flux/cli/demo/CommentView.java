package dev.flux.cli.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A comment's Markdown as a terminal can show it: folded sections stay folded. */
final class CommentView {
  private static final Pattern MARKER = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

  /** A section with none inside it. */
  private static final Pattern FOLDED =
      Pattern.compile(
          "<details><summary>(.*?)</summary>(?:(?!<details>).)*?</details>", Pattern.DOTALL);

  private static final Pattern TAG = Pattern.compile("</?(?:sub|code|b|i)>| +(?=\\n)");
  private static final Pattern FENCE = Pattern.compile("(?m)^`{3,}.*$\\n?");
  private static final Pattern SPAN = Pattern.compile("`+ ?([^`]*?) ?`+");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([\\\\`*_{}\\[\\]()#+!|~])");
  private static final Pattern BLANK_LINES = Pattern.compile("\\n{3,}");

  private CommentView() {}

  /** The text, indented by a bar at its left. */
  static String of(String markdown) {
    String text = MARKER.matcher(markdown).replaceAll("");
    for (Matcher folded = FOLDED.matcher(text); folded.find(); folded = FOLDED.matcher(text)) {
      text = folded.replaceAll("▸ $1");
    }
    text = TAG.matcher(text.replace("<br>", "\n")).replaceAll("");
    text = FENCE.matcher(text).replaceAll("");
    text = SPAN.matcher(text).replaceAll("$1");
    text = text.replace("**", "").replace("\u200B", "");
    text = ESCAPE.matcher(text).replaceAll("$1");
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    return BLANK_LINES
        .matcher(text.strip())
        .replaceAll("\n\n")
        .indent(2)
        .replaceAll("(?m)^ {2}", "│ ");
  }
}
