package dev.flux.rollout;

import dev.flux.sql.Script;
import dev.flux.sql.Script.SourceComment;
import dev.flux.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the author wrote around a statement, with the empty lines that he left.
 *
 * @param before comments, each on lines of its own; begins with an empty line where he left one
 * @param behind comments on the statement's last line, and those at the end of its file
 */
public record AuthorsWords(String before, String behind) {
  /** A statement close to the one before it, without a comment. */
  public static final AuthorsWords NONE = new AuthorsWords("", "");

  /** As Prisma begins each statement that it generates. */
  private static final Pattern TAG =
      Pattern.compile(
          "(?m)^--"
              + " (?:Add|Alter|Create|Drop|Redefine|Rename)(?:Enum|ForeignKey|Index|PrimaryKey|Schema|Tables?)\\R+");

  private static final Pattern TO_FLUX = Pattern.compile("(?mi)^\\s*(?:--|#)\\s*flux:.*\\n");

  private static final Pattern EMPTY_LINE = Pattern.compile("\\n[ \\t\\r]*\\n");

  /**
   * The items with their words: the first of a statement has those before it, the last those behind
   * it. Words of a statement that is no item any more, or that no step repeats, go to the next.
   */
  static List<Item> given(List<Item> items) {
    Map<String, List<Integer>> files = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      files.computeIfAbsent(items.get(i).path(), path -> new ArrayList<>()).add(i);
    }
    List<Item> given = new ArrayList<>(items);
    files.values().forEach(own -> new Hearing(given, own).run());
    return List.copyOf(given);
  }

  /**
   * The same for steps that take a statement's place: nothing stands on the line of another, and
   * what is allowed is said of what they do.
   */
  AuthorsWords apart() {
    String above = TO_FLUX.matcher(before).replaceAll("").stripLeading();
    int line = behind.indexOf('\n') < 0 ? behind.length() : behind.indexOf('\n');
    String onLine = behind.substring(0, line).strip();
    return new AuthorsWords(
        onLine.isEmpty() ? above : above + onLine + "\n", behind.substring(line));
  }

  /** Goes through one file once. */
  private static final class Hearing {
    private final Script script;
    private final List<Item> given;
    private final Map<Integer, Integer> first = new HashMap<>();
    private final Map<Integer, Integer> last = new HashMap<>();
    private final Iterator<SourceComment> comments;
    private Optional<SourceComment> next;
    private int end;

    /** With the places of the file's own items among all. */
    Hearing(List<Item> given, List<Integer> own) {
      this.script = given.get(own.get(0)).migration().script();
      this.given = given;
      this.comments = script.comments().stream().filter(Hearing::stays).iterator();
      this.next = following();
      this.end = script.section().start();
      for (int place : own) {
        Item item = given.get(place);
        if (!item.setting() && !item.transactionControl()) {
          int start = item.statement().statement().span().start();
          first.putIfAbsent(start, place);
          last.put(start, place);
        }
      }
    }

    /** What is told to Flux is done with once it is planned, and a tool gets its markers anew. */
    private static boolean stays(SourceComment comment) {
      String text = comment.text();
      return !text.startsWith("flux: backfill")
          && !text.startsWith("+goose ")
          && !text.startsWith("+migrate ");
    }

    private Optional<SourceComment> following() {
      return comments.hasNext() ? Optional.of(comments.next()) : Optional.empty();
    }

    void run() {
      StringBuilder before = new StringBuilder();
      Optional<Integer> open = Optional.empty();
      Optional<Integer> latest = Optional.empty();
      for (Statement statement : script.statements()) {
        int start = statement.span().start();
        open.ifPresent(index -> behind(index, sameLine()));
        before.append(above(start)).append(emptyLine(start));
        Optional<Integer> at = Optional.ofNullable(first.get(start));
        if (at.isPresent()) {
          before(at.get(), before.toString());
          before.setLength(0);
        } else {
          untagged(before);
        }
        open = Optional.ofNullable(last.get(start));
        latest = open.isPresent() ? open : latest;
        end = statement.span().end();
      }
      open.ifPresent(index -> behind(index, sameLine()));
      String rest = before + above(script.text().length());
      latest.filter(index -> !rest.isBlank()).ifPresent(index -> behind(index, "\n" + rest));
    }

    /** What a tool wrote on a statement is said of no other. */
    private static void untagged(StringBuilder words) {
      String others = TAG.matcher(words).replaceAll("");
      words.setLength(0);
      words.append(others.isBlank() ? "" : others);
    }

    private void before(int index, String words) {
      Item item = given.get(index);
      given.set(index, item.with(new AuthorsWords(words, item.words().behind())));
    }

    private void behind(int index, String words) {
      Item item = given.get(index);
      AuthorsWords own = item.words();
      given.set(
          index, item.with(new AuthorsWords(own.before(), (own.behind() + words).stripTrailing())));
    }

    /** Comments behind a statement, on its last line. */
    private String sameLine() {
      StringBuilder words = new StringBuilder();
      while (next.isPresent()
          && script.text().substring(end, next.get().span().start()).indexOf('\n') < 0) {
        words.append(' ').append(take());
      }
      return words.toString();
    }

    /** Comments on lines of their own, up to a place. */
    private String above(int place) {
      StringBuilder words = new StringBuilder();
      while (next.isPresent() && next.get().span().end() <= place) {
        words.append(emptyLine(next.get().span().start())).append(take()).append('\n');
      }
      return words.toString();
    }

    private String take() {
      SourceComment comment = next.orElseThrow();
      String words = comment.span().of(script.text()).stripTrailing();
      end = comment.span().start() + words.length();
      next = following();
      return words;
    }

    private String emptyLine(int until) {
      return EMPTY_LINE.matcher(script.text().substring(end, Math.max(end, until))).find()
          ? "\n"
          : "";
    }
  }
}
