package dev.flux.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What variables of a PL/pgSQL block hold where its text says so.
 *
 * @param strings of those that hold one from beginning to end, by name in lower case
 * @param loops whose variables take one value after the other
 */
record BlockConstants(Map<String, String> strings, List<ConstantLoop> loops) {
  /** Where nothing is constant. */
  static final BlockConstants NONE = new BlockConstants(Map.of(), List.of());

  /** More turns of loops in each other are not followed. */
  private static final int MOST_TURNS = 256;

  BlockConstants {
    strings = Map.copyOf(strings);
    loops = List.copyOf(loops);
  }

  /** Those of a block. */
  static BlockConstants of(String block) {
    return new BlockConstants(ConstantVariables.in(block), ConstantLoop.in(block));
  }

  /** What they hold at a place of the block, for each turn of the loops around it. */
  List<Map<String, String>> at(int place) {
    List<Map<String, String>> turns = List.of(strings);
    for (ConstantLoop loop : loops) {
      if (loop.holds(place) && turns.size() * loop.values().size() <= MOST_TURNS) {
        turns = in(loop, turns);
      }
    }
    return turns;
  }

  private static List<Map<String, String>> in(ConstantLoop loop, List<Map<String, String>> turns) {
    List<Map<String, String>> inside = new ArrayList<>();
    for (String value : loop.values()) {
      for (Map<String, String> outer : turns) {
        Map<String, String> variables = new HashMap<>(outer);
        variables.put(loop.variable(), value);
        inside.add(variables);
      }
    }
    return inside;
  }
}
