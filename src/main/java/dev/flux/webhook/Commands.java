package dev.flux.webhook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.Document;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * The commands in a comment. A command begins a line of running text: what stands in a quote, a
 * list, code or an HTML comment was not said to Flux.
 */
public final class Commands {
  /** More than these in one comment are not looked at. */
  static final int MOST = 3;

  /** The same of those that are done together: each may say what fills another column. */
  private static final int MOST_SPLITS = 60;

  private static final int LONGEST_COMMENT = 65_536;
  private static final int LONGEST_WORD = 40;
  private static final Pattern LINE = Pattern.compile("(?i)/flux(?:[ \\t]+(.*))?");
  private static final Pattern SPLIT_VALUE =
      Pattern.compile("(?:--here[ \\t]+)?value(?:[ \\t].*)?");
  private static final Parser MARKDOWN =
      Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES).build();

  private Commands() {}

  /** The commands of a comment in the order written; of those but {@code split} three at most. */
  public static List<Command> parse(String comment) {
    String markdown = comment.substring(0, Math.min(comment.length(), LONGEST_COMMENT));
    List<Command> commands = new ArrayList<>();
    int splits = 0;
    int others = 0;
    for (Command command : all(markdown)) {
      boolean split = command instanceof Command.Known known && known.word() == Command.Word.SPLIT;
      if (split ? splits++ < MOST_SPLITS : others++ < MOST) {
        commands.add(command);
      }
    }
    return List.copyOf(commands);
  }

  private static List<Command> all(String markdown) {
    List<Command> commands = new ArrayList<>();
    for (Node block : children(MARKDOWN.parse(markdown))) {
      if (isRunningText(block)) {
        for (Node inline : children(block)) {
          line(inline, markdown).flatMap(Commands::command).ifPresent(commands::add);
        }
      }
    }
    return commands;
  }

  /**
   * A line that may be a command.
   *
   * @param text up to its first markup
   * @param written all of it: an expression of SQL may look like markup
   */
  private record Line(String text, String written) {}

  /** A heading counts too: a signature's dashes under a line make one of it. */
  private static boolean isRunningText(Node block) {
    return block.getParent() instanceof Document
        && (block instanceof Paragraph || block instanceof Heading);
  }

  /** The line that begins with an inline. */
  private static Optional<Line> line(Node inline, String markdown) {
    Node before = inline.getPrevious();
    boolean begins =
        before == null || before instanceof SoftLineBreak || before instanceof HardLineBreak;
    if (!(inline instanceof Text) || !begins) {
      return Optional.empty();
    }
    // As written, since an escaped slash gives no command; and only what the line itself begins
    // with, which the text of a heading (# /flux) does not.
    List<SourceSpan> spans = inline.getSourceSpans();
    return spans.stream()
        .filter(span -> isIndent(markdown, span))
        .map(span -> span.getInputIndex())
        .map(
            start ->
                new Line(
                    markdown.substring(start, end(spans)).strip(),
                    markdown.substring(start).lines().findFirst().orElse("").strip()))
        .findFirst();
  }

  private static boolean isIndent(String markdown, SourceSpan span) {
    int start = span.getInputIndex();
    return markdown.substring(start - span.getColumnIndex(), start).isBlank();
  }

  private static int end(List<SourceSpan> spans) {
    SourceSpan last = spans.get(spans.size() - 1);
    return last.getInputIndex() + last.getLength();
  }

  private static Optional<Command> command(Line line) {
    Matcher command = LINE.matcher(line.text());
    if (!command.matches()) {
      return Optional.empty();
    }
    String rest = command.group(1) == null ? "" : command.group(1).strip();
    if (rest.isEmpty()) {
      return Optional.of(new Command.Known(Command.Word.HELP, ""));
    }
    String[] words = rest.split("[ \\t]+", 2);
    String word = words[0].toLowerCase(Locale.ROOT);
    String text = words.length == 1 ? "" : words[1];
    return Optional.of(
        Arrays.stream(Command.Word.values())
            .filter(known -> known.text().equals(word))
            .<Command>map(known -> new Command.Known(known, whole(known, text, line)))
            .findFirst()
            .orElseGet(() -> unknown(word)));
  }

  /** The arguments; those that bring an expression as they are written. */
  private static String whole(Command.Word word, String text, Line line) {
    boolean expression = word == Command.Word.SPLIT && SPLIT_VALUE.matcher(text).matches();
    return expression ? line.written().substring(line.written().indexOf(text)) : text;
  }

  private static Command unknown(String word) {
    String safe = word.replaceAll("[^a-z0-9-]", "?");
    String shown = safe.substring(0, Math.min(safe.length(), LONGEST_WORD));
    List<String> nearest =
        Arrays.stream(Command.Word.values())
            .map(Command.Word::text)
            .sorted(Comparator.comparingInt((String known) -> -sharedStart(known, shown)))
            .toList();
    return new Command.Unknown(shown, nearest);
  }

  private static int sharedStart(String one, String other) {
    int length = 0;
    while (length < Math.min(one.length(), other.length())
        && one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return length;
  }

  private static List<Node> children(Node parent) {
    List<Node> children = new ArrayList<>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
      children.add(child);
    }
    return children;
  }
}
