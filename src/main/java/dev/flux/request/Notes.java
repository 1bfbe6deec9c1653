package dev.flux.request;

import dev.flux.work.Rollouts.Part;
import dev.flux.work.Rollouts.Rollout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What Flux notes in its answers for itself, so that a rollout can be told from the forge alone;
 * they stand in {@link dev.flux.forge.Markers.Reply#note}.
 */
final class Notes {
  private static final String CONFIRMED = "confirmed=";
  private static final String OPENED = "opened=";

  private Notes() {}

  /**
   * A part of a rollout.
   *
   * @param number of its request
   */
  record Opened(long number, String phase, Set<String> gates) {
    Opened {
      gates = Set.copyOf(gates);
    }
  }

  /** That the requests of a rollout are open. */
  static String opened(Rollout rollout) {
    List<String> parts = new ArrayList<>();
    for (Part part : rollout.parts()) {
      List<String> words = new ArrayList<>();
      words.add(part.request().map(id -> Long.toString(id.number())).orElse("0"));
      words.add(part.phase());
      words.addAll(part.gates().stream().sorted().toList());
      parts.add(String.join("=", words));
    }
    return OPENED + String.join(",", parts);
  }

  /** The parts of the newest rollout, in order. */
  static List<Opened> opened(List<String> notes) {
    return notes.stream()
        .filter(note -> note.startsWith(OPENED))
        .reduce((earlier, later) -> later)
        .map(note -> items(note, OPENED).stream().map(Notes::part).toList())
        .orElse(List.of());
  }

  private static Opened part(String item) {
    List<String> words = Arrays.asList(item.split("=", -1));
    return new Opened(
        Long.parseLong(words.get(0)), words.get(1), Set.copyOf(words.subList(2, words.size())));
  }

  /** That gates are met. */
  static String confirmed(Set<String> gates) {
    return CONFIRMED + String.join(",", gates.stream().sorted().toList());
  }

  static boolean isConfirmation(String note) {
    return note.startsWith(CONFIRMED);
  }

  /** The gates that are met, as far as somebody has said so. */
  static List<String> confirmed(List<String> notes) {
    return notes.stream()
        .filter(Notes::isConfirmation)
        .flatMap(note -> items(note, CONFIRMED).stream())
        .toList();
  }

  private static List<String> items(String note, String kind) {
    return Arrays.asList(note.substring(kind.length()).split(",", -1));
  }
}
