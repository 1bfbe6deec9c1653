package dev.flux.schema;

import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.ObjectOperation.CreateTrigger;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Routines as migrations wrote them last, so that what they do is known; on PostgreSQL triggers
 * too, so that both can be put back.
 *
 * @param routines those of one name, each with other arguments
 * @param triggers by table and name
 */
record WrittenCode(
    PMap<ObjectName, List<CreateRoutine>> routines,
    PMap<ObjectName, PMap<String, CreateTrigger>> triggers) {
  static final WrittenCode NONE = new WrittenCode(HashTreePMap.empty(), HashTreePMap.empty());

  List<CreateRoutine> of(ObjectName routine) {
    return routines.getOrDefault(routine, List.of());
  }

  Optional<CreateTrigger> find(ObjectName table, String trigger) {
    return Optional.ofNullable(triggers.getOrDefault(table, HashTreePMap.empty()).get(trigger));
  }

  /**
   * With a routine in the place of that with the same arguments.
   *
   * @param known whether there was one of this name before
   */
  WrittenCode plus(ObjectName name, CreateRoutine routine, boolean known) {
    List<CreateRoutine> others = of(name);
    if ((known && others.isEmpty()) || others.stream().anyMatch(routine::mayReplace)) {
      return without(name);
    }
    List<CreateRoutine> kept = Lists.without(others, routine::replaces);
    return new WrittenCode(routines.plus(name, Lists.plus(kept, routine)), triggers);
  }

  WrittenCode without(ObjectName routine) {
    return new WrittenCode(routines.minus(routine), triggers);
  }

  WrittenCode plus(ObjectName table, CreateTrigger trigger) {
    PMap<String, CreateTrigger> own = triggers.getOrDefault(table, HashTreePMap.empty());
    return new WrittenCode(
        routines, triggers.plus(table, own.plus(trigger.trigger().name(), trigger)));
  }

  /** Without the triggers of a table whose text is no longer what the server has. */
  WrittenCode withoutTriggers(ObjectName table) {
    return new WrittenCode(routines, triggers.minus(table));
  }

  /** Without the triggers that run a routine that has another name now. */
  WrittenCode withoutTriggersBy(ObjectName routine) {
    PMap<ObjectName, PMap<String, CreateTrigger>> left = triggers;
    for (var own : triggers.entrySet()) {
      if (own.getValue().values().stream()
          .anyMatch(trigger -> trigger.definition().contains(routine.name()))) {
        left = left.minus(own.getKey());
      }
    }
    return new WrittenCode(routines, left);
  }
}
