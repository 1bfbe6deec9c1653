package dev.flux.hazard;

import dev.flux.sql.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A comment by which an author allows hazards in the statement below it: {@code flux: allow ID[,
 * ID…] because REASON}, on a line of its own.
 *
 * @param line of the comment
 * @param end behind its last character
 * @param text as written, from {@code flux:} on, shortened
 * @param hazards known ids
 * @param reason empty where none is given; then nothing is allowed
 * @param mistakes what is wrong with it, each as a clause that reads after "because"
 */
record AllowComment(
    int line, int end, String text, List<String> hazards, String reason, List<String> mistakes) {
  private static final int LONGEST = 60;
  private static final Pattern COMMENT =
      Pattern.compile("[\\s/*#!-]*(flux\\s*:\\s*([a-z]+)\\b(.*))", Pattern.CASE_INSENSITIVE);
  private static final Pattern BECAUSE =
      Pattern.compile("(.*?)(?:^|\\s)because\\b[:\\s]*(.*)", Pattern.CASE_INSENSITIVE);

  /** What people write where they mean to allow something. */
  private static final Set<String> MEANT =
      Set.of("alow", "allows", "allowed", "ignore", "disable", "suppress", "skip", "permit");

  AllowComment {
    hazards = List.copyOf(hazards);
    mistakes = List.copyOf(mistakes);
  }

  /** Those of a file's way up, in order. */
  static List<AllowComment> of(Script script) {
    List<AllowComment> found = new ArrayList<>();
    for (Script.SourceComment comment : script.comments()) {
      if (!comment.text().toLowerCase(Locale.ROOT).contains("flux")) {
        continue;
      }
      int line = comment.span().line();
      for (String text : comment.span().of(script.text()).split("\\R", -1)) {
        int at = line++;
        find(text, at, comment.span().end()).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<AllowComment> find(String text, int line, int end) {
    Matcher comment = COMMENT.matcher(text.replaceFirst("\\*+/\\s*$", ""));
    if (!comment.matches()) {
      return Optional.empty();
    }
    String whole = comment.group(1).strip().replace('`', '\'');
    String said = whole.length() > LONGEST ? whole.substring(0, LONGEST) + "…" : whole;
    String verb = comment.group(2).toLowerCase(Locale.ROOT);
    if (MEANT.contains(verb)) {
      String mistake = "`" + verb + "` is no word that Flux knows";
      return Optional.of(new AllowComment(line, end, said, List.of(), "", List.of(mistake)));
    }
    return verb.equals("allow")
        ? Optional.of(read(comment.group(3), said, line, end))
        : Optional.empty();
  }

  private static AllowComment read(String words, String said, int line, int end) {
    Matcher because = BECAUSE.matcher(words);
    boolean reasoned = because.matches();
    String reason = reasoned ? because.group(2).strip() : "";
    List<String> hazards = new ArrayList<>();
    List<String> mistakes = new ArrayList<>();
    for (String id : (reasoned ? because.group(1) : words).strip().split("[,\\s]+", -1)) {
      Optional<String> mistake = id.isEmpty() ? Optional.empty() : HazardIds.mistake(id);
      mistake.ifPresent(mistakes::add);
      if (!id.isEmpty() && mistake.isEmpty()) {
        hazards.add(id);
      }
    }
    if (hazards.isEmpty() && mistakes.isEmpty()) {
      mistakes.add("it names no hazard");
    }
    if (reason.isEmpty()) {
      mistakes.add("it gives no reason");
    }
    return new AllowComment(line, end, said, hazards, reason, mistakes);
  }
}
