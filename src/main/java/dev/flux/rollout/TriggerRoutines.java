package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.sql.Identifiers;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.ObjectOperation.CreateTrigger;
import dev.flux.sql.SqlWords;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The functions that the triggers of a table run, as far as migrations wrote them. */
final class TriggerRoutines {
  private static final Pattern RUN =
      Pattern.compile("(?is)\\bexecute\\s+(?:function|procedure)\\s+" + Identifiers.NAME);

  private TriggerRoutines() {}

  /**
   * Whether one of them names the column, to read it or to set it, or did so before the change
   * replaced it.
   */
  static boolean name(Situation situation, ObjectName table, String column) {
    return on(situation, table)
        .flatMap(
            routine ->
                Stream.of(situation.start(), situation.before())
                    .flatMap(catalog -> catalog.routines(routine).stream()))
        .anyMatch(routine -> names(routine, column));
  }

  /** Those that name the column and that the change replaces, as they are in its end. */
  static List<CreateRoutine> replaced(Situation situation, ObjectName table, String column) {
    return on(situation, table)
        .filter(name -> situation.start().routines(name).stream().anyMatch(r -> names(r, column)))
        .flatMap(name -> situation.end().routines(name).stream())
        .filter(routine -> !situation.start().routines(routine.routine()).contains(routine))
        .toList();
  }

  /** What they are before the change. */
  static List<CreateRoutine> former(Situation situation, List<CreateRoutine> replaced) {
    return replaced.stream()
        .flatMap(
            routine ->
                situation.start().routines(routine.routine()).stream().filter(routine::replaces))
        .toList();
  }

  /** A trigger that a rename in the change touches is known as it was before. */
  private static Stream<ObjectName> on(Situation situation, ObjectName table) {
    return Stream.of(situation.start(), situation.before())
        .flatMap(catalog -> on(catalog, table))
        .distinct();
  }

  private static Stream<ObjectName> on(Catalog catalog, ObjectName table) {
    return catalog.findTable(table).stream()
        .flatMap(known -> known.triggers().stream())
        .flatMap(trigger -> catalog.findTrigger(table, trigger).stream())
        .map(CreateTrigger::definition)
        .map(RUN::matcher)
        .filter(Matcher::find)
        .map(run -> Identifiers.name(run.group(1)));
  }

  private static boolean names(CreateRoutine routine, String column) {
    return SqlWords.in(routine.body().orElse("")).contains(column);
  }
}
