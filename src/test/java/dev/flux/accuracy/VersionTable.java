package dev.flux.accuracy;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.MeasuredFact;
import dev.flux.engine.StatementForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Facts of one engine side by side, a row for each form: what all versions share once, and what
 * differs with the versions it is true of.
 *
 * @param columns what a fact says, by the heading under which it is said
 */
record VersionTable(Map<String, Function<MeasuredFact, String>> columns) {

  /** Markdown, a table for each topic; a number at the end of a row is that of its source. */
  String write(SortedMap<EngineVersion, List<MeasuredFact>> facts) {
    Map<StatementForm, SortedMap<EngineVersion, MeasuredFact>> rows = new LinkedHashMap<>();
    facts.forEach(
        (version, said) ->
            said.forEach(
                fact ->
                    rows.computeIfAbsent(fact.form(), form -> new TreeMap<>()).put(version, fact)));
    Map<String, List<StatementForm>> topics = new LinkedHashMap<>();
    rows.keySet()
        .forEach(form -> topics.computeIfAbsent(form.topic(), t -> new ArrayList<>()).add(form));
    List<EngineVersion> versions = List.copyOf(facts.keySet());
    List<String> sources = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    topics.forEach(
        (topic, forms) -> {
          text.append("\n### ").append(topic).append("\n\n| Statement | ");
          text.append(String.join(" | ", columns.keySet())).append(" | |\n|---|");
          text.append("---|".repeat(columns.size() + 1)).append('\n');
          for (StatementForm form : forms) {
            text.append(
                row(form, Objects.requireNonNull(rows.get(form), "its own"), versions, sources));
          }
        });
    text.append("\nSources:\n\n");
    for (int i = 0; i < sources.size(); i++) {
      text.append(i + 1).append(". ").append(sources.get(i)).append('\n');
    }
    return text.toString();
  }

  private String row(
      StatementForm form,
      SortedMap<EngineVersion, MeasuredFact> facts,
      List<EngineVersion> versions,
      List<String> sources) {
    List<EngineVersion> known = List.copyOf(facts.keySet());
    String only =
        known.equals(versions)
            ? ""
            : known.get(known.size() - 1).equals(versions.get(versions.size() - 1))
                ? "<br>from " + known.get(0)
                : "<br>only " + Spread.words(known);
    String setup = form.setup().isEmpty() ? "" : "<br>after " + Markdown.code(form.setup());
    String session = form.session().isEmpty() ? "" : "<br>with " + Markdown.code(form.session());
    String cells =
        columns.values().stream()
            .map(column -> Spread.of(facts, column).text())
            .collect(Collectors.joining(" | "));
    return "| "
        + Markdown.code(form.statement())
        + setup
        + session
        + only
        + " | "
        + cells
        + " | "
        + numbers(facts, sources)
        + " |\n";
  }

  private static String numbers(
      SortedMap<EngineVersion, MeasuredFact> facts, List<String> sources) {
    return facts.values().stream()
        .flatMap(fact -> fact.impact().stream())
        .map(impact -> impact.source())
        .distinct()
        .map(
            source -> {
              if (!sources.contains(source)) {
                sources.add(source);
              }
              return String.valueOf(sources.indexOf(source) + 1);
            })
        .collect(Collectors.joining(", "));
  }
}
