package dev.flux.rollout;

import java.util.List;

/**
 * Values that are told outside of the files of a change.
 *
 * @param commanded with a command: they win over what the files say
 * @param settings of the repository: what the files say wins over them
 */
public record Told(List<ColumnValue> commanded, List<ColumnValue> settings) {
  /** Nothing is told. */
  public static final Told NOTHING = new Told(List.of(), List.of());

  public Told {
    commanded = List.copyOf(commanded);
    settings = List.copyOf(settings);
  }
}
