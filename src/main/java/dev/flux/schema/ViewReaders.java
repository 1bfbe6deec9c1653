package dev.flux.schema;

import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Views that hang on a relation. */
final class ViewReaders {
  private ViewReaders() {}

  /**
   * Views that read the relation, and those that read these, each after what it reads. Views that
   * read each other, which a server finds out when they are used, come last.
   */
  static List<View> of(ObjectName relation, Collection<View> views) {
    Map<ObjectName, View> byName = new HashMap<>();
    Map<ObjectName, List<ObjectName>> readers = new HashMap<>();
    for (View view : views) {
      byName.put(view.name(), view);
      for (ObjectName read : new LinkedHashSet<>(view.reads())) {
        readers.computeIfAbsent(read, name -> new ArrayList<>()).add(view.name());
      }
    }
    Set<ObjectName> found = Descent.below(relation, name -> readers.getOrDefault(name, List.of()));
    Map<ObjectName, Integer> waiting = new HashMap<>();
    found.stream()
        .flatMap(name -> readers.getOrDefault(name, List.of()).stream())
        .forEach(reader -> waiting.merge(reader, 1, Integer::sum));
    List<ObjectName> ready = new ArrayList<>();
    found.stream().filter(name -> !waiting.containsKey(name)).forEach(ready::add);
    for (int i = 0; i < ready.size(); i++) {
      for (ObjectName reader : readers.getOrDefault(ready.get(i), List.of())) {
        if (waiting.merge(reader, -1, Integer::sum) == 0) {
          ready.add(reader);
        }
      }
    }
    Set<ObjectName> ordered = new LinkedHashSet<>(ready);
    ordered.addAll(found);
    return ordered.stream()
        .flatMap(name -> Optional.ofNullable(byName.get(name)).stream())
        .toList();
  }
}
