package dev.flux.accuracy;

import dev.flux.engine.EngineVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is said of each version, with neighbours that say the same put together. */
record Spread(Map<List<EngineVersion>, String> runs) {

  static <T> Spread of(SortedMap<EngineVersion, T> said, Function<T, String> words) {
    Map<List<EngineVersion>, String> runs = new LinkedHashMap<>();
    List<EngineVersion> run = new ArrayList<>();
    String last = "";
    for (Map.Entry<EngineVersion, T> entry : said.entrySet()) {
      String now = words.apply(entry.getValue());
      if (!run.isEmpty() && !now.equals(last)) {
        runs.put(List.copyOf(run), last);
        run.clear();
      }
      run.add(entry.getKey());
      last = now;
    }
    if (!run.isEmpty()) {
      runs.put(List.copyOf(run), last);
    }
    return new Spread(runs);
  }

  /** Once where all versions agree, else each with its versions. */
  String text() {
    return runs.size() == 1
        ? runs.values().iterator().next()
        : runs.entrySet().stream()
            .map(
                run ->
                    words(run.getKey()) + ": " + (run.getValue().isEmpty() ? "—" : run.getValue()))
            .collect(Collectors.joining("<br>"));
  }

  /** "11" or "12–18". */
  static String words(List<EngineVersion> versions) {
    return versions.size() == 1
        ? versions.get(0).toString()
        : versions.get(0) + "–" + versions.get(versions.size() - 1);
  }
}
